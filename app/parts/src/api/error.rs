//! [`ApiError`]: how a refusal or failure reaches a screen.

use std::{collections::BTreeMap, fmt};

use axum::http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use super::failed_with;

/// A refusal or failure as the browser may know it: a stable code that the texts translate, the facts to fill in, and a
/// number by which the institution finds the whole story in its log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    pub code: String,
    pub facts: BTreeMap<String, String>,
    pub request_id: String,
}

impl ApiError {
    /// An error without facts.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self { code: code.to_owned(), facts: BTreeMap::new(), request_id: String::new() }
    }

    /// The same error with a fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl fmt::Display) -> Self {
        self.facts.insert(name.to_owned(), fact.to_string());
        self
    }

    #[must_use]
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
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
                failed_with(StatusCode::BAD_REQUEST, "request.unreadable")
            }
            _ => Self::of("request.failed"),
        }
    }
}

impl From<ServerFnErrorErr> for ApiError {
    fn from(error: ServerFnErrorErr) -> Self {
        Self::from_server_fn_error(error)
    }
}
