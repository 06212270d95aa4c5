-- The agency side: what was prepared, with its bytes fixed before the first attempt, and what came in.

-- Running numbers of records, per agency, type and year.
create table counter (
    agency  text not null,
    rt      text not null,
    year    int not null,
    last    int not null,
    primary key (agency, rt, year)
);

create table outgoing (
    agency        text not null,
    source        text not null,
    native_key    text not null,
    -- SHA-256 of the canonical content without message id, number and time: tells a retry from a change
    content       bytea not null,
    message_id    uuid not null,
    record_id     text not null,
    body          bytea not null,
    signature     bytea not null,
    state         text not null check (state in ('PREPARED', 'ACCEPTED', 'REFUSED')),
    answer        text,
    prepared_at   timestamptz not null,
    answered_at   timestamptz,
    primary key (agency, source, native_key)
);

create table incoming (
    agency      text not null,
    message_id  uuid not null,
    leaf_index  bigint not null,
    record_id   text not null,
    record_type text not null,
    sha256      bytea not null,
    sm3         bytea not null,
    body        bytea not null,
    stored_at   timestamptz not null,
    primary key (agency, message_id)
);
create index incoming_by_record on incoming (agency, record_id);
