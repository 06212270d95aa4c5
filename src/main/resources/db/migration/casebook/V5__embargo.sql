-- Few have one; looked at every minute for those that end.
create index item_by_embargo on item (embargo) where embargo is not null;
