-- What has waited for too long ends in a step of the close, on the date on which its time is over.
alter table day_steps drop constraint day_step_is_one,
    add constraint day_step_is_one check (step in ('lapse', 'debit', 'cut_off', 'transfer', 'remind', 'invoice'));
-- Transfers that have ended because nobody was notified in time are counted while nobody else writes, as what has lapsed otherwise is.
create index audit_of_ended_transfers on audit (business_date)
    where operation = 'transfer.follow' and after = '"cancelled"';
