-- Quarantine, expiry and replay of what waits for a recipient; the addresses to which it is pushed.
alter table item
    -- the last thing that went wrong on the way
    add column last_error        text,
    add column quarantined_at    timestamptz,
    -- an operator let later items of the matter go before this one
    add column passed_over       boolean not null default false,
    -- longer undelivered than the policy allows: said to the sender in a signed statement
    add column expired_at        timestamptz,
    -- offered once more although it was received
    add column again             boolean not null default false,
    -- the cursor that the recipient had when this was offered; beyond all where it named what it has stored
    add column offered_after     bigint not null default 9223372036854775807,
    add column accepted_at       timestamptz not null default now();
create index item_again on item (recipient, leaf_index) where again;
create index item_aging on item (accepted_at) where delivered_at is null and expired_at is null;
create index item_quarantined on item (recipient, leaf_index) where quarantined_at is not null;

-- To where records are pushed, by recipient; without a row they wait in the mailbox.
create table endpoint (
    recipient text not null,
    channel   text not null check (channel in ('http', 'jms', 'kafka')),
    address   text not null,
    -- channels are tried in this order
    rank      int not null,
    primary key (recipient, channel)
);
