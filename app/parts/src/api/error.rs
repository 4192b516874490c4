//! [`ApiError`]: how a problem reaches a screen.

use std::fmt;

use axum::http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use super::{Problem, RequestProblem, failed_with};

/// A problem as a screen may know it, with a number by which the institution finds the whole story in its log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// The problem's, for programs.
    pub code: String,
    pub problem: Problem,
    /// Empty for what is in no log.
    pub request_id: String,
}

impl ApiError {
    /// A problem without a number.
    #[must_use]
    pub fn of(problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        Self { code: problem.code().to_owned(), problem, request_id: String::new() }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.code)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// What fails before a server function runs, or on the way back.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                failed_with(StatusCode::BAD_REQUEST, RequestProblem::Unreadable)
            }
            _ => Self::of(RequestProblem::RequestFailed),
        }
    }
}

impl From<ServerFnErrorErr> for ApiError {
    fn from(error: ServerFnErrorErr) -> Self {
        Self::from_server_fn_error(error)
    }
}
