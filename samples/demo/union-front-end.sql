-- 江东区总工会业务系统的前置库（演示）：表和字段由该系统的厂商定义，枢纽只读写这两张表。
create schema if not exists union_front_end;

create table if not exists union_front_end.t_ghjd_ws (
    wsbh   varchar(32) primary key,      -- 文书编号
    wslx   char(1) not null,             -- 文书类型 1 意见书 2 建议书 3 提示函
    sxbh   varchar(40),                  -- 事项编号
    wh     varchar(60),                  -- 文号
    bt     varchar(400),                 -- 标题
    xzqh   varchar(12),                  -- 行政区划
    zsdw   varchar(60),                  -- 主送单位代码
    csdw   varchar(60),                  -- 抄送单位代码
    cwrq   varchar(20),                  -- 成文日期
    jbr    varchar(40),                  -- 经办人
    jbrdh  varchar(40),                  -- 经办人电话
    jjcd   char(1) default '0',          -- 紧急程度 0 平件 1 加急 2 特急
    yj     varchar(400),                 -- 依据
    dwmc   varchar(200),                 -- 用人单位名称
    tydm   varchar(30),                  -- 统一社会信用代码
    hy     varchar(4),                   -- 行业门类
    wflx   varchar(40),                  -- 违法类型（两位代码，逗号分隔）
    wfyj   varchar(200),                 -- 违反的规定
    sjqk   varchar(8000),                -- 事实情况
    zgyq   varchar(4000),                -- 整改要求 / 建议事项
    je     varchar(30),                  -- 金额（元）
    rs     varchar(10),                  -- 人数
    jdy    varchar(200),                 -- 监督员
    tqrq   varchar(20),                  -- 听取意见日期
    tqyj   varchar(1000),                -- 听取意见摘要
    sdfs   char(1),                      -- 送达方式 1 直接 2 邮寄 3 留置 4 电子
    sdrq   varchar(20),                  -- 送达日期
    sdr    varchar(60),                  -- 签收人
    jysy   char(1),                      -- 建议事由 1 拒收 2 逾期不答复 3 不改正 9 直接建议
    yjsbh  varchar(80),                  -- 所依据意见书的记录号
    lwly   varchar(500),                 -- 例外理由
    zj     varchar(1000),                -- 证据
    yjcl   varchar(1000),                -- 移交材料
    qfr    varchar(40),                  -- 签发人
    qfzw   varchar(40),                  -- 签发人职务
    zt     char(1) not null default '0', -- 状态 0 待发 1 处理中 2 已受理 3 已送达 4 已签收 9 被拒
    hz     text,                         -- 回执
    cwxx   text,                         -- 错误信息
    gxsj   timestamptz not null default now()
);

create table if not exists union_front_end.t_ghjd_ry (
    wsbh varchar(32) not null references union_front_end.t_ghjd_ws,
    xh   int not null,
    xm   varchar(60) not null,
    sfzh varchar(30),
    gz   varchar(40),
    qxys varchar(4),
    qxje varchar(30),
    primary key (wsbh, xh)
);
-- 后加的列，较早的演示库也要有。
alter table union_front_end.t_ghjd_ws add column if not exists qfr varchar(40);
alter table union_front_end.t_ghjd_ws add column if not exists qfzw varchar(40);

-- 业务表：文书以外的业务，内容列为 JSON。
create table if not exists union_front_end.t_ghjd_yw (
    wsbh   varchar(64) primary key,
    wslx   varchar(4) not null,
    sxbh   varchar(40),
    wh     varchar(60),
    bt     varchar(400),
    xzqh   varchar(12),
    zsdw   varchar(400),
    csdw   varchar(400),
    cwrq   varchar(20),
    jbr    varchar(40),
    jbrdh  varchar(40),
    jjcd   char(1) default '0',
    yj     varchar(400),
    qfr    varchar(40),
    qfzw   varchar(40),
    qfsj   varchar(30),
    hfsx   varchar(30),
    nr     jsonb,
    zt     char(1) not null default '0',
    hz     text,
    cwxx   text,
    gxsj   timestamptz not null default now()
);

