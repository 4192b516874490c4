-- A break that people or another movement have settled says so in the word of all that people look into.
alter table breaks drop constraint breaks_state_check;
update breaks set state = 'settled' where state = 'resolved';
alter table breaks add constraint breaks_state_check check (state in ('open', 'settled'));
