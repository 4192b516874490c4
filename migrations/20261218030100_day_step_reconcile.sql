-- The last steps of a close hold the reserve accounts against what their banks told, and the date's postings against each other. What
-- they find keeps nobody waiting.
alter table day_steps drop constraint day_step_is_one,
    add constraint day_step_is_one
        check (step in ('lapse', 'debit', 'cut_off', 'transfer', 'remind', 'invoice', 'reconcile', 'verify')),
    add column findings text not null default '';
