-- What the figures of a period count, read without the rows themselves.
create index entry_figures on entry (doc_date, region, record_type);
