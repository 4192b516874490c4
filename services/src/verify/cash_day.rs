//! Of what funders received on past dates.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[Invariant {
    name: "what is kept of a funder's receipts of a date is what was repaid to it on that date",
    examined: "select count(*) from repayments",
    offending: "with kept as (select business_date, funder_id, fen from cash_days where figure = 'received'),
                     repaid as (select debited_on as business_date, funder_id, sum(amount_fen) as fen from repayments
                                where holder_id = funder_id and debited_on in (select business_date from kept) group by 1, 2)
                select business_date, funder_id, k.fen, r.fen as repaid
                from kept k full join repaid r using (business_date, funder_id) where k.fen is distinct from r.fen",
}];