-- 来文表：其他单位发来的记录；yw 列是签名的原文。
create table if not exists union_front_end.t_ghjd_sw (
    wsbh   varchar(64) primary key,      -- 记录号
    wslx   varchar(4),
    ywlx   varchar(60),
    fsdw   varchar(60),                  -- 发送单位
    sxbh   varchar(40),
    wh     varchar(60),
    bt     varchar(400),
    xzqh   varchar(12),
    zsdw   varchar(400),
    csdw   varchar(400),
    cwrq   varchar(20),
    jbr    varchar(40),
    jbrdh  varchar(40),
    jjcd   varchar(8),
    yj     varchar(400),
    qfr    varchar(40),
    qfzw   varchar(40),
    qfsj   varchar(30),
    hfsx   varchar(30),                  -- 回复时限
    nr     jsonb,                        -- 业务内容
    yw     text not null,                -- 原文
    zt     char(1) not null default '0', -- 0 未阅
    gxsj   timestamptz
);

create table if not exists union_front_end.t_ghjd_swry (
    wsbh varchar(64) not null references union_front_end.t_ghjd_sw,
    xh   int,
    xm   varchar(60) not null,
    sfzh varchar(30),
    gz   varchar(40),
    qxys varchar(4),
    qxje varchar(30)
);
-- 业务系统的状态多了一种：5 已入网关队列，待受理。

-- 提示函所用和各文种共有的列，后加。
alter table union_front_end.t_ghjd_ws
    add column if not exists jbbm varchar(100),    -- 经办部门
    add column if not exists jbrzw varchar(60),    -- 经办人职务
    add column if not exists mj char(1),           -- 密级 0 公开 1 内部 2 工作秘密，不填为内部
    add column if not exists sjbq varchar(40),     -- 数据标签（两位代码，逗号分隔），不填按文种
    add column if not exists zhdw varchar(400),    -- 知会单位代码
    add column if not exists cjwsbh varchar(80),   -- 所承接文书的编号或记录号
    add column if not exists cjgx char(1),         -- 承接关系，见 dialect.yaml 的 relation，不填为承接
    add column if not exists qfsj varchar(30),     -- 签发时间
    add column if not exists hfsx varchar(30),     -- 回复时限
    add column if not exists dwzs char(1),         -- 用人单位为主送 1 是 0 否，不填的意见书、单发提示函为是
    add column if not exists dwwdm varchar(200),   -- 用人单位无代码原因
    add column if not exists dwzch varchar(20),    -- 原注册号
    add column if not exists dwqh varchar(12),     -- 所在区划
    add column if not exists dwdz varchar(400),    -- 地址
    add column if not exists dwfr varchar(100),    -- 法定代表人
    add column if not exists dwlxr varchar(100),   -- 联系人
    add column if not exists dwlxdh varchar(40),   -- 联系人电话
    add column if not exists dwlxzw varchar(100),  -- 联系人职务
    add column if not exists dwjh char(1),         -- 已建工会
    add column if not exists dwpt char(1),         -- 平台企业
    add column if not exists dwpq char(1),         -- 派遣角色 1 派遣单位 2 用工单位
    add column if not exists sdgx varchar(60),     -- 签收人与受送达人的关系
    add column if not exists sdzm varchar(80),     -- 送达证明
    add column if not exists wsdyy varchar(400),   -- 未能送达原因
    add column if not exists swsdrq varchar(20),   -- 视为送达日期
    add column if not exists tydzsd char(1),       -- 同意电子送达
    add column if not exists dfgz varchar(20),     -- 答复期限规则
    add column if not exists zjls varchar(400),    -- 参与的专家、律师，逗号分隔
    add column if not exists xxtj char(1),         -- 已先行调解
    add column if not exists fsfs char(1),         -- 提示函 1 单发 2 公开
    add column if not exists tsdx jsonb,           -- 首个以外的提示对象
    add column if not exists gkdq varchar(12),     -- 公开提示的地区
    add column if not exists gkhy char(1),         -- 公开提示的行业门类
    add column if not exists gksd varchar(100),    -- 公开提示的时段
    add column if not exists tsnr text,            -- 提示内容
    add column if not exists fltx text,            -- 法律提示，一行一条
    add column if not exists lxr varchar(100),     -- 联系人
    add column if not exists lxdh varchar(40),     -- 联系电话
    add column if not exists lxzw varchar(100),    -- 联系人职务
    add column if not exists qqhf char(1),         -- 请求回复
    add column if not exists hfts varchar(4),      -- 回复工作日
    add column if not exists sjjd char(1);         -- 时间节点
