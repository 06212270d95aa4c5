-- Who takes part: agencies, their keys over time, their tokens, and who may send what to whom.
create table agency (
    code       text primary key,
    name       text not null,
    valid_from date not null,
    valid_to   date
);

-- A key is never deleted: records signed with it must stay provable. Revocation sets a time.
create table signing_key (
    key_id      text primary key,
    agency_code text not null references agency,
    suite       text not null,
    spki        bytea not null,
    certificate text not null,
    chain       text not null,
    valid_from  timestamptz not null,
    valid_to    timestamptz not null,
    revoked_at  timestamptz
);

-- Bearer tokens of agency systems, by SHA-256 alone.
create table token (
    sha256      bytea primary key,
    agency_code text not null references agency,
    valid_to    timestamptz
);

create table agreement (
    record_type text not null,
    sender      text not null,
    recipient   text not null,
    valid_from  date not null,
    valid_to    date,
    primary key (record_type, sender, recipient, valid_from)
);
comment on table agreement is '交换约定; * in any of the first three columns is any';

-- One row; every change of the tables above raises it, so that nodes know when to read again.
create table version (number bigint not null);
insert into version values (0);
