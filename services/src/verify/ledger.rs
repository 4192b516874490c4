//! Of the two books.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "every journal balances in each book",
        examined: "select count(*) from journals",
        offending: "select journal_id, book, sum(amount_fen) from entries group by journal_id, book
                    having sum(amount_fen) <> 0",
    },
    Invariant {
        name: "all entries sum to zero",
        examined: "select count(*) from entries",
        offending: "select sum(amount_fen) as sum from entries having coalesce(sum(amount_fen), 0) <> 0",
    },
    Invariant {
        name: "every entry belongs to a journal and an account of its book",
        examined: "select count(*) from entries",
        offending: "select e.* from entries e left join journals j on j.id = e.journal_id
                    left join accounts a on a.id = e.account_id
                    where j.id is null or a.id is null or a.book <> e.book or j.posted_on <> e.business_date",
    },
    Invariant {
        name: "every journal has entries",
        examined: "select count(*) from journals",
        offending: "select id from journals j where not exists (select from entries e where e.journal_id = j.id)",
    },
    Invariant {
        name: "a wallet's balance is the sum of its entries",
        examined: "select count(*) from wallets",
        offending: "select w.id, w.balance_fen, coalesce(sum(e.amount_fen), 0) as entries from wallets w
                    left join entries e on e.account_id = w.account_id
                    group by w.id having w.balance_fen <> -coalesce(sum(e.amount_fen), 0)",
    },
    Invariant {
        name: "no wallet is below zero",
        examined: "select count(*) from wallets",
        offending: "select id, balance_fen from wallets where balance_fen < 0",
    },
    Invariant {
        name: "a kind's totals at a close are those of its accounts",
        examined: "select count(*) from closing_totals",
        offending: "with last as (select max(business_date) as day from closed_days), added as (
                        select kind, count(*) as accounts, sum(greatest(balance_fen, 0)) as debit_fen,
                               sum(greatest(-balance_fen, 0)) as credit_fen
                        from (select distinct on (account_id) account_id, balance_fen from closing_balances
                              order by account_id, business_date desc) newest
                        join accounts on id = account_id where balance_fen <> 0 group by kind)
                    select kind, t.debit_fen as told_debit, a.debit_fen, t.credit_fen as told_credit, a.credit_fen
                    from (select * from closing_totals where business_date = (select day from last)) t
                    full join added a using (kind)
                    where (t.accounts, t.debit_fen, t.credit_fen) is distinct from (a.accounts, a.debit_fen, a.credit_fen)",
    },
    Invariant {
        name: "every journal records something that happened",
        examined: "select count(*) from journals",
        offending: "select j.id, j.event_kind, j.event_id, j.leg from journals j where not case j.event_kind
                    when 'receipt.recorded' then exists (
                        select from bank_movements m where m.id = j.event_id and m.direction = 'credit')
                    when 'debit.unexplained' then exists (
                        select from bank_movements m where m.id = j.event_id and m.direction = 'debit')
                    when 'top_up.matched' then exists (
                        select from bank_movements m where m.id = j.event_id and m.matched_kind = 'wallet')
                    when 'top_up.unmatched' then exists (
                        select from bank_movements m where m.id = j.event_id and m.matched_kind = 'wallet')
                    when 'top_up.debited' then exists (
                        select from top_ups t where t.id = j.event_id and t.state = 'succeeded')
                    when 'top_up.taken_back' then exists (
                        select from returned_top_ups r where r.top_up_id = j.event_id and j.leg between 1 and r.takings)
                    when 'draw.credited' then exists (
                        select from loans l where l.draw_id = j.event_id and l.id = j.loan_id)
                    when 'loan.repaid' then exists (
                        select from repayments r where r.id = j.event_id and r.loan_id = j.loan_id)
                    when 'loan.reversed' then exists (
                        select from corrections c join loan_facts u on u.undoes = c.payment_id
                        where (c.id, c.loan_id, c.payment_id) = (j.event_id, j.loan_id, j.corrects))
                    when 'loan.received' then exists (
                        select from corrections c join loan_facts f on f.id = c.payment_id and f.kind = 'received'
                        where (c.id, c.loan_id, c.payment_id) = (j.event_id, j.loan_id, j.corrects))
                    when 'loan.waived' then exists (
                        select from corrections c join loan_facts f on f.id = c.payment_id and f.part = 'principal'
                        where (c.id, c.loan_id, c.payment_id) = (j.event_id, j.loan_id, j.corrects))
                    when 'receivable.settled' then exists (
                        select from bank_movements m join payables p on p.id = m.matched_id left join repayments r on r.id = p.id
                        where m.id = j.event_id and m.matched_kind = 'receivable' and r.loan_id is not distinct from j.loan_id)
                    when 'receivable.set_off' then exists (
                        select from set_offs s join receivables o on o.id = s.receivable_id left join repayments r on r.id = o.payable_id
                        where s.id = j.event_id and r.loan_id is not distinct from j.loan_id)
                    when 'loan.corrected' then exists (
                        select from corrections c
                        where (c.id, c.loan_id, c.payment_id) = (j.event_id, j.loan_id, j.corrects))
                    when 'commission.funded' then exists (
                        select from bank_movements m where m.id = j.event_id and m.matched_kind = 'commission')
                    when 'commission.distributed' then exists (
                        select from commissions c where c.id = j.event_id and c.state = 'given')
                    when 'commission.taken_back' then exists (
                        select from commissions c where c.id = j.event_id and j.leg between 1 and c.takings)
                    when 'debt.registered' then exists (select from debts d where d.id = j.event_id)
                    when 'debt.transferred' then exists (
                        select 1 from debts d where d.id = j.event_id and j.leg between 0 and d.transfers - 1
                        union all
                        select 1 from debt_transfer_items i where i.loan_id = j.event_id and i.loan_id = j.loan_id and i.state = 'effective'
                        having j.leg between 0 and count(*) - 1)
                    when 'debt.received' then exists (
                        select from outside_payments q where q.id = j.event_id and q.state in ('counted', 'undone'))
                    when 'debt.reversed' then exists (
                        select from outside_payments q where q.id = j.event_id and q.state = 'undone')
                    when 'agreement.debited' then exists (
                        select from debits d where d.id = j.event_id and d.state = 'succeeded')
                    when 'agreement.returned' then exists (select from returned_debits r where r.debit_id = j.event_id)
                    when 'agreement.refunded' then exists (
                        select from refunds f where f.id = j.event_id and f.state = 'succeeded' and not f.late
                                                and f.beyond_fen < f.amount_fen)
                    when 'agreement.adopted' then exists (select from adopted_debits a where a.debit_id = j.event_id)
                    when 'agreement.charged' then exists (
                        select from charged_differences c where (c.difference_id, c.debit_id) = (j.event_id, j.corrects))
                    when 'settlement.recognised' then exists (
                        select from bank_movements m where m.id = j.event_id and m.matched_kind = 'settlement')
                    when 'payout.confirmed' then exists (
                        select from payouts p
                        where p.id = j.event_id
                          and (p.state = 'confirmed' or p.state = 'returned' and p.agent_id is not null
                               or exists (select from journals b where b.event_kind = 'payout.sent_back'
                                                                   and (b.event_id, b.leg) = (j.event_id, j.leg))))
                    when 'payout.sent_back' then exists (
                        select from payouts p join bank_movements m on m.matched_id = p.id and m.direction = 'credit'
                        where p.id = j.event_id and p.partner_id is not null)
                    when 'payout.sent' then exists (
                        select from payouts p where p.id = j.event_id and j.leg between 1 and p.attempt)
                    when 'withdrawal.requested' then exists (
                        select from payouts p where p.id = j.event_id and p.agent_id is not null and p.carrier_id is null)
                    when 'withdrawal.returned' then exists (
                        select from payouts p where p.id = j.event_id and p.state = 'returned' and p.carrier_id is null)
                    when 'prepayment.requested' then exists (
                        select from payouts p where p.id = j.event_id and p.carrier_id is not null)
                    when 'prepayment.returned' then exists (
                        select from payouts p where p.id = j.event_id and p.state = 'returned' and p.carrier_id is not null)
                    when 'court.deducted' then exists (
                        select from payouts p where p.id = j.event_id and p.freeze_id is not null)
                    when 'court.returned' then exists (
                        select from payouts p where p.id = j.event_id and p.state = 'returned' and p.freeze_id is not null)
                    when 'payout.failed' then exists (
                        select from payouts p where p.id = j.event_id and j.leg between 1 and p.attempt)
                    else false end",
    },
];
