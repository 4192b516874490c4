//! How things stand, in a mark and a word.

use domain::{application::ApplicationState, credit_line::CreditLineState, draw::DrawPhase};
use parts::{
    api::draw::DrawView,
    components::{cell::Cell, status::Tone},
    texts::{credit_line::credit_line, word},
};

use crate::texts::{draw::draw as draw_texts, review::review};

pub fn application(state: ApplicationState, proposed: bool) -> Cell {
    let tone = match state {
        ApplicationState::InReview if proposed => Tone::Due,
        ApplicationState::Submitted => Tone::Due,
        ApplicationState::InReview => Tone::Active,
        ApplicationState::MoreInformation | ApplicationState::CounterOffered | ApplicationState::Approved => {
            Tone::Waiting
        }
        ApplicationState::Agreed => Tone::Done,
        ApplicationState::Rejected => Tone::Bad,
        ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::Lapsed => Tone::Neutral,
    };
    Cell::status(tone, review().state(state, proposed))
}

pub fn draw(phase: DrawPhase) -> Cell {
    let tone = match phase {
        DrawPhase::Requested => Tone::Due,
        DrawPhase::Awaiting => Tone::Waiting,
        DrawPhase::Credited => Tone::Done,
        DrawPhase::Refused => Tone::Bad,
        DrawPhase::Cancelled | DrawPhase::Lapsed => Tone::Neutral,
    };
    Cell::status(tone, draw_texts().draw_state(phase))
}

/// Whether the funder has reported its payment.
pub fn information(draw: &DrawView) -> Cell {
    let texts = draw_texts();
    if !draw.instruction_at.is_empty() {
        return Cell::status(Tone::Done, texts.reported());
    }
    let tone = if draw.phase.is_over() { Tone::Neutral } else { Tone::Waiting };
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
        let tone = if draw.phase.is_over() { Tone::Neutral } else { Tone::Waiting };
        return Cell::status(tone, word().not_arrived());
    }
    if missing.is_positive() {
        return Cell::status(Tone::Due, texts.part_arrived(&draw.funds.grouped()));
    }
    Cell::status(Tone::Done, word().arrived())
}

pub fn line(state: CreditLineState) -> Cell {
    let tone = match state {
        CreditLineState::Active => Tone::Active,
        CreditLineState::Suspended => Tone::Bad,
        CreditLineState::Matured | CreditLineState::Closing => Tone::Due,
        CreditLineState::Closed => Tone::Neutral,
    };
    Cell::status(tone, credit_line().state(state))
}
