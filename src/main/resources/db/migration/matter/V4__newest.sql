-- The newest records first: an agency's latest matters are found without reading all of them.
create index entry_by_leaf on entry (leaf_index);
