-- Texts on their way to publication. What names people is sealed; the key lies apart, in the hub's key folder.
create table redaction (
    id            uuid primary key,
    agency        text not null,
    profile       text not null,
    -- text, known parties and map, SM4-GCM
    text          bytea not null,
    known         bytea not null,
    map           bytea,
    masked        text,
    rules_from    date not null,
    revision      int not null default 0,
    masked_by     text,
    masked_at     timestamptz,
    confirmed_by  text,
    confirmed_at  timestamptz,
    made_at       timestamptz not null
);
create index redaction_by_agency on redaction (agency, made_at);
