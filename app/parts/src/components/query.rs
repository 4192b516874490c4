//! What the page's address asks for. The router's own map decodes values twice: a typed `%41` would come back as `A`.

use axum::{extract::Query, http::request::Parts};
use leptos::prelude::use_context;
use leptos_router::params::ParamsMap;

/// Every parameter of the page's query, in order.
#[must_use]
pub fn queries() -> Vec<(String, String)> {
    let Some(parts) = use_context::<Parts>() else { return Vec::new() };
    Query::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// A parameter of the page's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    queries().into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}

/// Parameters as the query of an address, with its question mark; empty when there are none.
#[must_use]
pub fn query_string(parameters: impl IntoIterator<Item = (String, String)>) -> String {
    parameters.into_iter().collect::<ParamsMap>().to_query_string()
}
