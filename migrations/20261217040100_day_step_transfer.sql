-- Debts whose day has come change hands in a step of the close, as the next date begins.
alter table day_steps drop constraint day_step_is_one,
    add constraint day_step_is_one check (step in ('debit', 'cut_off', 'transfer', 'remind', 'invoice'));
create index debt_transfers_approved on debt_transfers (id) where state = 'approved';
