//! Of what the network settles.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "the network owes what was debited and neither given back nor covered by its money",
        examined: "select count(*) from network_debits where state = 'succeeded'",
        // What it has given back of a top-up and the agent's wallet has not, it has withheld of ours.
        offending: "select account_balance(a.id) as ledger, d.fen as debited, b.fen as back, m.fen as came from accounts a
                    cross join (select coalesce(sum(amount_fen), 0) as fen from network_debits where state = 'succeeded') d
                    cross join (select (select coalesce(sum(amount_fen), 0) from returned_debits)
                                       + (select coalesce(sum(taken_fen), 0) from returned_top_ups)
                                       + (select coalesce(sum(amount_fen - beyond_fen), 0) from refunds
                                          where state = 'succeeded' and not late)
                                       + (select coalesce(sum(amount_fen), 0) from charged_differences)
                                       - (select coalesce(sum(amount_fen), 0) from adopted_debits) as fen) b
                    cross join (select coalesce(sum(amount_fen), 0) as fen from bank_movements
                                where matched_kind = 'settlement') m
                    where a.kind = 'channel_receivable' and account_balance(a.id) <> d.fen - b.fen - m.fen",
    },
    Invariant {
        name: "what is settled has succeeded, with the amount of the one line that settles it",
        examined: "select count(*) from settled_debits",
        offending: "select s.debit_id, d.state, d.amount_fen, l.amount_fen as told_fen, l.result from settled_debits s
                    left join (select id, reference, amount_fen, state, returned_fen from network_debits
                               union all select id, reference, amount_fen, state, null from refunds) d on d.id = s.debit_id
                    join settlement_lines l on l.id = s.line_id
                    join settlements t on t.id = s.settlement_id
                    where case l.kind when 'return' then l.amount_fen is distinct from d.returned_fen
                                      else (d.state, d.amount_fen) is distinct from ('succeeded', l.amount_fen) end
                       or l.kind <> s.kind or l.result <> '00000000' or l.order_no <> d.reference
                       or l.file_id is distinct from t.file_id",
    },
    Invariant {
        name: "a settlement file comes to what its lines come to",
        examined: "select count(*) from settlement_files",
        offending: "select f.id, f.lines, f.debited_fen, f.refunded_fen, s.* from settlement_files f
                    cross join lateral (
                        select count(*) as found,
                               coalesce(sum(l.amount_fen) filter (where l.kind = 'payment' and l.result = '00000000'), 0) as debited,
                               coalesce(sum(l.amount_fen) filter (where l.kind <> 'payment' and l.result = '00000000'), 0) as refunded
                        from settlement_lines l where l.file_id = f.id) s
                    where (f.lines, f.debited_fen, f.refunded_fen) <> (s.found, s.debited, s.refunded)",
    },
    Invariant {
        name: "each line that moved money settles a debit, or is a difference",
        examined: "select count(*) from settlement_lines",
        offending: "select l.id, l.order_no from settlements t join settlement_lines l on l.file_id = t.file_id
                    where t.state = 'compared' and l.result = '00000000'
                      and not exists (select from settled_debits s where s.line_id = l.id)
                      and not exists (select from settlement_breaks b where b.line_id = l.id)",
    },
    Invariant {
        name: "the money of a settlement is what its file says, once",
        examined: "select count(*) from settlements where arrived_fen > 0",
        offending: "select t.id, t.net_fen, t.arrived_fen, m.movements, m.fen from settlements t
                    cross join lateral (
                        select count(*) as movements, coalesce(sum(amount_fen), 0) as fen from bank_movements
                        where matched_kind = 'settlement' and matched_id = t.id) m
                    where m.fen <> t.arrived_fen or m.movements > 1 or (m.movements = 1 and m.fen <> t.net_fen)",
    },
];
