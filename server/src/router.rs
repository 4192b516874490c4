//! Every path of the server, and the layers around them. A layer that is added later is around those before, so that a request passes them
//! from the last line to the first, and its answer comes back the other way.
//!
//! Around everything:
//!
//! 1. `guard_headers`: what every answer tells the browser.
//! 2. `find_source`: where it comes from, before anything is counted or braked by that.
//! 3. `count`: with the status that is sent, so outside of whatever makes one.
//! 4. `error_pages`: any error from below gets words. Panics are caught below it, so that they get them too, and above it once more.
//! 5. The time limit.
//!
//! Around the portals, and not the partner API (whose gate is its own), callbacks, probes and the site's files:
//!
//! 6. `no_store`, then compression, except of a page with a secret.
//! 7. `check_origin`: before anybody's session is looked up.
//! 8. `resolve_session`: who asks.
//! 9. `brake_guesses`: by the person where there is one, or by the source.
//! 10. `keep_to_portal`.
//!
//! Around pages, server functions, uploads and downloads:
//!
//! 11. `keep_refused`: has what was typed into a refused form wait for its page.
//! 12. Pages and server functions alone: `check_form` refuses what is no form, `read_once` gives a page its moment, and `files::export::lists`
//!     answers with a file inside of that.

use std::time::Duration;

use app::App;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::actor::SystemPart;
use leptos_axum::{LeptosRoutes, generate_route_list};
use services::Db;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
    timeout::TimeoutLayer,
};

use crate::{
    callback,
    error_page::error_pages,
    files,
    kept::{check_form, keep_refused},
    limits::brake_guesses,
    metrics::{count, metrics},
    origin::check_origin,
    page::{page, provide, read_once, shell},
    panics,
    partner::{self, MOUNTED_AT},
    session::{keep_to_portal, resolve_session},
    source::find_source,
    state::AppState,
};

/// The whole server.
pub fn router(state: AppState) -> Router {
    panics::raise_alarms();
    let portals = pages(&state)
        .layer(middleware::from_fn(keep_to_portal))
        .layer(middleware::from_fn(brake_guesses))
        .layer(middleware::from_fn_with_state(state.clone(), resolve_session))
        .layer(middleware::from_fn(check_origin))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(may_be_transformed)))
        .layer(middleware::from_fn(no_store));
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/network/callbacks", post(callback::take))
        .merge(portals)
        .with_state(state.clone())
        .nest(MOUNTED_AT, partner::router(state.partner_api.clone()))
        .merge(state.site.files())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CatchPanicLayer::custom(panics::page))
        .layer(middleware::from_fn_with_state(state.clone(), error_pages))
        // Once more, for a page of an error that itself fails.
        .layer(CatchPanicLayer::custom(panics::page))
        .layer(middleware::from_fn(count))
        .layer(middleware::from_fn_with_state(state.trusted_proxies, find_source))
        .layer(middleware::from_fn(guard_headers))
}

/// Pages, server functions and uploads, without the gates in front of them: each decides for itself who may.
pub fn pages(state: &AppState) -> Router<AppState> {
    Router::new()
        .leptos_routes_with_context(state, generate_route_list(App), provide(state), shell(state))
        .fallback(page(state))
        .layer(middleware::from_fn_with_state(state.clone(), files::export::lists))
        .layer(middleware::from_fn_with_state(state.clone(), read_once))
        .layer(middleware::from_fn(check_form))
        .merge(files::uploads())
        .merge(files::downloads())
        .layer(middleware::from_fn_with_state(state.clone(), keep_refused))
}

/// A page that shows a secret says that it must not be transformed: its length could tell the secret.
fn may_be_transformed(
    _: StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    !headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().ends_with(b"no-transform"))
}

async fn ready(State(db): State<Db>) -> Response {
    let context = services::Context::system(SystemPart::Server, "");
    match services::business_day::business_date(&db, &context).await {
        Ok(date) => date.to_string().into_response(),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Pages and answers carry people's affairs: nothing keeps them.
async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    // A page with a secret says more: that it must not be transformed either.
    let said = response.headers().get(header::CACHE_CONTROL);
    if !said.is_some_and(|said| said.as_bytes().starts_with(b"no-store")) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// What every answer tells the browser, whatever it is.
async fn guard_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, nothing);
    }
    response
}
