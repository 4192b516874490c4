-- What a debit for a loan has paid of it: where the network gives the debit back, that is undone, and this is none any more.
alter table top_ups add column repayment_id uuid references repayments,
    add constraint top_up_that_repays_is_for_a_loan check (repayment_id is null or loan_id is not null);
update top_ups t set repayment_id = r.id from repayments r
    where r.loan_id = t.loan_id and r.cause = 'debited' and r.debited_at = t.decided_at and t.state = 'succeeded';
grant update (repayment_id) on top_ups to lianrong_app;
create index top_ups_by_binding on top_ups (binding_id, accepted_at, id) where binding_id is not null;
create index top_ups_by_holder on top_ups (holder_id, accepted_at, id) where holder_id is not null;
