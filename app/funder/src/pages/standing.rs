//! How things stand, in a mark and a word.

use parts::{
    api::{draw::DrawView, loan::LoanView},
    components::{cell::Cell, status::Tone},
    texts::word,
};

use crate::texts::{draw::draw as draw_texts, lending::lending, review::review};

pub fn application(state: &str, proposed: bool) -> Cell {
    let state = if proposed { "to_confirm" } else { state };
    let tone = match state {
        "submitted" | "to_confirm" => Tone::Due,
        "in_review" => Tone::Active,
        "more_information" | "counter_offered" | "approved" => Tone::Waiting,
        "agreed" => Tone::Done,
        "rejected" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Cell::status(tone, review().state(state))
}

pub fn draw(state: &str) -> Cell {
    let tone = match state {
        "requested" => Tone::Due,
        "awaiting" => Tone::Waiting,
        "credited" => Tone::Done,
        "refused" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Cell::status(tone, draw_texts().draw_state(state))
}

/// Whether the funder has reported its payment.
pub fn information(draw: &DrawView) -> Cell {
    let texts = draw_texts();
    if !draw.instruction_at.is_empty() {
        return Cell::status(Tone::Done, texts.reported());
    }
    let tone = if is_over(draw) { Tone::Neutral } else { Tone::Waiting };
    Cell::status(tone, texts.not_reported())
}

/// How much of the money has arrived.
pub fn funds(draw: &DrawView) -> Cell {
    let texts = draw_texts();
    let missing = draw.amount.less(draw.funds);
    let excess = draw.funds.less(draw.amount);
    if excess.is_positive() {
        return Cell::status(Tone::Bad, texts.too_much_arrived(&excess.grouped()));
    }
    if draw.funds.is_zero() {
        let tone = if is_over(draw) { Tone::Neutral } else { Tone::Waiting };
        return Cell::status(tone, word().not_arrived());
    }
    if missing.is_positive() {
        return Cell::status(Tone::Due, texts.part_arrived(&draw.funds.grouped()));
    }
    Cell::status(Tone::Done, word().arrived())
}

/// Ended without money.
pub fn is_over(draw: &DrawView) -> bool {
    matches!(draw.state.as_str(), "refused" | "cancelled" | "lapsed")
}

pub fn line(state: &str) -> Cell {
    let tone = match state {
        "active" => Tone::Active,
        "suspended" => Tone::Bad,
        "matured" | "closing" => Tone::Due,
        _ => Tone::Neutral,
    };
    Cell::status(tone, lending().line_state(state))
}

pub fn loan(loan: &LoanView) -> Cell {
    let texts = lending();
    match loan.state.as_str() {
        "overdue" => Cell::status(Tone::Bad, texts.overdue_days(loan.overdue_days)),
        "settled" => Cell::status(Tone::Done, texts.loan_state("settled")),
        state => Cell::status(Tone::Active, texts.loan_state(state)),
    }
}

pub fn payout(state: &str) -> Cell {
    let tone = match state {
        "confirmed" => Tone::Done,
        "failed" => Tone::Bad,
        "unknown" => Tone::Due,
        _ => Tone::Waiting,
    };
    Cell::status(tone, lending().payout_state(state))
}
