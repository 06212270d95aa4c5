-- The edge's own queues: what waits for the hub, what waits for the agency's system, and what that system is to be told.

alter table outgoing
    -- order of the queue
    add column seq        bigserial,
    add column matter_id  text not null default '',
    add column attempts   int not null default 0,
    add column next_attempt timestamptz not null default '-infinity',
    -- the document has changed since; what was fixed first is what counts
    add column outdated   boolean not null default false,
    -- receipts: the native sign-off that asked for it
    add column asked_by   text,
    add column asked_key  text,
    add column last_error text;
create index outgoing_open on outgoing (agency, seq) where state = 'PREPARED';
create index outgoing_by_message on outgoing (message_id);
create index outgoing_by_record on outgoing (agency, record_id);

alter table incoming
    add column matter_id    text not null default '',
    add column sender       text not null default '',
    -- STORED: waits for the agency's system; HANDED: that has it; QUARANTINED: cannot be handed over as it is
    add column state        text not null default 'STORED' check (state in ('STORED', 'HANDED', 'QUARANTINED')),
    add column attempts     int not null default 0,
    add column next_attempt timestamptz not null default '-infinity',
    add column last_error   text,
    -- receipts: whether the hub knows that it is stored
    add column confirmed    boolean not null default false,
    add column handed_at    timestamptz;
-- Whatever came before this table knew states had been handed over.
update incoming set state = 'HANDED', handed_at = stored_at;
create index incoming_unconfirmed on incoming (agency, leaf_index) where record_type = 'receipt' and not confirmed;
create index incoming_open on incoming (agency, leaf_index) where state <> 'HANDED';

create table telling (
    id           bigserial primary key,
    connection   text not null,
    native_key   text not null,
    kind         text not null check (kind in ('ACCEPTED', 'REFUSED', 'DELIVERED', 'SIGNED')),
    message_id   uuid,
    record_id    text not null default '',
    by_agency    text not null default '',
    at           timestamptz not null,
    receipt      text not null default '',
    message      text not null default '',
    attempts     int not null default 0,
    next_attempt timestamptz not null default '-infinity',
    last_error   text,
    told_at      timestamptz
);
create index telling_open on telling (connection, id) where told_at is null;
create index telling_by_key on telling (connection, native_key, id);

-- The matter of a system's own case number, as the hub has numbered it.
create table matter (
    agency      text not null,
    native_case text not null,
    matter_id   text not null,
    primary key (agency, native_case)
);

-- The last package that was made for an agency without a network to the hub.
create table ferry (
    agency    text primary key,
    newest    bigint not null,
    packed_at timestamptz not null
);
