-- What each change made of an item, never changed afterwards: an earlier edition of the casebook is given again from it. Texts are in
-- version alone, so that what is withdrawn is gone from every edition.
create table history (
    -- of the change
    seq     bigint primary key,
    item    uuid not null references item,
    version int not null,
    state   text not null,
    reason  text,
    open    boolean not null,
    embargo date,
    at      timestamptz not null
);
create index history_by_item on history (item, seq);
insert into history select c.seq, i.id, i.version, i.state, i.reason, i.open, i.embargo, c.at from change c join item i on i.id = c.item;

-- Before it nobody wrote down what changes replaced.
create table history_start (seq bigint not null);
insert into history_start select coalesce(max(seq), 0) from history;

-- Manifests as they were first made: by them one sees what an edition has lost since.
create table edition (
    name       text primary key,
    items      bigint not null,
    newest_seq bigint not null,
    -- of the export as JSONL and as CSV
    sha256     bytea not null,
    csv_sha256 bytea not null,
    taken_at   timestamptz not null
);
