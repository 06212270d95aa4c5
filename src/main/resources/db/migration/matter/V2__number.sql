-- Numbers of matters, given to agencies whose systems have case numbers of their own. Not a read model: given once.
create table number (
    agency      text not null,
    case_number text not null,
    matter_id   text not null unique,
    at          timestamptz not null,
    primary key (agency, case_number)
);
