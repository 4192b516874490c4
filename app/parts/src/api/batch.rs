//! One thing that is done to many rows, those that were ticked: each by itself, so that what is wrong with one keeps no other
//! back.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::role::Role;
use serde::{Deserialize, Serialize};
use services::Context;

use super::{
    Answer, ApiError, Problem, RequestProblem, bad_field, failed_with, fault::first_of, id, new_request_no, reader,
    role, writer,
};

/// The most rows of a batch.
pub const MOST: usize = 100;
/// The most characters of what a row is called.
const NAME_LIMIT: usize = 64;

/// What became of a batch's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchOutcome {
    pub done: usize,
    /// What the others are called, and what is wrong with each.
    pub refused: Vec<(String, ApiError)>,
    /// So many more for which there was no room.
    #[serde(default)]
    pub unlisted: usize,
    /// So many rows of a file were not reached.
    #[serde(default)]
    pub left: usize,
}

impl BatchOutcome {
    /// Whether everything was done.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.left == 0
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match (self.done, self.is_whole()) {
            (_, true) => "batch.done",
            (0, false) => "batch.refused",
            (_, false) => "batch.partly_done",
        }
    }
}

/// A request number for a batch, where the visitor is one who may do it.
///
/// # Errors
/// When nobody is signed in.
pub fn offered_to(roles: &[Role]) -> Answer<Option<String>> {
    Ok(roles.contains(&role(&reader()?)?).then(new_request_no))
}

/// A ticked row as its form sends it: what it is, and what it is called.
#[must_use]
pub fn item(id: &str, name: &str) -> String {
    format!("{id} {name}")
}

/// The ticked rows, each with what it is called.
///
/// # Errors
/// When there are none, or too many.
pub fn ticked(items: &[String]) -> Answer<Vec<(&str, &str)>> {
    if items.is_empty() {
        return Err(bad_field(RequestProblem::NothingTicked));
    }
    if items.len() > MOST {
        return Err(bad_field(RequestProblem::TooManyTicked { most: MOST }));
    }
    Ok(items.iter().map(|item| item.split_once(' ').unwrap_or((item, ""))).collect())
}

/// Does the same to each ticked row, in the visitor's name, one after the other, and tells what became of each. A form that
/// is sent again does what was not reached, and a refused row stays refused under it: a row's request number is
/// made of the form's and its own.
///
/// # Errors
/// Always, because the page tells it: what became of the rows, or why none could be begun.
pub async fn each<Id, Done>(request_no: &str, items: &[String], act: impl Fn(Context, Id) -> Done) -> Answer<()>
where
    Id: std::str::FromStr,
    Done: Future<Output = Answer<()>>,
{
    let ticked: BTreeMap<&str, &str> = ticked(items)?.into_iter().collect();
    let context = writer(request_no)?;
    let mut outcome = BatchOutcome::default();
    for (row, name) in ticked {
        let answer = match id(row) {
            Ok(id) => act(context.about(row), id).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(()) => outcome.done += 1,
            // It is nobody's to do, whichever row.
            Err(error) if error.problem == Problem::Request(RequestProblem::Forbidden) => return Err(error),
            Err(error) => outcome.refused.push((name.chars().take(NAME_LIMIT).collect(), error)),
        }
    }
    if let (0, [(_, error)]) = (outcome.done, outcome.refused.as_slice()) {
        return Err(error.clone());
    }
    Err(told(outcome))
}

/// What became of the rows that a file brought: so many were done, some were not, and so many were not reached.
///
/// # Errors
/// Always, because the page tells it.
pub fn of_file(done: usize, refused: Vec<(String, ApiError)>, left: usize) -> Answer<()> {
    let total = refused.len();
    let refused = first_of(refused);
    let unlisted = total.saturating_sub(refused.len());
    Err(told(BatchOutcome { done, refused, unlisted, left }))
}

fn told(outcome: BatchOutcome) -> ApiError {
    let status = if outcome.is_whole() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    failed_with(status, outcome)
}
