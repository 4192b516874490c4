//! Of reserve accounts and their movements, what is sent and credited, and closed days.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a movement moves the reserve account's cash once, by its amount",
        examined: "select count(*) from bank_movements",
        offending: "with cash as (
                        select j.event_kind, j.event_id, j.leg, a.owner_id, e.amount_fen from accounts a
                        join entries e on e.account_id = a.id join journals j on j.id = e.journal_id
                        where a.kind = 'reserve_cash'
                    ), moved as (
                        select event_id as movement_id, owner_id, amount_fen from cash
                        where event_kind in ('receipt.recorded', 'debit.unexplained')
                        union all
                        select m.id, c.owner_id, c.amount_fen from (
                            select *, row_number() over (partition by event_id order by leg) as place from cash
                            where event_kind = 'payout.confirmed') c
                        join (select id, matched_id, row_number() over (partition by matched_id order by id) as place
                              from bank_movements where matched_kind = 'payout' and direction = 'debit'
                                and id not in (select event_id from cash where event_kind = 'debit.unexplained')) m
                          on (m.matched_id, m.place) = (c.event_id, c.place)
                    )
                    select id, amount_fen, sum(told) as told, sum(booked) as booked from (
                        select id, reserve_account_id, 1 as told, 0 as booked,
                               case direction when 'credit' then amount_fen else -amount_fen end as amount_fen
                        from bank_movements where state not in ('doubtful', 'told_again')
                        union all
                        select movement_id, owner_id, 0, 1, amount_fen from moved) m
                    group by id, reserve_account_id, amount_fen having sum(told) <> sum(booked)",
    },
    Invariant {
        name: "a reserve account holds in the books what its movements make",
        examined: "select count(*) from reserve_accounts",
        offending: "select r.id, account_balance(a.id) as ledger from reserve_accounts r
                    join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                    where account_balance(a.id) <> coalesce((
                        select sum(case m.direction when 'credit' then m.amount_fen else -m.amount_fen end)
                        from bank_movements m
                        where m.reserve_account_id = r.id and m.state not in ('doubtful', 'told_again')), 0)",
    },
    Invariant {
        name: "a reserve account holds what its bank told last, but for what is listed",
        examined: "select count(*) from reserve_accounts r cross join lateral bank_balance(r.id)",
        offending: "select r.id, account_balance(a.id) as books, b.balance_fen as bank from reserve_accounts r
                    join accounts a on a.kind = 'reserve_cash' and a.owner_id = r.id
                    cross join lateral bank_balance(r.id) b
                    where account_balance(a.id) - b.balance_fen
                          <> coalesce((select sum(d.amount_fen) from bank_difference(r.id) d), 0)
                      and not exists (select from imports i join bank_statements s on s.import_id = i.id
                                      where i.state = 'recording' and s.reserve_account_id = r.id)",
    },
    Invariant {
        name: "every line of a confirmed file is recorded, and what is left of a file is of one under way",
        examined: "select count(*) from imports where kind = 'bank_statement' and state in ('recording', 'confirmed')",
        offending: "select l.statement_id, l.place from imports i join bank_statements s on s.import_id = i.id
                    join statement_lines l on l.statement_id = s.id
                    where i.state = 'confirmed' and l.outcome not in ('refused', 'passed_over') and l.movement_id is null
                    union all
                    select p.statement_id, p.place from statement_parts p join bank_statements s on s.id = p.statement_id
                    join imports i on i.id = s.import_id where i.state <> 'recording'",
    },
    Invariant {
        name: "a credited draw and a matched top-up have one journal of their amount",
        examined: "select count(*) from bank_movements where matched_kind in ('draw', 'wallet')",
        offending: "select t.kind, t.id, t.amount_fen from (
                        select 'draw.credited' as kind, d.id, d.agent_id, d.amount_fen from draws d
                        where d.state = 'credited'
                        union all
                        select 'top_up.matched', m.id, w.agent_id, m.amount_fen from bank_movements m
                        join wallets w on w.id = m.matched_id) t
                    where 1 <> (select count(*) from journals j join entries e on e.journal_id = j.id
                                join wallets w on w.account_id = e.account_id and w.agent_id = t.agent_id
                                where j.event_kind = t.kind and j.event_id = t.id and e.amount_fen = -t.amount_fen)",
    },
    Invariant {
        name: "each attempt of a payout is sent once, and only the last one may not have failed",
        examined: "select count(*) from payouts where attempt > 0 and agent_id is null",
        offending: "select p.id, p.state, p.attempt, s.* from payouts p cross join lateral (
                        select count(*) filter (where j.event_kind = 'payout.sent') as sent,
                               count(*) filter (where j.event_kind = 'payout.failed') as failed,
                               count(*) filter (where j.event_kind = 'payout.confirmed') as confirmed,
                               count(*) filter (where j.event_kind = 'payout.sent_back') as back
                        from journals j
                        where j.event_kind in ('payout.sent', 'payout.failed', 'payout.confirmed', 'payout.sent_back')
                          and j.event_id = p.id) s
                    where p.agent_id is null
                      and (s.sent <> p.attempt or s.confirmed - s.back <> (p.state = 'confirmed')::int
                           or s.failed > p.attempt - (p.state in ('unknown', 'sent'))::int
                           or s.failed + s.back < p.attempt - (p.state in ('unknown', 'sent', 'confirmed'))::int)",
    },
    Invariant {
        name: "a wallet's versions have no gaps",
        examined: "select count(*) from entries where wallet_version is not null",
        offending: "select w.id, w.version, count(e.*), max(e.wallet_version) from wallets w
                    left join entries e on e.account_id = w.account_id
                    group by w.id having w.version <> count(e.*) or w.version <> coalesce(max(e.wallet_version), 0)
                        or count(e.*) <> count(distinct e.wallet_version)",
    },
    Invariant {
        name: "a closed day has gained no entry",
        examined: "select count(*) from closing_balances",
        // Each entry is added once, however many dates were closed since.
        offending: "select account_id, business_date, c.balance_fen, e.balance_fen as entries from closing_balances c
                    full join (
                        select account_id, business_date,
                               sum(sum(amount_fen)) over (partition by account_id order by business_date) as balance_fen
                        from entries where business_date < (select open_on from business_day)
                        group by account_id, business_date) e using (account_id, business_date)
                    where c.balance_fen is distinct from e.balance_fen
                      and (c.balance_fen is not null or business_date in (select business_date from closed_days))",
    },
    Invariant {
        name: "a closed day's digest has not changed",
        examined: "select count(*) from closed_days",
        offending: "select d.business_date from closed_days d
                    left join (
                        select business_date, sha256(string_agg(convert_to(account_id::text || ' ' || balance_fen || chr(10), 'UTF8'),
                                                                ''::bytea order by account_id::text collate \"C\")) as digest
                        from closing_balances group by business_date) c using (business_date)
                    where d.digest <> coalesce(c.digest, sha256(''::bytea))",
    },
];
