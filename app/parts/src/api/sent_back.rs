//! A form that was sent back to its page.

use axum::http::request::Parts;
use leptos::prelude::with_context;
use serde::{Deserialize, Serialize};

use super::ApiError;

/// The name of the marker in the page's address.
pub const SENT_BACK: &str = "sent_back";

/// What the page shows again: put into its request by the server, which keeps it until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    /// The path of the form's server function.
    pub path: String,
    /// None when the form only goes on: a file that belongs to it was sent in between.
    pub error: Option<ApiError>,
    /// What was typed, by the names of the fields. Never a password, a code, a key or a request number.
    pub fields: Vec<(String, String)>,
}

impl SentBack {
    /// What was typed into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields.iter().find_map(|(field, typed)| (field == name).then(|| typed.clone()))
    }
}

/// The form that was sent back to this page, if one was.
#[must_use]
pub fn sent_back() -> Option<SentBack> {
    with_context(|parts: &Parts| parts.extensions.get::<SentBack>().cloned()).flatten()
}
