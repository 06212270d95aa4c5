-- Document numbers that were assigned here: one for a record, never used again.
create table number (
    agency    text not null,
    class     text not null,
    prefix    text not null,
    year      int not null,
    number    bigint not null,
    doc_no    text not null,
    record_id text not null,
    at        timestamptz not null,
    primary key (agency, prefix, year, number),
    unique (agency, record_id)
);
