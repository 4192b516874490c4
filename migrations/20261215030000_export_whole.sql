-- How many rows a file will have, where the list said so as its first part was read.
alter table exports add column whole integer check (whole >= 0);
grant update (whole) on exports to lianrong_app;
