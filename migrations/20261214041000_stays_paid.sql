-- Debits for loans that the network has given back while the loan stays paid: the line has no room for what would be owed again, and the wallet
-- has not given the money yet.
create view stays_paid with (security_invoker = true) as
    select t.id, t.reference, t.loan_id, t.repayment_id, t.holder_id, t.agent_id, r.amount_fen, r.taken_fen, r.reason, r.returned_at
    from returned_top_ups r join top_ups t on t.id = r.top_up_id
    where r.taken_fen < r.amount_fen and t.repayment_id is not null
      and not exists (select from loan_facts u where u.undoes = t.repayment_id);
grant select on stays_paid to lianrong_app;
