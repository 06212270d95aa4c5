-- Who is told of events. Events are made of the log, so a place in it is all that has to be kept.
create table subscription (
    id           uuid primary key,
    -- agency; null for the whole hub, which only operators may watch
    owner        text,
    created_by   text not null,
    created_at   timestamptz not null,
    types        text[] not null,
    -- JSON array of CloudEvents filters
    filters      text not null,
    protocol     text not null check (protocol in ('HTTP', 'JMS', 'KAFKA')),
    sink         text not null,
    -- WAITING: the sink has not said yet that it wants events; STOPPED: by the hub, after failures
    state        text not null check (state in ('WAITING', 'ACTIVE', 'PAUSED', 'STOPPED')),
    -- first entry of the log that was not looked at
    next_leaf    bigint not null,
    sent         bigint not null default 0,
    refused      bigint not null default 0,
    -- failures in a row
    attempts     int not null default 0,
    -- how often the sink has refused the event that is next; failures in a row count also what did not reach it
    refusals     int not null default 0,
    failing_from timestamptz,
    next_try     timestamptz not null default '-infinity',
    sent_at      timestamptz,
    last_error   text,
    -- until when a node is at it
    leased_until timestamptz not null default '-infinity'
);
create index subscription_by_owner on subscription (owner, created_at);
