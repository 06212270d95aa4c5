-- Terms that run or ran for records. A read model like the matters.

create table clock (
    record_id        text not null,
    record_version   int not null,
    rule             text not null,
    item             text not null,
    anchor           timestamptz not null,
    matter_id        text not null,
    record_type      text not null,
    region           text not null,
    rule_from        date not null,
    kind             text not null,
    obligors         text[] not null,
    owner            text not null,
    count            int not null,
    until_events     text[] not null,
    extended_by      int not null,
    extensions       int not null,
    suspensions      jsonb not null,
    raw_end          date,
    due              date,
    exact            timestamptz,
    calendar_version text not null,
    state            text not null,
    met_on           date,
    primary key (record_id, record_version, rule, item, anchor)
);
create index clock_by_matter on clock (matter_id);
create index clock_due on clock (due) where state = 'OPEN';
create index clock_by_owner on clock (owner, due);
create index clock_by_obligor on clock using gin (obligors);

-- What a changed calendar has moved, and whom it was told to.
create table moved (
    at               timestamptz not null,
    record_id        text not null,
    record_version   int not null,
    rule             text not null,
    item             text not null,
    before           date,
    after            date,
    calendar_version text not null,
    told             text[] not null
);

-- Stages of urging that were sent, so that each is sent once.
create table urged (
    record_id      text not null,
    record_version int not null,
    rule           text not null,
    item           text not null,
    anchor         timestamptz not null,
    stage          int not null,
    message_id     uuid not null,
    at             timestamptz not null,
    primary key (record_id, record_version, rule, item, anchor, stage)
);
create sequence urge_number;
