-- One row for each agency that a record is for. The leaf index of the record orders the mailbox.
create table item (
    recipient    text not null,
    leaf_index   bigint not null,
    message_id   uuid not null,
    record_type  text not null,
    matter_id    text not null,
    sender       text not null,
    role         text not null,
    -- 'signed': ends by a signed receipt; 'cursor': ends when the recipient asks for what comes after it
    acknowledge  text not null,
    attempts     int not null default 0,
    next_offer   timestamptz not null default '-infinity',
    offered_at   timestamptz,
    delivered_at timestamptz,
    received_at  timestamptz,
    primary key (recipient, leaf_index)
);
create index item_open on item (recipient, leaf_index) where delivered_at is null;
create index item_open_by_matter on item (recipient, matter_id, leaf_index) where delivered_at is null;
create index item_by_message on item (message_id);

-- Receipts by the record that they are for.
create table receipt (
    for_message_id uuid not null,
    recipient      text not null,
    kind           text not null,
    message_id     uuid not null primary key,
    leaf_index     bigint not null
);
create index receipt_by_record on receipt (for_message_id);
