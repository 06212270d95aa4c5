-- Files that records name by their digest, in parts, so that nobody ever holds one whole.
create table file (
    id           bigint generated always as identity primary key,
    -- sm3:<hex> or sha256:<hex>, as whoever brings it says
    name         text not null,
    uploader     text not null,
    size         bigint,
    sm3          text,
    sha256       text,
    started_at   timestamptz not null,
    -- when all of it was here and had the digest that it was to have
    completed_at timestamptz,
    unique (name, uploader)
);
create index file_by_sm3 on file (sm3) where completed_at is not null;
create index file_by_sha256 on file (sha256) where completed_at is not null;

create table part (
    file  bigint not null references file on delete cascade,
    -- offset in bytes
    at    bigint not null,
    bytes bytea not null,
    primary key (file, at)
);
-- Most of it is packed already.
alter table part alter column bytes set storage external;

-- Which records name it, and who takes part in them.
create table use (
    message_id uuid not null,
    ord        int not null,
    file       bigint not null references file,
    parties    text[] not null,
    primary key (message_id, ord)
);
create index use_by_file on use (file);
