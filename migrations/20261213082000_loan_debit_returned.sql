-- What a debit for a loan has paid: when the network gives it back, that is undone with it.
alter table top_ups add column repayment_id uuid references repayments,
    add constraint only_what_a_loan_was_debited_for_repays_it
        check (repayment_id is null or (loan_id is not null and state = 'succeeded'));
update top_ups t
    set repayment_id = (select r.id from repayments r
                        where r.loan_id = t.loan_id and r.cause = 'debited' and r.debited_at = t.decided_at limit 1)
    where t.loan_id is not null and t.state = 'succeeded';
grant update (repayment_id) on top_ups to lianrong_app;

-- Whoever has debited it reads that it was given back.
alter policy returned_top_ups_by_party on returned_top_ups
    using ((select acting_kind()) = 'institution' or agent_id = any ((select acting_parties())::uuid[])
           or exists (select from top_ups t where t.id = top_up_id and t.holder_id = any ((select acting_parties())::uuid[])));
