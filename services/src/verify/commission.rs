//! Of carriers' commissions.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a carrier's pool holds what came, less what was given, and what was taken back",
        examined: "select count(*) from carriers",
        offending: "select c.id, p.balance_fen, m.came_fen, s.given_fen, s.taken_fen from carriers c
                    left join lateral (select -account_balance(a.id) as balance_fen from accounts a
                                       where a.kind = 'commission_pool' and a.owner_id = c.id) p on true
                    cross join lateral (select coalesce(sum(amount_fen), 0) as came_fen from bank_movements
                                        where matched_kind = 'commission' and matched_id = c.id) m
                    cross join lateral (select coalesce(sum(amount_fen) filter (where state = 'given'), 0) as given_fen,
                                               coalesce(sum(taken_fen), 0) as taken_fen
                                        from commissions where carrier_id = c.id) s
                    where p.balance_fen is null or p.balance_fen < 0
                       or p.balance_fen <> m.came_fen - s.given_fen + s.taken_fen",
    },
    Invariant {
        name: "a commission that was given has one journal of its amount, into its agent's wallet",
        examined: "select count(*) from commissions where state = 'given'",
        offending: "select c.id, c.agent_id, c.amount_fen, j.journals, j.fen from commissions c
                    cross join lateral (
                        select count(*) as journals, sum(-e.amount_fen) as fen
                        from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = c.agent_id
                        where j.event_kind = 'commission.distributed' and j.event_id = c.id) j
                    where (c.state = 'given' and (j.journals <> 1 or j.fen <> c.amount_fen))
                       or (c.state <> 'given' and j.journals <> 0)",
    },
    Invariant {
        name: "what was taken back of a commission is what its takings took, out of its agent's wallet",
        examined: "select count(*) from commissions where amount_fen < 0",
        offending: "select c.id, c.agent_id, c.taken_fen, c.takings, j.journals, j.fen from commissions c
                    cross join lateral (
                        select count(*) as journals, coalesce(sum(e.amount_fen), 0) as fen
                        from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = c.agent_id
                        where j.event_kind = 'commission.taken_back' and j.event_id = c.id) j
                    where j.journals <> c.takings or j.fen <> c.taken_fen",
    },
    Invariant {
        name: "an agent's commissions of a month come to what the last file that names it tells",
        examined: "select count(*) from commission_files where revision is not null",
        offending: "select t.carrier_id, t.month, t.agent_id, t.told_fen, s.fen from (
                        select distinct on (f.carrier_id, f.month, l.agent_id) f.carrier_id, f.month, l.agent_id, l.told_fen
                        from commission_files f join commission_lines l on l.file_id = f.id
                        where f.revision is not null
                        order by f.carrier_id, f.month, l.agent_id, f.revision desc) t
                    cross join lateral (select coalesce(sum(c.amount_fen), 0) as fen from commissions c
                                        where c.carrier_id = t.carrier_id and c.month = t.month and c.agent_id = t.agent_id) s
                    where s.fen <> t.told_fen",
    },
    Invariant {
        name: "a file is given as a whole, once its carrier's money covers it",
        examined: "select count(*) from commission_files",
        offending: "select f.id, f.state, f.give_fen, f.take_fen, s.* from commission_files f
                    cross join lateral (
                        select count(*) filter (where c.state <> 'waiting') as begun, count(*) filter (where c.state = 'waiting') as waiting,
                               coalesce(sum(c.amount_fen) filter (where c.amount_fen > 0), 0) as gives,
                               coalesce(sum(-c.amount_fen) filter (where c.amount_fen < 0), 0) as takes
                        from commissions c where c.file_id = f.id) s
                    where (f.revision is not null and (s.gives, s.takes) <> (f.give_fen, f.take_fen))
                       or (f.state in ('draft', 'released', 'discarded') and s.begun > 0)
                       or (f.state = 'distributed' and s.waiting > 0)
                       or (f.revision is null and s.waiting > 0)",
    },
    Invariant {
        name: "what commissions have paid of the orders for a loan is what they have repaid",
        examined: "select count(*) from standing_orders where paid_fen > 0",
        offending: "select l.id, o.paid_fen, r.repaid_fen from loans l
                    left join (select loan_id, sum(paid_fen) as paid_fen from standing_orders group by 1) o on o.loan_id = l.id
                    left join (select loan_id, sum(amount_fen) as repaid_fen from repayments where cause = 'commission'
                               group by 1) r on r.loan_id = l.id
                    where coalesce(o.paid_fen, 0) <> coalesce(r.repaid_fen, 0)",
    },
];
