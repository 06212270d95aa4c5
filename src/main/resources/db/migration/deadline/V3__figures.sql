-- What the board counts, read without the rows themselves.
create index clock_figures on clock (obligors, state, due, met_on) where kind <> 'option';
