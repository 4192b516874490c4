//! The way of an outcome to the screen.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Method, StatusCode, header::ACCEPT, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use services::Error;

use super::{Answer, ApiError, Problem, RequestProblem};

pub fn not_found() -> ApiError {
    failed_with(StatusCode::NOT_FOUND, RequestProblem::NotFound)
}

pub fn bad_field(problem: impl Into<Problem>) -> ApiError {
    failed_with(StatusCode::UNPROCESSABLE_ENTITY, problem)
}

/// An error with its status. A form that was posted without JavaScript is sent back to its page instead, where the error
/// is shown: there the status stays that of the redirect.
pub fn failed_with(status: StatusCode, problem: impl Into<Problem>) -> ApiError {
    let posted_by_a_page = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        parts.method != Method::GET && accept.contains("text/html")
    });
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| !posted_by_a_page) {
        response.set_status(status);
    }
    ApiError { request_id: request_id(), ..ApiError::of(problem) }
}

/// Counts within the process; with the process' start in the log it names one line.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("R{:06}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// How many use cases of the portals ended in each way, since the process began.
pub const USE_CASES: &str = "lianrong_use_cases_total";

fn count<T, R>(outcome: &Result<T, Error<R>>) {
    let outcome = match outcome {
        Ok(_) => "done",
        Err(Error::Refused(_)) => "refused",
        Err(Error::NotFound) => "not_found",
        Err(Error::Forbidden) => "forbidden",
        Err(Error::Conflict(_)) => "conflict",
        Err(Error::Unknown) => "unknown",
        Err(Error::Failed(_)) => "failed",
    };
    metrics::counter!(USE_CASES, "outcome" => outcome).increment(1);
}

/// Turns the outcome of a use case into what the screen may know, and logs what it may not.
pub trait Told<T> {
    /// # Errors
    /// The use case's own, as the visitor may know it.
    fn told(self) -> Answer<T>;
}

impl<T, R: Into<Problem>> Told<T> for Result<T, Error<R>> {
    fn told(self) -> Answer<T> {
        count(&self);
        self.map_err(|error| match error {
            Error::Refused(refusal) => failed_with(StatusCode::UNPROCESSABLE_ENTITY, refusal),
            Error::NotFound => not_found(),
            Error::Forbidden => failed_with(StatusCode::FORBIDDEN, RequestProblem::Forbidden),
            Error::Conflict(conflict) => failed_with(StatusCode::CONFLICT, conflict),
            Error::Unknown => failed_with(StatusCode::SERVICE_UNAVAILABLE, RequestProblem::OutcomeUnknown),
            Error::Failed(failure) => {
                let told = failed_with(StatusCode::INTERNAL_SERVER_ERROR, RequestProblem::Failed);
                tracing::error!(request_id = told.request_id, error = ?failure, "an operation failed");
                told
            }
        })
    }
}
