-- What was refused for a mark of secrecy: that it came, from whom, and its digest. Never its content.
create table quarantine (
    sha256  text primary key,
    at      timestamptz not null,
    sender  text not null,
    pointer text not null,
    bytes   int not null
);
