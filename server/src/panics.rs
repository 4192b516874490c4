//! A defect that panics is an answer and an alarm, and no cut connection.

use std::{any::Any, sync::Once};

use axum::{http::StatusCode, response::Response};
use parts::api::RequestProblem;

use crate::refused::refused;

pub const PANICS: &str = "lianrong_panics_total";

/// From now on every panic of the process, in whichever task, is counted and logged.
pub fn raise_alarms() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            metrics::counter!(PANICS).increment(1);
            let place = panic.location().map(ToString::to_string);
            tracing::error!(place, words = panic.payload_as_str(), "a panic");
            print(panic);
        }));
    });
}

/// What a portal answers in its place: what becomes the page of a failure.
pub fn page(_: Box<dyn Any + Send>) -> Response {
    refused(StatusCode::INTERNAL_SERVER_ERROR, RequestProblem::Failed)
}
