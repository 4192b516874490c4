//! Of what loans were at the close of past dates.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "what is kept of a loan's day is what its account held at the close",
        examined: "select count(*) from loan_days",
        offending: "select d.loan_id, d.business_date, d.outstanding_fen, c.balance_fen as ledger from loan_days d
                    join loans l on l.id = d.loan_id
                    join closing_balances c on c.account_id = l.debt_account_id and c.business_date = d.business_date
                    where c.balance_fen <> d.outstanding_fen",
    },
    Invariant {
        name: "the last day that is kept of a loan is how it stands, unless something has happened to it today",
        examined: "select count(*) from loans l join business_day b on l.credited_on < b.open_on",
        offending: "with kept as (
                        select distinct on (loan_id) loan_id, version, outstanding_fen, overdue_since from loan_days
                        order by loan_id, business_date desc
                    ), happened as (
                        select loan_id, max(version) as version from (
                            select loan_id, version, debited_on as on_date from repayments
                            union all select loan_id, version, recorded_on from loan_facts) f
                        where on_date < (select open_on from business_day) group by loan_id
                    )
                    select l.id, l.version, t.version as kept from loans l
                    join business_day b on l.credited_on < b.open_on
                    left join kept t on t.loan_id = l.id left join happened h on h.loan_id = l.id
                    where t.loan_id is null or t.version <> coalesce(h.version, 0)
                       or t.version = l.version
                          and (t.outstanding_fen, t.overdue_since) is distinct from (l.outstanding_fen, l.overdue_since)",
    },
];
