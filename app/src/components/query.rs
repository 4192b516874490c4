//! What the page's address asks for. The router's own map decodes values twice: a typed `%41` would come back as `A`.

use axum::{extract::Query, http::request::Parts};
use leptos::prelude::use_context;

/// A parameter of the page's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).ok()?;
    pairs.into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}