alter table union_front_end.t_ghjd_ws
    alter column zsdw type varchar(400),
    alter column csdw type varchar(400),
    alter column yj type varchar(4000),
    alter column wflx type varchar(100),
    alter column wfyj type varchar(8000), -- 一类一行
    alter column jdy type varchar(400),
    alter column zj type text,
    alter column yjcl type text;
alter table union_front_end.t_ghjd_ry
    add column if not exists zjlx varchar(2),   -- 证件类型，不填而有号的为居民身份证 0 未注明
    add column if not exists xb char(1),        -- 性别 1 男 2 女
    add column if not exists csrq varchar(20),  -- 出生日期
    add column if not exists dh varchar(40),    -- 电话
    add column if not exists zz varchar(400),   -- 住址
    add column if not exists ldzlx varchar(2),  -- 劳动者类型，不填为农民工 0 未注明
    add column if not exists xyt char(1),       -- 新就业形态用工关系
    add column if not exists tsqt varchar(20),  -- 特殊群体，逗号分隔
    add column if not exists sfbm char(1),      -- 身份保密，不填为保密 9 未注明
    add column if not exists yfje varchar(30);  -- 已付金额（元）

-- 收到的文书在来文表中也有文书表的各列，人员也一样。
alter table union_front_end.t_ghjd_sw
    add column if not exists dwmc varchar(200),
    add column if not exists tydm varchar(30),
    add column if not exists hy varchar(4),
    add column if not exists wflx varchar(100),
    add column if not exists wfyj varchar(8000),
    add column if not exists sjqk text,
    add column if not exists zgyq text,
    add column if not exists je varchar(30),
    add column if not exists rs varchar(10),
    add column if not exists jdy varchar(400),
    add column if not exists tqrq varchar(20),
    add column if not exists tqyj varchar(4000),
    add column if not exists sdfs char(1),
    add column if not exists sdrq varchar(20),
    add column if not exists sdr varchar(100),
    add column if not exists jysy char(1),
    add column if not exists yjsbh varchar(80),
    add column if not exists lwly varchar(1000),
    add column if not exists zj text,
    add column if not exists yjcl text,
    add column if not exists jbbm varchar(100),
    add column if not exists jbrzw varchar(60),
    add column if not exists mj char(1),
    add column if not exists sjbq varchar(40),
    add column if not exists zhdw varchar(400),
    add column if not exists cjwsbh varchar(80),
    add column if not exists cjgx char(1),
    add column if not exists dwzs char(1),
    add column if not exists dwwdm varchar(200),
    add column if not exists dwzch varchar(20),
    add column if not exists dwqh varchar(12),
    add column if not exists dwdz varchar(400),
    add column if not exists dwfr varchar(100),
    add column if not exists dwlxr varchar(100),
    add column if not exists dwlxdh varchar(40),
    add column if not exists dwlxzw varchar(100),
    add column if not exists dwjh char(1),
    add column if not exists dwpt char(1),
    add column if not exists dwpq char(1),
    add column if not exists sdgx varchar(60),
    add column if not exists sdzm varchar(80),
    add column if not exists wsdyy varchar(400),
    add column if not exists swsdrq varchar(20),
    add column if not exists tydzsd char(1),
    add column if not exists dfgz varchar(20),
    add column if not exists zjls varchar(400),
    add column if not exists xxtj char(1),
    add column if not exists fsfs char(1),
    add column if not exists tsdx jsonb,
    add column if not exists gkdq varchar(12),
    add column if not exists gkhy char(1),
    add column if not exists gksd varchar(100),
    add column if not exists tsnr text,
    add column if not exists fltx text,
    add column if not exists lxr varchar(100),
    add column if not exists lxdh varchar(40),
    add column if not exists lxzw varchar(100),
    add column if not exists qqhf char(1),
    add column if not exists hfts varchar(4),
    add column if not exists sjjd char(1);
alter table union_front_end.t_ghjd_sw alter column yj type varchar(4000);
alter table union_front_end.t_ghjd_swry
    add column if not exists zjlx varchar(2),
    add column if not exists xb char(1),
    add column if not exists csrq varchar(20),
    add column if not exists dh varchar(40),
    add column if not exists zz varchar(400),
    add column if not exists ldzlx varchar(2),
    add column if not exists xyt char(1),
    add column if not exists tsqt varchar(20),
    add column if not exists sfbm char(1),
    add column if not exists yfje varchar(30);
