//! Of agents' own cards, and what is taken from them.

use super::Invariant;

pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "a top-up is taken from its agent's own card, by the number that the card is found by",
        examined: "select count(*) from top_ups",
        offending: "select t.id from top_ups t left join cards c on c.id = t.card_id
                    where (c.agent_id, c.card_index) is distinct from (t.agent_id, t.card_index)
                       or c.agreement_no is null",
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
];
