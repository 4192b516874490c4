//! Of corrections of loans.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "every fen of a payment is for something, or the wallet's again",
        examined: "select count(*) from repayments",
        offending: "select p.id, p.amount_fen, c.* from (
                        select id, loan_id, amount_fen, amount_fen as posted_fen from repayments
                        union all select id, loan_id, amount_fen, 0 from loan_facts where kind = 'received') p
                    cross join lateral (
                        select coalesce(sum(fee_fen + penalty_fen + interest_fen + principal_fen), 0) as split_fen,
                               coalesce(sum(excess_fen), 0) as excess_fen, coalesce(bool_and(loan_id = p.loan_id), true) as of_its_loan
                        from corrections where payment_id = p.id) c
                    left join loan_facts u on u.undoes = p.id
                    where not c.of_its_loan
                       or p.posted_fen + c.split_fen + c.excess_fen
                          <> case when u.id is not null and p.posted_fen = 0 then 0 else p.amount_fen end
                       or (u.id is not null and p.posted_fen + c.split_fen <> 0)
                    union all
                    select c.id, null, null, null, null from corrections c
                    where not exists (select from repayments where id = c.payment_id)
                      and not exists (select from loan_facts where id = c.payment_id and (kind = 'received' or part = 'principal'))
                    union all
                    select f.id, f.amount_fen, c.waived_fen, null, null from loan_facts f
                    cross join lateral (
                        select coalesce(sum(principal_fen), 0) as waived_fen,
                               coalesce(bool_or((fee_fen, penalty_fen, interest_fen, excess_fen) <> (0, 0, 0, 0)), false) as else_too
                        from corrections where payment_id = f.id) c
                    where f.part = 'principal'
                      and (c.else_too or c.waived_fen < 0 or c.waived_fen > case
                           when exists (select from loan_facts u where u.undoes = f.id) then 0 else f.amount_fen end)
                    union all
                    select u.id, null, null, null, null from loan_facts u
                    where u.undoes is not null and not exists (select from repayments r where r.id = u.undoes and r.loan_id = u.loan_id)
                      and not exists (select from loan_facts f where f.id = u.undoes and f.loan_id = u.loan_id
                                                                 and f.kind in ('received', 'waived'))",
    },
    Invariant {
        name: "what goes back to a payer was not paid out, or its partner owes it",
        examined: "select count(*) from payables",
        offending: "select p.id, p.returned_fen, c.excess_fen, r.owed_fen from payables p
                    cross join lateral (
                        select (select coalesce(sum(excess_fen + share_fen), 0) from corrections where payment_id = p.id)
                               + (select coalesce(sum(amount_fen), 0) from returned_debits where debit_id = p.id)
                               + (select coalesce(sum(amount_fen - beyond_fen), 0) from refunds
                                  where debit_id = p.id and state = 'succeeded' and not late)
                               + (select coalesce(sum(amount_fen), 0) from charged_differences where debit_id = p.id)
                               as excess_fen) c
                    cross join lateral (
                        select coalesce(sum(o.amount_fen - (select coalesce(sum(amount_fen), 0) from set_offs
                                                            where receivable_id = o.id)), 0) as owed_fen
                        from receivables o where o.payable_id = p.id and o.payer_id = p.payee_id) r
                    where p.returned_fen + r.owed_fen <> c.excess_fen
                    union all
                    select p.id, r.owed_fen, account_balance(a.id), null from partners p
                    cross join lateral (select coalesce(sum(amount_fen - settled_fen), 0) as owed_fen
                                        from receivables where payer_id = p.id) r
                    left join accounts a on a.kind = 'partner_receivable' and a.owner_id = p.id
                    where coalesce(account_balance(a.id), 0) <> r.owed_fen
                    union all
                    select c.id, c.excess_fen, null, null from corrections c join loans l on l.id = c.loan_id
                    join wallets w on w.agent_id = l.agent_id
                    where c.excess_fen > 0 and 1 <> (
                        select count(*) from journals j join entries e on e.journal_id = j.id and e.account_id = w.account_id
                        where j.event_id = c.id and j.event_kind in ('loan.reversed', 'loan.corrected')
                          and e.amount_fen = -c.excess_fen)
                    union all
                    select m.payable, m.came, r.settled, null from (
                        select matched_id as payable, sum(amount_fen) as came from bank_movements
                        where matched_kind = 'receivable' group by 1) m
                    full join (select o.payable_id,
                                      sum(o.settled_fen - (select coalesce(sum(amount_fen), 0) from set_offs
                                                           where receivable_id = o.id)) as settled
                               from receivables o group by 1) r
                        on r.payable_id = m.payable
                    where coalesce(m.came, 0) <> coalesce(r.settled, 0)",
    },
    Invariant {
        name: "a partner owes back nothing of what is yet to be paid to it",
        examined: "select count(*) from receivables",
        // What went back beyond what a debit had brought is of no payment; while a debit is unexplained, it may be the payout.
        offending: "select o.id, o.amount_fen - o.settled_fen as owed_fen, p.amount_fen - p.returned_fen as to_pay_fen, t.state
                    from receivables o join payables p on p.id = o.payable_id left join payouts t on t.id = p.payout_id
                    where o.settled_fen < o.amount_fen and p.returned_fen < p.amount_fen
                      and not exists (select from charged_differences where difference_id = o.id)
                      and (t.id is null or t.attempt = 0
                           or t.state in ('requested', 'failed', 'sent_back')
                              and not exists (select from bank_movements
                                              where direction = 'debit' and state in ('unmatched', 'broken'))
                              and not exists (select from unread_lines where state = 'open'))",
    },
];
