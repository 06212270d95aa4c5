-- Records on their way to being signed. The id becomes the message id: however often it is sent, it is one record.
create table draft (
    id          uuid primary key,
    agency      text not null,
    author      text not null,
    author_name text not null,
    record_type text not null,
    envelope    jsonb not null,
    state       text not null check (state in ('EDITING', 'AWAITING', 'SENT', 'DROPPED')),
    revision    int not null default 0,
    -- why an approver gave it back
    note        text not null default '',
    made_at     timestamptz not null,
    changed_at  timestamptz not null
);
create index draft_open on draft (agency, state, changed_at desc);

-- Serial numbers of records that are made here.
create table serial (
    agency text not null,
    rt     text not null,
    year   int not null,
    last   int not null,
    primary key (agency, rt, year)
);

-- 查询码: what a party types to see how far its own affair has come. Only digests are kept.
create table query_code (
    sha256     bytea primary key,
    agency     text not null,
    matter_id  text not null,
    party      text not null,
    made_by    text not null,
    made_at    timestamptz not null,
    valid_to   date not null
);
