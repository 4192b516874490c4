//! A browser never gets an error without words: whatever layer answers with one, its answer becomes a page.

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use parts::api::ApiError;

use crate::{
    partner,
    router::{AppState, page},
};

/// Around everything that a browser may ask for.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = wants_page(request.headers()) && !request.uri().path().starts_with(partner::MOUNTED_AT);
    let mut again = Request::new(Body::empty());
    *again.method_mut() = Method::GET;
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    let answer = next.run(request).await;
    let status = answer.status();
    if !asked || is_page(answer.headers()) || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let error = answer.extensions().get::<ApiError>().cloned().unwrap_or_else(|| ApiError::of(code(status)));
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

/// An error with its code: JSON for a program; a browser gets the page of it.
pub fn refused(status: StatusCode, code: &str) -> Response {
    let error = ApiError::of(code);
    let mut response = (status, Json(&error)).into_response();
    response.extensions_mut().insert(error);
    response
}

pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok()).is_some_and(|all| all.contains("text/html"))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

/// The code of an answer that names none itself.
fn code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "session.required",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "page.not_found",
        StatusCode::METHOD_NOT_ALLOWED => "request.not_here",
        StatusCode::PAYLOAD_TOO_LARGE => "request.too_large",
        StatusCode::TOO_MANY_REQUESTS => "request.too_many",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => "unavailable",
        status if status.is_client_error() => "request.unreadable",
        _ => "failed",
    }
}
