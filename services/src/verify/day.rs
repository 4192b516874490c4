//! Of the date that was closed last: what `verify` asks of the whole book, of its rows alone, so that each close can ask it.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "every journal of the date balances in each book",
        examined: "select count(*) from entries where business_date = (select max(business_date) from closed_days)",
        offending: "select journal_id, book, sum(amount_fen) from entries
                    where business_date = (select max(business_date) from closed_days)
                    group by journal_id, book having sum(amount_fen) <> 0",
    },
    Invariant {
        name: "every entry of the date belongs to a journal of that date and an account of its book",
        examined: "select count(*) from entries where business_date = (select max(business_date) from closed_days)",
        offending: "select e.* from entries e left join journals j on j.id = e.journal_id
                    left join accounts a on a.id = e.account_id
                    where e.business_date = (select max(business_date) from closed_days)
                      and (j.id is null or a.id is null or a.book <> e.book or j.posted_on <> e.business_date)",
    },
    Invariant {
        name: "a balance at the close is the one before and the date's entries",
        examined: "select count(distinct account_id) from entries
                   where business_date = (select max(business_date) from closed_days)",
        offending: "select m.account_id, m.fen, b.balance_fen as before_fen, c.balance_fen
                    from (select account_id, sum(amount_fen) as fen from entries
                          where business_date = (select max(business_date) from closed_days) group by account_id) m
                    left join lateral (select balance_fen from closing_balances
                                       where account_id = m.account_id
                                         and business_date = (select max(business_date) from closed_days) limit 1) c on true
                    left join lateral (select balance_fen from closing_balances
                                       where account_id = m.account_id
                                         and business_date < (select max(business_date) from closed_days)
                                       order by business_date desc limit 1) b on true
                    where c.balance_fen is distinct from m.fen + coalesce(b.balance_fen, 0)",
    },
    Invariant {
        name: "a wallet that moved on the date holds what its entries come to",
        examined: "select count(distinct account_id) from entries
                   where business_date = (select max(business_date) from closed_days) and wallet_version is not null",
        offending: "select w.id, w.balance_fen, c.balance_fen as closing_fen, s.fen as since_fen
                    from (select distinct account_id from entries
                          where business_date = (select max(business_date) from closed_days) and wallet_version is not null) m
                    join wallets w on w.account_id = m.account_id
                    left join lateral (select balance_fen from closing_balances
                                       where account_id = m.account_id
                                         and business_date = (select max(business_date) from closed_days) limit 1) c on true
                    cross join lateral (select coalesce(sum(amount_fen), 0) as fen from entries
                                        where account_id = m.account_id
                                          and business_date > (select max(business_date) from closed_days)) s
                    where w.balance_fen is distinct from -(c.balance_fen + s.fen)",
    },
];
