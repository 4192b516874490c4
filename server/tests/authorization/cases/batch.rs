//! What is done to many rows at once: the matrix ticks one.

use super::{
    Case, REQUESTED, about,
    binding::{OTHERS, SHARE},
    thing::{DRAW, REPAYMENT, Thing},
};

/// As the funder knows it, whosever it is.
const RECEIVED: Thing =
    Thing { own: "select id from repayments where funder_id = {funder} order by debited_at limit 1", ..REPAYMENT };

/// Paid out, and not confirmed.
const UNCONFIRMED: &str = "update repayments set partner_confirmed_at = null";

pub const FUNCTIONS: [Case; 4] = [
    about("/api/repayment/confirm", &RECEIVED)
        .when(UNCONFIRMED)
        .with(&[("items[]", "@thing"), ("payment_reference", "JH-1")]),
    Case { before: REQUESTED, ..about("/api/draw/accept", &DRAW).with(&[("items[]", "@thing")]) },
    about("/api/share/revoke_ticked", &SHARE).when(OTHERS).with(&[("items[]", "@thing"), ("reason", "合作到期")]),
    about("/api/share/release_ticked", &SHARE).when(OTHERS).with(&[("items[]", "@thing"), ("reason", "合作到期")]),
];
