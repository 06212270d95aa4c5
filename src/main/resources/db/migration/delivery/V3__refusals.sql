-- How often the recipient's system has refused a record; attempts count also what did not reach it.
alter table item add column refusals int not null default 0;
