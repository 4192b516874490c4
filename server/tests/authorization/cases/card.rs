//! Agents' own bank cards.

use domain::id::{CardId, TopUpId};

use super::{Case, Thing, about, case};

/// Two agents have a card each, in this state, with an agreement or without one.
macro_rules! cards {
    ($state:literal, $agreement:literal) => {
        concat!(
            "insert into cards (id, reference, agent_id, payer, payer_masked, card_masked, bank, card_index, payer_no, consent,
                 consent_address, consent_device, state, sendings, tries, asked_at, created_at, agreement_no, agreement_index,
                 signed_at)
             select gen_random_uuid(), 'SGN202611220000090' || right(username, 1), agent_id, '\\x01', '张*', '**** 3446', 'icbc',
                 convert_to(username, 'utf8'), username, '', '127.0.0.1', 'here', '",
            $state,
            "', 1, 0, '2026-11-22 11:55+08', '2026-11-22 11:55+08', a.no, a.no, case when a.no is not null then
                 timestamptz '2026-11-22 11:56+08' end
             from users cross join (select ",
            $agreement,
            "::bytea as no) a where username in ('agent-1', 'agent-2')"
        )
    };
}

const BOUND: &str = cards!("active", "'\\x01'");
const PAUSED: &str = cards!("paused", "'\\x01'");
const WAITING: &str = cards!("code_sent", "null");
/// Something is being taken from each.
const ORDERED: &str = concat!(
    cards!("active", "'\\x01'"),
    "; insert into top_ups (id, reference, agent_id, card_id, card_index, amount_fen, state, accepted_at, accepted_on)
       select gen_random_uuid(), 'DBT202611220000090' || right(payer_no, 1), agent_id, id, card_index, 100, 'accepted',
           '2026-11-22 11:57+08', '2026-11-22'
       from cards where payer_no in ('agent-1', 'agent-2')"
);
/// Whose name is on the card.
const OWNER: &str = "update agents set legal_person = '张三'";

const CARD: Thing = Thing {
    text: |id| CardId(id).to_string(),
    own: "select id from cards where agent_id = {shop}",
    colleague: "",
    other: "select id from cards where agent_id <> {shop}",
};

const TOP_UP: Thing = Thing {
    text: |id| TopUpId(id).to_string(),
    own: "select id from top_ups where agent_id = {shop} order by accepted_at desc limit 1",
    colleague: "",
    other: "select id from top_ups where agent_id <> {shop} order by accepted_at desc limit 1",
};

/// Whoever holds a loan has tried to debit a card for it.
const DEBITED: &str = "
    insert into top_ups (id, reference, agent_id, loan_id, holder_id, binding_id, card_index, amount_fen, state, failure,
                         accepted_at, accepted_on, decided_at)
    select gen_random_uuid(), 'DBT20261122' || (80000000 + row_number() over ()), l.agent_id, l.id, l.holder_id, b.id, b.card_index,
        100, 'failed', 'insufficient_funds', '2026-11-22 11:57+08', '2026-11-22', '2026-11-22 11:58+08'
    from loans l cross join (select id, card_index from bindings order by id limit 1) b";
const LOAN_DEBIT: Thing = Thing {
    text: |id| TopUpId(id).to_string(),
    own: "select id from top_ups where agent_id = {shop} and loan_id is not null limit 1",
    colleague: "",
    other: "select id from top_ups where agent_id <> {shop} and loan_id is not null limit 1",
};

pub const PAGES: [Case; 3] = [
    about("/agent/cards/{id}", &CARD).when(BOUND),
    about("/agent/top-ups/{id}", &TOP_UP).when(ORDERED),
    about("/agent/loan-debits/{id}", &LOAN_DEBIT).when(DEBITED),
];

pub const FUNCTIONS: [Case; 7] = [
    case("/api/card/order").when(OWNER).with(&[
        ("name", "张三"),
        ("id_number", "11010519491231002X"),
        ("card_number", "6222020200112233446"),
        ("mobile", "13800001402"),
        ("consents", "true"),
    ]),
    about("/api/card/again", &CARD).when(WAITING).with(&[("card", "@thing")]),
    about("/api/card/confirm", &CARD).when(WAITING).with(&[("card", "@thing"), ("code", "123456")]),
    about("/api/card/pause", &CARD).when(BOUND).with(&[("card", "@thing")]),
    about("/api/card/resume", &CARD).when(PAUSED).with(&[("card", "@thing")]),
    about("/api/card/revoke", &CARD).when(BOUND).with(&[("card", "@thing")]),
    about("/api/top_up/order", &CARD).when(BOUND).with(&[("card", "@thing"), ("amount", "1.00")]),
];
