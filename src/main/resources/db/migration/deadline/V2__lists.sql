-- In the order of the lists: of an agency with many terms only the first page is read.
drop index clock_due;
drop index clock_by_owner;
create index clock_due on clock (due, record_id) where state = 'OPEN';
create index clock_by_owner on clock (owner, due, record_id) where state = 'OPEN';
