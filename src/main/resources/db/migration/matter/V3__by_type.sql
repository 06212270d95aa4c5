-- Rules look for the records of a type in the commit: registers, ballots, publications.
create index entry_by_type on entry (record_type, leaf_index);
