//! Of freezes, withdrawals and the chain of closed days.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a wallet is frozen, and held, as its freezes say",
        examined: "select count(*) from freezes",
        offending: "select w.id, w.frozen, w.held_fen from wallets w cross join lateral (
                        select coalesce(bool_or(reason <> 'court'), false) as frozen,
                               coalesce(sum(amount_fen), 0) as held_fen
                        from freezes f where f.wallet_id = w.id and f.lifted_on is null) f
                    where (w.frozen, w.held_fen) <> (f.frozen, f.held_fen)",
    },
    Invariant {
        name: "who has something overdue is frozen for it and borrows nothing, and nobody else is",
        examined: "select count(*) from loans where state = 'overdue'",
        offending: "select w.id, late.since, f.id as freeze, c.state as line from wallets w
                    cross join lateral (select min(overdue_since) as since from loans
                                        where agent_id = w.agent_id and state = 'overdue') late
                    left join freezes f on f.wallet_id = w.id and f.reason = 'overdue' and f.lifted_on is null
                    left join credit_lines c on c.agent_id = w.agent_id and c.state in ('active', 'suspended')
                    where (late.since is not null and (f.id is null or c.state = 'active'))
                       or (late.since is null and f.id is not null and not exists (
                               select from loans l where l.agent_id = w.agent_id and l.state <> 'settled'
                                                     and l.terms ->> 'unfreeze_when' = 'all_settled'))
                       or (f.id is null and c.state = 'suspended')",
    },
    Invariant {
        name: "nothing but the debt leaves a frozen wallet",
        examined: "select count(*) from entries e join accounts a on a.id = e.account_id
                   where a.kind = 'wallet' and e.amount_fen > 0",
        // What was debited for a loan and is given back to its card pays the loan no more.
        offending: "select f.id, j.id as journal, j.event_kind from freezes f join wallets w on w.id = f.wallet_id
                    join entries e on e.account_id = w.account_id and e.amount_fen > 0
                    join journals j on j.id = e.journal_id
                    left join top_ups t on t.id = j.event_id and t.loan_id is not null
                    where f.reason <> 'court' and j.event_kind not in ('loan.repaid', 'top_up.unmatched', 'court.deducted')
                      and (j.event_kind <> 'top_up.taken_back' or t.id is null)
                      and e.wallet_version > f.wallet_version
                      and (f.lifted_version is null or e.wallet_version <= f.lifted_version)",
    },
    Invariant {
        name: "nothing leaves a wallet that courts hold",
        examined: "select count(*) from freezes where reason = 'court'",
        // What an entry leaves is held against what stood ordered when it was made. What a card gives for a loan only passes, and
        // what a court is paid it had held.
        offending: "with kept as (
                        select w.id as wallet_id, e.journal_id, e.wallet_version, e.amount_fen,
                               -sum(e.amount_fen) over (partition by e.account_id order by e.wallet_version) as left_fen
                        from wallets w join entries e on e.account_id = w.account_id
                        where w.id in (select wallet_id from freezes where reason = 'court'))
                    select k.journal_id, k.left_fen, h.held_fen from kept k cross join lateral (
                        select coalesce(sum(f.amount_fen), 0) as held_fen from freezes f
                        where f.wallet_id = k.wallet_id and f.reason = 'court' and f.wallet_version < k.wallet_version
                          and (f.lifted_version is null or k.wallet_version <= f.lifted_version)) h
                    where k.amount_fen > 0 and k.left_fen < h.held_fen
                      and not exists (select from journals j left join repayments r on r.id = j.event_id and r.cause = 'debited'
                                      left join top_ups t on t.id = j.event_id and t.loan_id is not null
                                      where j.id = k.journal_id and (j.event_kind = 'court.deducted'
                                                                     or j.event_kind = 'loan.repaid' and r.id is not null
                                                                     or j.event_kind = 'top_up.taken_back' and t.id is not null))",
    },
    Invariant {
        name: "what a draw brings is not swept on its day",
        examined: "select count(*) from journals where event_kind = 'draw.credited'",
        // Of what a date's draws had brought, what the agent itself had paid away by then, or a court was paid, was not there any more.
        offending: "select r.id, k.left_fen, k.lent_fen from (
                        select j.event_kind, j.event_id,
                               -sum(e.amount_fen) over (partition by e.account_id order by e.wallet_version) as left_fen,
                               -sum(e.amount_fen) filter (
                                   where j.event_kind in ('draw.credited', 'withdrawal.requested', 'prepayment.requested', 'court.deducted')
                                      or asked.id is not null
                               ) over (partition by e.account_id, e.business_date order by e.wallet_version) as lent_fen
                        from wallets w join entries e on e.account_id = w.account_id join journals j on j.id = e.journal_id
                        left join repayments asked on asked.id = j.event_id and j.event_kind = 'loan.repaid'
                                                  and asked.cause = 'asked') k
                    join repayments r on r.id = k.event_id and k.event_kind = 'loan.repaid' and r.cause in ('due', 'swept')
                    where k.left_fen < k.lent_fen",
    },
    Invariant {
        name: "no freeze outlives its last day",
        examined: "select count(*) from freezes",
        offending: "select f.id, f.expires_on, b.open_on from freezes f cross join business_day b
                    where f.lifted_on is null and f.expires_on < b.open_on",
    },
    Invariant {
        name: "no draw awaits its money while its wallet is frozen",
        examined: "select count(*) from draws",
        offending: "select d.id, d.state from draws d join wallets w on w.agent_id = d.agent_id
                    where w.frozen and d.state in ('requested', 'awaiting')",
    },
    Invariant {
        name: "a withdrawal leaves its wallet once, and is paid out or comes back once",
        examined: "select count(*) from payouts where agent_id is not null",
        offending: "select p.id, p.state, s.* from payouts p cross join lateral (
                        select count(*) filter (where j.event_kind in ('withdrawal.requested', 'prepayment.requested', 'court.deducted')) as requested,
                               count(*) filter (where j.event_kind in ('withdrawal.returned', 'prepayment.returned', 'court.returned')) as returned,
                               count(*) filter (where j.event_kind = 'payout.confirmed') as confirmed,
                               count(*) filter (where j.event_kind in ('payout.sent', 'payout.failed')) as others
                        from journals j
                        where j.event_kind in ('withdrawal.requested', 'prepayment.requested', 'withdrawal.returned',
                                               'prepayment.returned', 'court.deducted', 'court.returned', 'payout.confirmed',
                                               'payout.sent', 'payout.failed')
                          and j.event_id = p.id) s
                    where p.agent_id is not null
                      and (s.requested, s.returned, s.confirmed, s.others)
                          <> (1, (p.state = 'returned')::int,
                              (p.state = 'confirmed' or exists (select from bank_movements m
                                                                where m.matched_id = p.id and m.direction = 'credit'))::int, 0)",
    },
    Invariant {
        name: "closed dates follow each other, up to the one that is open",
        examined: "select count(*) from closed_days",
        offending: "select business_date, next from (
                        select business_date, lead(business_date, 1, (select open_on from business_day))
                                              over (order by business_date) as next from closed_days) d
                    where next <> business_date + 1",
    },
    Invariant {
        name: "each closed date is chained to the one before",
        examined: "select count(*) from closed_days",
        offending: "select business_date from (
                        select business_date, digest, coalesce(audit_digest, ''::bytea) as audit, chain,
                               coalesce(lag(chain) over (order by business_date), ''::bytea) as last from closed_days) d
                    where chain <> sha256(last || convert_to(business_date::text, 'UTF8') || digest || audit)",
    },
    Invariant {
        name: "the audit rows of a closed date are those that it was closed with",
        examined: "select count(*) from closed_days where audit_digest is not null",
        offending: "select business_date from closed_days d
                    left join (
                        select business_date, sha256(string_agg(digest_of_audit_row(a), ''::bytea order by a.id)) as digest
                        from audit a where business_date < (select open_on from business_day)
                        group by business_date) f using (business_date)
                    where d.audit_digest <> coalesce(f.digest, sha256(''::bytea))
                    union all
                    select business_date from closed_days where audit_digest is null and business_date
                        > (select min(business_date) from closed_days where audit_digest is not null)",
    },
];
