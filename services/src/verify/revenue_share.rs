//! Of the institution's share of interest.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "an invoice of a share comes to what its lines come to",
        examined: "select count(*) from revenue_share_invoices",
        offending: "select i.id, i.counted_fen, i.share_fen, s.* from revenue_share_invoices i
                    cross join lateral (
                        select count(*) as lines, coalesce(sum(l.interest_fen + case when i.penalty then l.penalty_fen else 0 end), 0) as fen
                        from revenue_share_lines l where l.invoice_id = i.id) s
                    where (s.lines, s.fen) <> (i.lines, i.counted_fen) or i.share_fen <> round(i.counted_fen * i.rate)
                       or i.withheld_fen <> revenue_share_withheld(i.funder_id, i.month, (i.month + interval '1 month')::date)",
    },
    Invariant {
        name: "the lines of an invoice are what was posted in its month",
        examined: "select count(*) from revenue_share_lines",
        offending: "select i.id, p.source_id as posted, l.source_id as invoiced from revenue_share_invoices i
                    cross join lateral (
                        select p.source_id, p.interest_fen, p.penalty_fen
                        from revenue_share_posted(i.funder_id, i.month, (i.month + interval '1 month')::date, i.elsewhere) p) p
                    full join revenue_share_lines l
                        on (l.invoice_id, l.source_id, l.interest_fen, l.penalty_fen) = (i.id, p.source_id, p.interest_fen, p.penalty_fen)
                    where l.source_id is null or p.source_id is null",
    },
    Invariant {
        name: "a share that is withheld is in the journal of its payment, and what goes back of it in that of its correction",
        examined: "select count(*) from repayments where share_contract_id is not null",
        offending: "select s.id, s.fen, e.fen as posted from (
                        select id, share_fen as fen from repayments
                        union all select id, share_fen from corrections) s
                    full join (
                        select j.event_id as id, -sum(e.amount_fen) as fen from journals j join entries e on e.journal_id = j.id
                        join accounts a on a.id = e.account_id
                        where a.kind = 'revenue_share_withheld' group by 1) e on e.id = s.id
                    where coalesce(s.fen, 0) <> coalesce(e.fen, 0)
                    union all
                    select r.id, r.share_fen, null from repayments r
                    left join revenue_share_contracts c on c.id = r.share_contract_id
                        and (c.funder_id, c.settlement) = (r.funder_id, 'withheld')
                    left join payables p on p.id = r.id and p.payee_id = r.funder_id
                    where r.share_contract_id is not null and (c.id is null or p.id is null)",
    },
    Invariant {
        name: "what is withheld of a funder's interest is the share of all of it, rounded once, but for what corrections have left",
        examined: "select count(*) from revenue_share_withholdings",
        offending: "select w.funder_id, w.exact_fen, s.exact_fen as exact, w.withheld_fen, s.withheld_fen as withheld
                    from revenue_share_withholdings w
                    cross join lateral (
                        select coalesce(sum((f.interest_fen + case when c.penalty then f.penalty_fen else 0 end) * c.rate), 0) as exact_fen,
                               coalesce(sum(f.share_fen), 0) as withheld_fen, coalesce(bool_or(f.corrected), false) as corrected
                        from (select share_contract_id, interest_fen, penalty_fen, share_fen, false as corrected from repayments
                              where funder_id = w.funder_id and share_contract_id is not null
                              union all
                              select r.share_contract_id, k.interest_fen, k.penalty_fen, k.share_fen, true
                              from corrections k join repayments r on r.id = k.payment_id
                              where r.funder_id = w.funder_id and r.share_contract_id is not null) f
                        join revenue_share_contracts c on c.id = f.share_contract_id) s
                    where (w.exact_fen, w.withheld_fen) <> (s.exact_fen, s.withheld_fen)
                       or not s.corrected and w.withheld_fen <> round(w.exact_fen)",
    },
    Invariant {
        name: "what was withheld stands in its account",
        examined: "select count(*) from accounts where kind = 'revenue_share_withheld'",
        offending: "select a.id, -account_balance(a.id) as ledger, s.fen from (
                        select coalesce(sum(withheld_fen), 0) as fen from revenue_share_withholdings) s
                    left join accounts a on a.kind = 'revenue_share_withheld'
                    where coalesce(-account_balance(a.id), 0) <> s.fen",
    },
];
