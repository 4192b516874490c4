//! Of lines, draws, loans, and what repays them.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "principal owed is the same in the ledger and on the loans",
        examined: "select count(*) from loans",
        offending: "select l.id, l.outstanding_fen, account_balance(l.debt_account_id) as ledger from loans l
                    where l.outstanding_fen <> account_balance(l.debt_account_id)",
    },
    Invariant {
        name: "a holder's claims are what the loans and debts that it holds owe",
        examined: "select count(*) from partners",
        offending: "select p.id, p.code from partners p join accounts a on a.kind = 'claim' and a.owner_id = p.id
                    where -account_balance(a.id)
                          <> coalesce((select sum(outstanding_fen) from loans l where l.holder_id = p.id), 0)
                             + coalesce((select sum(outstanding_fen) from debts d where d.holder_id = p.id), 0)",
    },
    Invariant {
        name: "outstanding and earmarked stay within the limit",
        examined: "select count(*) from credit_lines",
        offending: "select id from credit_lines where outstanding_fen + earmarked_fen > limit_fen",
    },
    Invariant {
        name: "no product has granted more than its capacity",
        examined: "select count(*) from products",
        // What was sold before a limit was granted, or the bound set, did not count then, and may have come back since.
        offending: "with sold as (
                        select l.credit_line_id, l.principal_fen, min(j.posted_on) as sold_on
                        from journals j join loans l on l.id = j.event_id where j.event_kind = 'debt.transferred' group by l.id
                    ), bound as (select max(business_date) as set_on from audit where operation = 'product.set_capacity')
                    select p.id, p.capacity_fen, sum(c.fen) as granted_fen from products p cross join lateral (
                        select greatest(c.limit_fen - coalesce(sum(s.principal_fen), 0), 0) as fen
                        from credit_lines c left join sold s on s.credit_line_id = c.id and s.sold_on <= greatest(
                            (select set_on from bound), (select max(opened_on) from credit_lines where product_id = p.id))
                        where c.product_id = p.id and c.state <> 'closed' group by c.id) c
                    group by p.id having sum(c.fen) > p.capacity_fen",
    },
    Invariant {
        name: "a line is of the product of its offer",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.product_id, v.product_id as offered from credit_lines c
                    join applications a on a.id = c.application_id join offers o on o.id = a.offer_id
                    left join product_versions v on v.id = o.product_version_id
                    where c.product_id is distinct from v.product_id",
    },
    Invariant {
        name: "what a line has outstanding is what its loans owe",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.outstanding_fen, l.owed from credit_lines c
                    left join (select credit_line_id, sum(outstanding_fen) as owed from loans group by 1) l
                        on l.credit_line_id = c.id
                    where c.outstanding_fen <> coalesce(l.owed, 0)",
    },
    Invariant {
        name: "what a line has earmarked is what its open draws ask",
        examined: "select count(*) from credit_lines",
        offending: "select c.id, c.earmarked_fen, d.asked from credit_lines c
                    left join (select credit_line_id, sum(amount_fen) as asked from draws
                               where state in ('requested', 'awaiting') group by 1) d on d.credit_line_id = c.id
                    where c.earmarked_fen <> coalesce(d.asked, 0)",
    },
    Invariant {
        name: "a line that was asked to close owes something, and nothing is drawn on it",
        examined: "select count(*) from credit_lines",
        offending: "select c.id from credit_lines c where c.state = 'closing' and (c.earmarked_fen > 0
                        or not exists (select from loans l where l.credit_line_id = c.id and l.state <> 'settled'))",
    },
    Invariant {
        name: "draws, loans, quotes, payouts and repayments name what exists, of the same agent and funder",
        examined: "select (select count(*) from draws) + (select count(*) from loans) + (select count(*) from quotes)
                        + (select count(*) from payouts) + (select count(*) from repayments)",
        offending: "select 'draw' as kind, d.id from draws d left join credit_lines c on c.id = d.credit_line_id
                        and (c.agent_id, c.funder_id) = (d.agent_id, d.funder_id) where c.id is null
                    union all
                    select 'loan', l.id from loans l left join accounts a on a.id = l.debt_account_id
                    left join draws d on d.id = l.draw_id
                        and (d.credit_line_id, d.agent_id, d.funder_id) = (l.credit_line_id, l.agent_id, l.funder_id)
                    where a.id is null or d.id is null
                    union all
                    select 'quote', q.id from quotes q
                    left join loans l on l.id = q.loan_id and l.agent_id = q.agent_id where l.id is null
                    union all
                    select 'quote', q.id from quotes q
                    cross join lateral jsonb_to_recordset(q.late) as late (loan uuid)
                    left join loans l on l.id = late.loan and l.agent_id = q.agent_id where l.id is null
                    union all
                    select 'payout', p.id from payouts p left join partners f on f.id = p.partner_id
                    where p.partner_id is not null and f.id is null
                    union all
                    select 'repayment', r.id from repayments r
                    left join loans l on l.id = r.loan_id and (l.agent_id, l.funder_id) = (r.agent_id, r.funder_id)
                    left join payables p on p.id = r.id and (p.agent_id, p.payee_id) = (r.agent_id, r.holder_id)
                    left join quotes q on q.id = r.quote_id and q.agent_id = r.agent_id
                    where l.id is null or p.id is null or (r.quote_id is not null and q.id is null)",
    },
    Invariant {
        name: "a draw is credited once, with both flows, as a loan of its amount",
        examined: "select count(*) from draws",
        offending: "select d.id, d.state from draws d left join loans l on l.draw_id = d.id
                    where (d.state = 'credited') <> (l.id is not null)
                       or (l.id is not null and (l.principal_fen <> d.amount_fen or d.funds_fen <> d.amount_fen
                                                 or d.instruction_at is null))",
    },
    Invariant {
        name: "the money received for a draw is the movements matched with it",
        examined: "select count(*) from draws",
        offending: "select d.id, d.funds_fen, m.received from draws d
                    left join (select matched_id, sum(amount_fen) as received from bank_movements group by 1) m
                        on m.matched_id = d.id
                    where d.funds_fen <> coalesce(m.received, 0)",
    },
    Invariant {
        name: "the terms of a draw and its loan are those of the offer chosen",
        examined: "select count(*) from draws",
        offending: "select d.id from draws d join credit_lines c on c.id = d.credit_line_id
                    join applications a on a.id = c.application_id join offers o on o.id = a.offer_id
                    left join loans l on l.draw_id = d.id
                    where c.terms <> o.terms or d.terms - 'tenor' <> o.terms - 'tenor'
                       or not (d.tenor = any (o.tenors)) or (l.id is not null and l.terms <> d.terms)",
    },
    Invariant {
        name: "a loan's principal is what is outstanding and what was repaid",
        examined: "select count(*) from repayments",
        offending: "select l.id, r.repaid from loans l
                    left join (select loan_id, sum(principal_fen) as repaid from (
                                   select loan_id, principal_fen from repayments
                                   union all select loan_id, principal_fen from corrections) p group by 1) r
                        on r.loan_id = l.id
                    where l.principal_fen - l.outstanding_fen <> coalesce(r.repaid, 0)",
    },
    Invariant {
        name: "a repayment is its parts, has one journal of its amount, and is payable once",
        examined: "select count(*) from repayments",
        offending: "select r.id from repayments r left join payables p on p.id = r.id
                    where p.amount_fen is distinct from r.amount_fen - r.share_fen
                       or r.amount_fen <> r.fee_fen + r.penalty_fen + r.interest_fen + r.principal_fen or 1 <> (
                        select count(*) from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = r.agent_id
                        where j.event_kind = 'loan.repaid' and j.event_id = r.id and e.amount_fen = r.amount_fen)
                    union all
                    select p.id from payables p left join repayments r on r.id = p.id left join debits d on d.id = p.id
                    where r.id is null and d.id is null",
    },
    Invariant {
        name: "a payout to a partner pays what was payable to it, once and whole",
        examined: "select count(*) from payouts where partner_id is not null",
        offending: "select o.id, o.amount_fen, p.amount_fen as payable from payouts o
                    left join (select payout_id, sum(amount_fen - returned_fen) as amount_fen, min(payee_id::text) as payee,
                                      max(payee_id::text) as last_payee
                               from payables where payout_id is not null group by 1) p on p.payout_id = o.id
                    where o.partner_id is not null
                      and (p.amount_fen is distinct from case o.state when 'returned' then 0 else o.amount_fen end or p.payee <> o.partner_id::text
                           or p.last_payee <> o.partner_id::text)
                    union all
                    select p.id, null, p.amount_fen from payables p left join payouts o on o.id = p.payout_id
                    where p.payout_id is not null and o.partner_id is null",
    },
    Invariant {
        name: "one live slot per agent, and one live line",
        examined: "select count(*) from applications",
        offending: "select agent_id from applications where slot_held group by agent_id having count(*) > 1
                    union all
                    select agent_id from credit_lines where state <> 'closed' group by agent_id having count(*) > 1",
    },
];
