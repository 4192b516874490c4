-- Whether somebody of the staff wants the rows of tables to stand close. It is kept with the person; the browser has it in a cookie from
-- when they sign in.
alter table users add column compact boolean not null default false;
