//! Of the reconciliation files of partners.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[Invariant {
    name: "a partner's file of a date comes to what the ledger has of the partner on that date",
    examined: "select count(*) from partner_files",
    offending: "select f.partner_id, f.business_date, f.lines, l.lines as journals, f.payable_fen, l.payable_fen as payable
                from partner_files f
                cross join lateral (
                    select count(distinct e.journal_id) as lines,
                           coalesce(-sum(e.amount_fen) filter (where a.kind = 'partner_payable'), 0) as payable_fen,
                           coalesce(sum(e.amount_fen) filter (where a.kind = 'partner_receivable'), 0) as receivable_fen,
                           coalesce(-sum(e.amount_fen) filter (where a.kind = 'claim'), 0) as claim_fen
                    from accounts a join entries e on e.account_id = a.id and e.business_date = f.business_date
                    where a.owner_id = f.partner_id and a.kind in ('partner_payable', 'partner_receivable', 'claim')) l
                where (f.lines, f.payable_fen, f.receivable_fen, f.claim_fen)
                      <> (l.lines, l.payable_fen, l.receivable_fen, l.claim_fen)",
}];
