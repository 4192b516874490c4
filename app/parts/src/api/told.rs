//! The way of an outcome to the screen.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Method, StatusCode, header::ACCEPT, request::Parts};
use domain::{
    application::ApplicationRefusal,
    approval::ApprovalRefusal,
    bank_movement::StatementRefusal,
    consent::ConsentRefusal,
    draw::DrawRefusal,
    identity::SignInRefusal,
    offer::{OfferRefusal, RoundRefusal},
    operating_data::ImportRefusal,
    repayment::RepaymentRefusal,
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Serialize;
use serde_json::Value;
use services::{
    Error,
    error::{Conflict, Never},
};

use super::{Answer, ApiError};

pub fn not_found() -> ApiError {
    failed_with(StatusCode::NOT_FOUND, "not_found")
}

pub fn bad_field(code: &str) -> ApiError {
    failed_with(StatusCode::UNPROCESSABLE_ENTITY, code)
}

/// An error with its status. A form that was posted without JavaScript is sent back to its page instead, where the error
/// is shown: there the status stays that of the redirect.
pub fn failed_with(status: StatusCode, code: &str) -> ApiError {
    let posted_by_a_page = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        parts.method != Method::GET && accept.contains("text/html")
    });
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| !posted_by_a_page) {
        response.set_status(status);
    }
    ApiError { request_id: request_id(), ..ApiError::of(code) }
}

/// Counts within the process; with the process' start in the log it names one line.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("R{:06}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A refusal that has a stable code and, as JSON, its facts.
pub trait Refusal: Serialize {
    fn code(&self) -> &str;
}

macro_rules! refusals {
    ($($name:ty),* $(,)?) => {$(
        impl Refusal for $name {
            fn code(&self) -> &str {
                <$name>::code(self)
            }
        }
    )*};
}

refusals!(
    ApplicationRefusal,
    ApprovalRefusal,
    ConsentRefusal,
    DrawRefusal,
    ImportRefusal,
    Never,
    OfferRefusal,
    RepaymentRefusal,
    RoundRefusal,
    SignInRefusal,
    StatementRefusal,
);

/// A refusal that a page shows before anything is asked for: with its facts, and without a status or a number.
pub fn told_quietly(refusal: &impl Refusal) -> ApiError {
    facts(refusal).into_iter().fold(ApiError::of(refusal.code()), |told, (name, fact)| told.with(&name, fact))
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

impl<T, R: Refusal + std::fmt::Debug> Told<T> for Result<T, Error<R>> {
    fn told(self) -> Answer<T> {
        count(&self);
        self.map_err(|error| match error {
            Error::Refused(refusal) => {
                let told = failed_with(StatusCode::UNPROCESSABLE_ENTITY, refusal.code());
                facts(&refusal).into_iter().fold(told, |told, (name, fact)| told.with(&name, fact))
            }
            Error::NotFound => failed_with(StatusCode::NOT_FOUND, "not_found"),
            Error::Forbidden => failed_with(StatusCode::FORBIDDEN, "forbidden"),
            Error::Conflict(conflict) => {
                let code = match conflict {
                    Conflict::StillRunning => "conflict.still_running",
                    Conflict::OtherContent => "conflict.other_content",
                    Conflict::Changed => "conflict.changed",
                };
                failed_with(StatusCode::CONFLICT, code)
            }
            Error::Unknown => failed_with(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown"),
            Error::Failed(failure) => {
                let told = failed_with(StatusCode::INTERNAL_SERVER_ERROR, "failed");
                tracing::error!(request_id = told.request_id, error = ?failure, "an operation failed");
                told
            }
        })
    }
}

/// The fields of a refusal's variant, as texts.
fn facts(refusal: &impl Serialize) -> Vec<(String, String)> {
    let Ok(Value::Object(variant)) = serde_json::to_value(refusal) else { return Vec::new() };
    let fields = variant.into_iter().filter_map(|(_, fields)| match fields {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields
        .flatten()
        .map(|(name, fact)| match fact {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}
