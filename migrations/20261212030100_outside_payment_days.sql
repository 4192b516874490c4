-- The dates on which a payment elsewhere counted, and was found to be none: what a former holder owes the holder for it is of that date.
alter table outside_payments add column counted_on date, add column undone_on date;
update outside_payments q
    set counted_on = (select j.posted_on from journals j where j.event_kind = 'debt.received' and j.event_id = q.id),
        undone_on = (select j.posted_on from journals j where j.event_kind = 'debt.reversed' and j.event_id = q.id);
alter table outside_payments add constraint outside_payment_counts_on_a_date check (
    (counted_on is not null) = (state in ('counted', 'undone')) and (undone_on is not null) = (state = 'undone'));
create index outside_payments_to_pass_on on outside_payments (counted_on) where holder_id <> reporter_id;
grant update (counted_on, undone_on) on outside_payments to lianrong_app;
