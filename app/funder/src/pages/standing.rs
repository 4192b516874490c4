//! How things stand, in a mark and a word.

use domain::application::ApplicationState;
use parts::components::{cell::Cell, status::Tone};

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
