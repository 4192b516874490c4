//! How things stand, in a mark and a word.

use leptos::prelude::*;
use parts::{
    api::{draw::DrawView, loan::LoanView},
    components::status::{Tone, status},
    texts::word,
};

use crate::texts::{draw::draw as draw_texts, lending::lending, review::review};

pub fn application(state: &str, proposed: bool) -> AnyView {
    let state = if proposed { "to_confirm" } else { state };
    let tone = match state {
        "submitted" | "to_confirm" => Tone::Due,
        "in_review" => Tone::Active,
        "more_information" | "counter_offered" | "approved" => Tone::Waiting,
        "agreed" => Tone::Done,
        "rejected" => Tone::Bad,
        _ => Tone::Neutral,
    };
    status(tone, review().state(state)).into_any()
}

pub fn draw(state: &str) -> AnyView {
    let tone = match state {
        "requested" => Tone::Due,
        "awaiting" => Tone::Waiting,
        "credited" => Tone::Done,
        "refused" => Tone::Bad,
        _ => Tone::Neutral,
    };
    status(tone, draw_texts().draw_state(state)).into_any()
}

/// Whether the funder has reported its payment.
pub fn information(draw: &DrawView) -> AnyView {
    let texts = draw_texts();
    if !draw.instruction_at.is_empty() {
        return status(Tone::Done, texts.reported()).into_any();
    }
    let tone = if is_over(draw) { Tone::Neutral } else { Tone::Waiting };
    status(tone, texts.not_reported()).into_any()
}

/// How much of the money has arrived.
pub fn funds(draw: &DrawView) -> AnyView {
    let texts = draw_texts();
    let missing = draw.amount.less(draw.funds);
    let excess = draw.funds.less(draw.amount);
    if excess.is_positive() {
        return status(Tone::Bad, texts.too_much_arrived(&excess.grouped())).into_any();
    }
    if draw.funds.is_zero() {
        let tone = if is_over(draw) { Tone::Neutral } else { Tone::Waiting };
        return status(tone, word().not_arrived()).into_any();
    }
    if missing.is_positive() {
        return status(Tone::Due, texts.part_arrived(&draw.funds.grouped())).into_any();
    }
    status(Tone::Done, word().arrived()).into_any()
}

/// Ended without money.
pub fn is_over(draw: &DrawView) -> bool {
    matches!(draw.state.as_str(), "refused" | "cancelled" | "lapsed")
}

pub fn line(state: &str) -> AnyView {
    let tone = match state {
        "active" => Tone::Active,
        "suspended" => Tone::Bad,
        "matured" | "closing" => Tone::Due,
        _ => Tone::Neutral,
    };
    status(tone, lending().line_state(state)).into_any()
}

pub fn loan(loan: &LoanView) -> AnyView {
    let texts = lending();
    match loan.state.as_str() {
        "overdue" => status(Tone::Bad, texts.overdue_days(loan.overdue_days)).into_any(),
        "settled" => status(Tone::Done, texts.loan_state("settled")).into_any(),
        state => status(Tone::Active, texts.loan_state(state)).into_any(),
    }
}

pub fn payout(state: &str) -> AnyView {
    let tone = match state {
        "confirmed" => Tone::Done,
        "failed" => Tone::Bad,
        "unknown" => Tone::Due,
        _ => Tone::Waiting,
    };
    status(tone, lending().payout_state(state)).into_any()
}
