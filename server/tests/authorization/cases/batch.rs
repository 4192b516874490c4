//! What is done to many rows at once: the matrix ticks one.

use super::{
    Case, REQUESTED, UNMATCHED, about,
    binding::{CONFIRMED, OTHERS, SHARE, TRANSFER},
    thing::{APPROVAL, DRAW, MOVEMENT, REPAYMENT, Thing},
};

/// As the funder knows it, whosever it is.
const RECEIVED: Thing =
    Thing { own: "select id from repayments where funder_id = {funder} order by debited_at limit 1", ..REPAYMENT };

/// Paid out, and not confirmed.
const UNCONFIRMED: &str = "update repayments set partner_confirmed_at = null";

/// Money that came for nobody, which the maker wants to send back.
const RETURN_PROPOSED: &str =
    "insert into bank_movements (id, reserve_account_id, source, direction, amount_fen, booked_on,
        counterparty_name, counterparty_account, counterparty_bank, remittance, state, recorded_at)
    select '00000000-0000-7000-8000-000000000001', id, 'feed', 'credit', 100, '2026-11-20', '某人',
        '6222', '某行', '往来款', 'unmatched', '2026-11-20 10:00+08' from reserve_accounts order by id limit 1;
    insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at)
    select '00000000-0000-7000-8000-000000000002', 'return', '00000000-0000-7000-8000-000000000001', '退回',
        'proposed', u.id, '2026-11-20 10:00+08' from users u where u.username = 'operator-maker'";

pub const FUNCTIONS: [Case; 8] = [
    about("/api/approval/return_ticked", &MOVEMENT)
        .when(UNMATCHED)
        .with(&[("items[]", "@thing"), ("reason", "付款人要求退回")]),
    about("/api/approval/approve_ticked", &APPROVAL).when(RETURN_PROPOSED).with(&[("items[]", "@thing")]),
    about("/api/repayment/confirm", &RECEIVED)
        .when(UNCONFIRMED)
        .with(&[("items[]", "@thing"), ("payment_reference", "JH-1")]),
    Case { before: REQUESTED, ..about("/api/draw/accept", &DRAW).with(&[("items[]", "@thing")]) },
    about("/api/share/revoke_ticked", &SHARE).when(OTHERS).with(&[("items[]", "@thing"), ("reason", "合作到期")]),
    about("/api/share/release_ticked", &SHARE).when(OTHERS).with(&[("items[]", "@thing"), ("reason", "合作到期")]),
    about("/api/transfer/confirm_ticked", &TRANSFER).when(OTHERS).with(&[("items[]", "@thing")]),
    about("/api/transfer/propose_ticked", &CONFIRMED).with(&[("items[]", "@thing"), ("reason", "与协议核对")]),
];
