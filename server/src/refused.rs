//! How a request is refused before any use case is asked.

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use parts::api::{ApiError, RequestProblem};

/// A problem: JSON for a program; a browser gets the page of it.
pub fn refused(status: StatusCode, problem: RequestProblem) -> Response {
    let error = ApiError::of(problem);
    let mut response = (status, Json(&error)).into_response();
    response.extensions_mut().insert(error);
    response
}

/// Whether it is a browser that asks.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok()).is_some_and(|all| all.contains("text/html"))
}
