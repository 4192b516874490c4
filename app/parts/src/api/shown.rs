//! Values as people read them.

use std::str::FromStr;

use axum::http::{HeaderValue, header::CACHE_CONTROL};
use domain::code::CodeError;
use leptos::prelude::use_context;
use services::{Error, error::Never, transition::TransitionRow};

use super::{Answer, Called, Names, Told};

/// An instant as people read it, in China's time: `2026-11-20 10:39`.
pub fn instant(at: time::OffsetDateTime) -> String {
    let at = at.to_offset(domain::calendar::CHINA);
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// What happened to a thing: where it has come to, by whom and why. `actor` and `reason` may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView<State, Actor = String> {
    pub to: State,
    pub actor: Actor,
    pub reason: String,
    pub at: String,
}

impl<State> StepView<State> {
    /// The step as a partner's people are told by whom.
    #[must_use]
    pub fn called(self, names: &Names) -> StepView<State, Called> {
        StepView { to: self.to, actor: names.of(&self.actor), reason: self.reason, at: self.at }
    }
}

/// Transitions of a thing whose states these are.
///
/// # Errors
/// For a state that there is not, which is a defect.
pub fn steps<State: FromStr<Err = CodeError>>(rows: Vec<TransitionRow>) -> Answer<Vec<StepView<State>>> {
    let step = |row: TransitionRow| {
        let to = row.to.parse().map_err(Error::<Never>::defect)?;
        Ok(StepView { to, actor: row.actor, reason: row.reason, at: instant(row.at) })
    };
    rows.into_iter().map(step).collect::<Result<_, Error<Never>>>().told()
}

/// A secret stands on this page beside what an address can bring to it: its length must tell nothing.
pub fn not_compressed() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));
    }
}
