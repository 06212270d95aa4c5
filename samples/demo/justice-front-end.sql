-- 东岭区司法局业务系统的前置库（演示）：发文表与收文表，内容列为 JSON。
create schema if not exists justice_front_end;

create table if not exists justice_front_end.outbound (
    doc_id        varchar(64) primary key,
    doc_type      varchar(20) not null,
    matter_no     varchar(60),
    doc_no        varchar(60),
    title         varchar(400),
    main_to       varchar(400),
    copy_to       varchar(400),
    doc_date      varchar(20),
    handler       varchar(60),
    handler_phone varchar(40),
    region        varchar(12),
    urgency       varchar(20),
    basis         varchar(400),
    content       jsonb,
    -- 0 to be sent, 1 being sent, 5 stored at the gateway; then accepted, delivered, signed or refused
    status        varchar(10) not null default '0',
    receipts      text,
    faults        text,
    changed_at    timestamptz not null default now()
);

create table if not exists justice_front_end.inbound (
    doc_id        varchar(64) primary key,
    doc_type      varchar(20),
    record_type   varchar(60),
    from_org      varchar(60),
    matter_no     varchar(60),
    doc_no        varchar(60),
    title         varchar(400),
    main_to       varchar(400),
    copy_to       varchar(400),
    doc_date      varchar(20),
    reply_due     varchar(30),
    handler       varchar(60),
    handler_phone varchar(40),
    region        varchar(12),
    urgency       varchar(20),
    basis         varchar(400),
    content       jsonb,
    original      text not null,
    status        varchar(10) not null default '0'
);
