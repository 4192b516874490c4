//! Of agents' own cards, and what is taken from them.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a top-up is taken from its agent's own card or one that it has bound, by the number that the card is found by",
        examined: "select count(*) from top_ups",
        offending: "select t.id from top_ups t left join cards c on c.id = t.card_id left join bindings b on b.id = t.binding_id
                    where (coalesce(c.agent_id, b.agent_id), coalesce(c.card_index, b.card_index))
                              is distinct from (t.agent_id, t.card_index)
                       or coalesce(c.agreement_no, b.agreement_no) is null",
    },
    Invariant {
        name: "a top-up that succeeded is in its agent's wallet, once, and no other is",
        examined: "select count(*) from top_ups where state = 'succeeded'",
        offending: "select t.id, t.state, t.amount_fen from top_ups t
                    where (t.state = 'succeeded')::int <> (
                        select count(*) from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = t.agent_id
                        where j.event_kind = 'top_up.debited' and j.event_id = t.id and e.amount_fen = -t.amount_fen)",
    },
    Invariant {
        name: "what was taken back of a top-up is what its takings took, out of its agent's wallet",
        examined: "select count(*) from returned_top_ups",
        offending: "select r.top_up_id, t.state, r.taken_fen, r.takings, j.journals, j.fen from returned_top_ups r
                    left join top_ups t on t.id = r.top_up_id
                    cross join lateral (
                        select count(*) as journals, coalesce(sum(e.amount_fen), 0) as fen
                        from journals j join entries e on e.journal_id = j.id
                        join wallets w on w.account_id = e.account_id and w.agent_id = r.agent_id
                        where j.event_kind = 'top_up.taken_back' and j.event_id = r.top_up_id) j
                    where j.journals <> r.takings or j.fen <> r.taken_fen
                       or (t.state, t.agent_id, t.amount_fen) is distinct from ('succeeded', r.agent_id, r.amount_fen)",
    },
];
