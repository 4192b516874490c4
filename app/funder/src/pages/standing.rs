//! How things stand, in a mark and a word.

use domain::{application::ApplicationState, credit_line::CreditLineState};
use parts::{
    components::{cell::Cell, status::Tone},
    texts::credit_line::credit_line,
};

use crate::texts::review::review;

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

pub fn line(state: CreditLineState) -> Cell {
    let tone = match state {
        CreditLineState::Active => Tone::Active,
        CreditLineState::Suspended => Tone::Bad,
        CreditLineState::Matured | CreditLineState::Closing => Tone::Due,
        CreditLineState::Closed => Tone::Neutral,
    };
    Cell::status(tone, credit_line().state(state))
}
