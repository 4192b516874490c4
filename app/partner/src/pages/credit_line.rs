//! How a credit line stands, for funders and the institution.

use domain::credit_line::CreditLineState;
use parts::{
    components::{cell::Cell, status::Tone},
    texts::credit_line::credit_line,
};

/// In a mark and a word.
#[must_use]
pub fn state(state: CreditLineState) -> Cell {
    let tone = match state {
        CreditLineState::Active => Tone::Active,
        CreditLineState::Suspended => Tone::Bad,
        CreditLineState::Matured | CreditLineState::Closing => Tone::Due,
        CreditLineState::Closed => Tone::Neutral,
    };
    Cell::status(tone, credit_line().state(state))
}
