-- The append-only store and its public log. Only the batch writer writes here, holding the row lock of head.

create table head (
    size bigint not null,
    root bytea not null,
    note text
);
-- The empty tree: SHA-256 of nothing (RFC 6962, section 2.1).
insert into head values (0, sha256(''::bytea), null);

-- The public log: entries and hash tiles, nothing private.
create table entry (
    leaf_index bigint primary key,
    entry      bytea not null
);
create table tile (
    level  smallint not null,
    n      bigint not null,
    hashes bytea not null,
    primary key (level, n)
) with (fillfactor = 50);
alter table tile alter column hashes set storage external;
create table checkpoint (
    size bigint primary key,
    note text not null
);

-- The private side: what each entry commits to. body and salt may be erased later; the row stays.
create table record (
    message_id       uuid primary key,
    leaf_index       bigint not null unique,
    tree_size        bigint not null,
    record_id        text not null,
    record_version   int not null,
    record_type      text not null,
    schema_version   text not null,
    matter_id        text not null,
    sender           text not null,
    suite            text not null,
    key_id           text not null,
    register_version bigint not null,
    sha256           bytea not null,
    sm3              bytea not null,
    signature        bytea not null,
    salt             bytea,
    body             bytea,
    accepted_at      timestamptz not null,
    unique (record_id, record_version)
);
alter table record alter column body set storage external;
create index record_by_matter on record (matter_id, leaf_index);

-- Acts of the hub itself, for example the entry of an agency's key.
create table act (
    leaf_index bigint primary key,
    kind       text not null,
    statement  bytea not null,
    signature  bytea not null,
    salt       bytea,
    body       bytea
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is append-only', tg_op, tg_table_name;
end $$;
create trigger entry_append_only before update or delete on entry for each statement execute function refuse_change();
create trigger checkpoint_append_only before update or delete on checkpoint for each statement execute function refuse_change();
create trigger record_append_only before delete on record for each statement execute function refuse_change();
create trigger act_append_only before delete on act for each statement execute function refuse_change();
create trigger entry_kept before truncate on entry for each statement execute function refuse_change();
create trigger checkpoint_kept before truncate on checkpoint for each statement execute function refuse_change();
create trigger record_kept before truncate on record for each statement execute function refuse_change();
create trigger act_kept before truncate on act for each statement execute function refuse_change();
