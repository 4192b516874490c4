//! A browser never gets an error without words: whatever layer answers with one, its answer becomes a page.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use parts::api::{ApiError, RequestProblem};

use crate::{page::page, partner::api::MOUNTED_AT, refused::wants_page, state::AppState};

/// Around everything that a browser may ask for.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = wants_page(request.headers()) && !request.uri().path().starts_with(MOUNTED_AT);
    let mut again = Request::new(Body::empty());
    *again.method_mut() = Method::GET;
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    let answer = next.run(request).await;
    let status = answer.status();
    if !asked || is_page(answer.headers()) || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let error = answer.extensions().get::<ApiError>().cloned().unwrap_or_else(|| ApiError::of(problem(status)));
    again.extensions_mut().insert(error);
    let mut shown = page(&state)(again).await;
    *shown.status_mut() = status;
    shown.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = answer.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

/// The problem of an answer that names none itself.
fn problem(status: StatusCode) -> RequestProblem {
    match status {
        StatusCode::UNAUTHORIZED => RequestProblem::SessionRequired,
        StatusCode::FORBIDDEN => RequestProblem::Forbidden,
        StatusCode::NOT_FOUND => RequestProblem::PageNotFound,
        StatusCode::METHOD_NOT_ALLOWED => RequestProblem::NotHere,
        StatusCode::PAYLOAD_TOO_LARGE => RequestProblem::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => RequestProblem::TooMany,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => RequestProblem::Unavailable,
        status if status.is_client_error() => RequestProblem::Unreadable,
        _ => RequestProblem::Failed,
    }
}
