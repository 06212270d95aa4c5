-- What the records of a matter amount to. A read model: `concord rebuild` makes it again from the ledger.

create table entry (
    message_id     uuid primary key,
    leaf_index     bigint not null,
    record_id      text not null,
    record_version int not null,
    matter_id      text not null,
    record_type    text not null,
    line           text not null,
    sender         text not null,
    mains          text[] not null,
    copies         text[] not null,
    external       text[] not null,
    region         text not null,
    doc_date       date not null,
    accepted_at    timestamptz not null,
    title          text not null,
    doc_no         text not null,
    reply_required boolean not null,
    facts          jsonb not null,
    state          text not null,
    flags          text[] not null,
    remarks        jsonb not null,
    unique (record_id, record_version)
);
create index entry_by_matter on entry (matter_id, leaf_index);
create index entry_by_sender on entry (sender, leaf_index);
create index entry_by_number on entry (sender, doc_no) where doc_no <> '';
create index entry_by_employer on entry (record_type, (facts ->> 'employer'), doc_date) where facts ? 'employer';
create index entry_by_recipient on entry using gin ((mains || copies));

-- One row for every step of a procedure.
create table transition (
    leaf_index     bigint not null,
    seq            int not null,
    record_id      text not null,
    record_version int not null,
    event          text not null,
    from_state     text not null,
    to_state       text not null,
    actor          text not null,
    on_day         date not null,
    at             timestamptz not null,
    why            text not null,
    reason         text not null,
    primary key (leaf_index, seq)
);
create index transition_by_record on transition (record_id, leaf_index, seq);

-- Matters that were put together or taken apart, by acts of the hub.
create table link (
    leaf_index  bigint primary key,
    kind        text not null,
    matter_id   text not null,
    other_id    text not null,
    records     text[] not null,
    actor       text not null,
    at          timestamptz not null,
    reason      text not null
);
create index link_by_matter on link (matter_id);
create index link_by_other on link (other_id);
