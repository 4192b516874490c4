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
                    where (s.lines, s.fen) <> (i.lines, i.counted_fen) or i.share_fen <> round(i.counted_fen * i.rate)",
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
];
