//! Every path of the server, and the layers around them.

use std::{pin::Pin, sync::Arc, time::Duration};

use app::{App, document};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::debt::DebitHours;
use leptos::{
    config::LeptosOptions,
    prelude::{AnyView, IntoAny, provide_context, use_context},
};
use leptos_axum::{LeptosRoutes, generate_route_list};
use parts::{
    api::{Demonstration, WholeList},
    components::export::Sheet,
};
use services::{Db, network::Network, notice::Outbound};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
    timeout::TimeoutLayer,
};

use crate::{
    error_page::error_pages,
    files,
    kept::{check_form, keep_refused},
    limits::brake_guesses,
    metrics::{count, metrics},
    origin::check_origin,
    panics,
    partner::{self, PartnerApi},
    session::{keep_to_portal, resolve_session},
    site::Site,
    source::{TrustedProxies, find_source},
};

/// What handlers share.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub site: Site,
    pub partner_api: PartnerApi,
    /// By which cards are bound.
    pub network: Arc<dyn Network>,
    /// By which partners' endpoints are tried out.
    pub outbound: Arc<Outbound>,
    /// When they are debited.
    pub debit_hours: DebitHours,
    pub demonstration: bool,
    /// Opens `/metrics` to other machines.
    pub metrics_token: Option<String>,
    /// Who says where a request comes from.
    pub trusted_proxies: TrustedProxies,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.site.options.clone()
    }
}

impl axum::extract::FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

/// What every page finds in its context.
fn provide(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (db, demonstration) = (state.db.clone(), Demonstration(state.demonstration));
    let (network, outbound, debit_hours) = (state.network.clone(), state.outbound.clone(), state.debit_hours);
    move || {
        let page = use_context::<Parts>().and_then(|parts| parts.extensions.get::<PageDb>().cloned());
        provide_context(page.map_or_else(|| db.clone(), |PageDb(db)| db));
        provide_context(demonstration);
        provide_context(network.clone());
        provide_context(outbound.clone());
        provide_context(debit_hours);
    }
}

/// What a page reads with.
#[derive(Clone)]
pub struct PageDb(pub Db);

/// Has a page read everything at one moment, on one connection, which is given back when it is rendered and not when a
/// slow visitor has taken it. What changes something reads what it has changed.
async fn read_once(State(db): State<Db>, mut request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        return next.run(request).await;
    }
    let page = db.for_page();
    request.extensions_mut().insert(PageDb(page.clone()));
    let response = next.run(request).await;
    page.end_page().await;
    response
}

fn shell(state: &AppState) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let site = state.site.clone();
    move || document(site.options.clone(), site.stylesheet.clone()).into_any()
}

/// Renders the page of a request, whose whole list is written into a sheet.
pub fn page_into(
    state: &AppState,
    sheet: Sheet,
) -> impl Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Clone + Send + 'static {
    let provide = provide(state);
    let provide = move || {
        provide();
        provide_context(WholeList);
        provide_context(sheet.clone());
    };
    leptos_axum::render_app_async_with_context(provide, shell(state))
}

/// Renders the page of a request, whatever its path.
pub fn page(
    state: &AppState,
) -> impl Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Clone + Send + 'static {
    leptos_axum::render_app_async_with_context(provide(state), shell(state))
}

/// The whole server.
pub fn router(state: AppState) -> Router {
    panics::raise_alarms();
    let portals = pages(&state)
        .layer(middleware::from_fn(keep_to_portal))
        .layer(middleware::from_fn_with_state(state.clone(), resolve_session))
        .layer(middleware::from_fn(brake_guesses))
        .layer(middleware::from_fn(check_origin))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(may_be_transformed)))
        .layer(middleware::from_fn(no_store));
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .merge(portals)
        .with_state(state.clone())
        .nest(partner::MOUNTED_AT, partner::router(state.partner_api.clone()))
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
    let context = services::Context::system("ready", "");
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
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
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
