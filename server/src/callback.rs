//! Where the network tells by itself what came of an order. What it does not find taken here it tells again.

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use services::{
    callback,
    network::{Asked, CallbackError},
    signed_line::{NONCE, SIGNATURE, TIMESTAMP},
};

use crate::state::AppState;

/// No callback is longer.
const BODY_LIMIT: usize = 64 * 1024;

pub async fn take(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let headers = &parts.headers;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asked = Asked {
        method: parts.method.as_str(),
        target: parts.uri.path_and_query().map_or("", |target| target.as_str()),
        nonce: header(NONCE),
        timestamp: header(TIMESTAMP),
        signature: header(SIGNATURE),
        body: &body,
    };
    let status = match state.network.callback(&asked) {
        Ok(told) => match callback::take(&state.db, &*state.network, told).await {
            Ok(Some(_)) => StatusCode::NO_CONTENT,
            Ok(None) => StatusCode::CONFLICT,
            Err(error) => {
                tracing::warn!(?error, "what the network tells is not filed");
                StatusCode::SERVICE_UNAVAILABLE
            }
        },
        Err(error) => {
            tracing::warn!(%error, "a callback is not taken");
            // Nothing is signed for a stranger.
            return match error {
                CallbackError::Unsigned => StatusCode::UNAUTHORIZED,
                CallbackError::Unreadable => StatusCode::BAD_REQUEST,
            }
            .into_response();
        }
    };
    let (timestamp, signature) = state.network.acknowledged(&asked, status.as_u16());
    (status, [(TIMESTAMP, timestamp), (SIGNATURE, signature)]).into_response()
}
