-- Who signs in here. Where an identity provider does that, this table stays empty.
create table person (
    username     text primary key,
    name         text not null,
    -- 职务, as documents name it beside a signature.
    post         text not null default '',
    agency       text not null,
    roles        text[] not null,
    password     text not null,
    demo         boolean not null default false,
    active       boolean not null default true,
    failures     integer not null default 0,
    locked_until timestamptz
);

-- What people did and looked at: only ever added to; each line's digest covers the one before.
create table audit (
    id       bigint primary key,
    at       timestamptz not null,
    username text not null,
    agency   text not null,
    action   text not null,
    object   text not null,
    detail   text not null,
    digest   bytea not null
);
create index audit_by_agency on audit (agency, id);

create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only added to';
end $$;
create trigger audit_stays before update or delete or truncate on audit for each statement execute function audit_stays();

-- Sessions, so that any node may answer and a restart signs nobody out (layout of Spring Session).
create table spring_session (
    primary_id            char(36) not null primary key,
    session_id            char(36) not null,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    max_inactive_interval int not null,
    expiry_time           bigint not null,
    principal_name        varchar(100)
);
create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea not null,
    primary key (session_primary_id, attribute_name)
);
