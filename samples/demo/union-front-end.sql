-- 江东区总工会业务系统的前置库（演示）：表和字段由该系统的厂商定义，枢纽只读写这两张表。
create schema if not exists union_front_end;

create table if not exists union_front_end.t_ghjd_ws (
    wsbh   varchar(32) primary key,      -- 文书编号
    wslx   char(1) not null,             -- 文书类型 1 意见书 2 建议书
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
