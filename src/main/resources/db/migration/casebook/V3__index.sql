-- The same text under another id is looked for at every import.
create index version_by_text on version (text_sha256);

-- Raised with each law that is entered; each node's index of articles knows the number that it was made from.
create table law_edition (number bigint not null);
insert into law_edition select count(*) from (select distinct name, version from law) l;

-- Raised by an operator who wants the indexes made anew.
create table index_edition (number int not null);
insert into index_edition values (0);
