-- What has been published: cases, documents, research, proposals, practice cards. Made from the ledger, and from imports.
create table item (
    id           uuid primary key,
    human_id     text not null unique,
    kind         text not null check (kind in ('case', 'document', 'research', 'proposal', 'practice')),
    -- id in the system that it was imported from
    source_id    text not null default '',
    state        text not null check (state in ('PUBLISHED', 'SUPERSEDED', 'WITHDRAWN')),
    version      int not null,
    title        text not null,
    -- the public form: keywords, sections, tags, numbers, credit; null when it is not to be seen any more
    body         jsonb,
    open         boolean not null,
    embargo      date,
    published_on date not null,
    -- the record that says so; null for an import
    record_id    text,
    successor    uuid references item,
    reason       text,
    changed_at   timestamptz not null
);
create index item_by_day on item (kind, published_on desc, id);
create index item_by_source on item (source_id) where source_id <> '';

-- Every form it has had; of a withdrawn one the digests alone.
create table version (
    item     uuid not null references item,
    version  int not null,
    title    text not null,
    body     jsonb,
    -- of the canonical form, and of the text alone
    sha256   bytea not null,
    text_sha256 bytea not null,
    reason   text not null,
    at       timestamptz not null,
    record_id text,
    primary key (item, version)
);

-- Official numbers, and ids of what was replaced. One may stand for several.
create table alias (
    alias text not null,
    item  uuid not null references item,
    primary key (alias, item)
);

-- The stream that indexes, feeds and harvesters follow; an item's newest change replaces its former one.
create table change (
    seq  bigserial primary key,
    item uuid not null unique references item,
    at   timestamptz not null
);

-- How far the ledger has been read.
create table place (leaf_index bigint not null);
insert into place values (-1);

-- Statutes by article and version.
create table law (
    name     text not null,
    -- of this version's text; in force from then until the next version's
    version  date not null,
    article  text not null,
    chapter  text not null default '',
    text     text not null,
    seq      int not null,
    primary key (name, version, article)
);

-- Who cites what, of open items.
create table citation (
    item    uuid not null references item,
    article text not null,
    primary key (item, article)
);
create index citation_by_article on citation (article);
