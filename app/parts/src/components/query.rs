//! What the page's address asks for. The router's own map decodes values twice: a typed `%41` would come back as `A`.

use axum::{
    extract::Query,
    http::{Uri, request::Parts},
};
use leptos::prelude::with_context;
use leptos_router::params::ParamsMap;

use crate::api::sent_back::SENT_BACK;

/// Every parameter of the page's query, in order.
#[must_use]
pub fn queries() -> Vec<(String, String)> {
    with_context(|parts: &Parts| queries_of(&parts.uri)).unwrap_or_default()
}

/// Every parameter of an address's query, in order.
#[must_use]
pub fn queries_of(uri: &Uri) -> Vec<(String, String)> {
    Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// A parameter of the page's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    queries().into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}

/// A parameter of the page's query; none when it is empty.
#[must_use]
pub fn asked_for(name: &str) -> Option<String> {
    query(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Parameters as the query of an address, with its question mark; empty when there are none.
#[must_use]
pub fn query_string(parameters: impl IntoIterator<Item = (String, String)>) -> String {
    parameters.into_iter().collect::<ParamsMap>().to_query_string()
}

/// This page's address with some of its parameters changed, and without the marker of a form that was sent back.
#[must_use]
pub fn here_with(changes: &[(&'static str, Option<String>)]) -> String {
    let mut parameters = queries();
    parameters.retain(|(name, _)| name != SENT_BACK && changes.iter().all(|(changed, _)| changed != name));
    let added = changes.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    let query = query_string(parameters.into_iter().chain(added));
    if query.is_empty() { "?".to_owned() } else { query }
}
