-- Cosignatures of checkpoints: who has seen the log, and when.
create table cosignature (
    size bigint not null,
    -- Verifier key of the witness, name+id+base64.
    vkey text not null,
    -- The signature line of the note, with its newline.
    line text not null,
    primary key (size, vkey)
);

-- Which checkpoints had enough of them, by the digest of the policy that says so.
create table quorum (
    policy text not null,
    size   bigint not null,
    primary key (policy, size)
);

-- How each witness stands, by the name of its key.
create table standing (
    name       text primary key,
    size       bigint not null default 0,
    seen_at    timestamptz,
    trouble    text,
    trouble_at timestamptz
);

-- One hub of several asks at a time.
create table turn (
    until timestamptz not null
);
insert into turn values ('-infinity');
