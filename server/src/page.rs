//! How a page is rendered: what it finds in its context, and that it reads everything at one moment.

use std::pin::Pin;

use app::document;
use axum::{
    extract::{Request, State},
    http::request::Parts,
    middleware::Next,
    response::Response,
};
use leptos::prelude::{AnyView, provide_context, with_context};
use parts::{
    api::{Demonstration, WholeList},
    components::export::Sheet,
};
use services::Db;

use crate::state::AppState;

/// What every page finds in its context.
pub fn provide(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (db, demonstration) = (state.db.clone(), Demonstration(state.demonstration));
    let (network, outbound, debit_limits) = (state.network.clone(), state.outbound.clone(), state.debit_limits);
    move || {
        let page = with_context(|parts: &Parts| parts.extensions.get::<PageDb>().cloned()).flatten();
        provide_context(page.map_or_else(|| db.clone(), |PageDb(db)| db));
        provide_context(demonstration);
        provide_context(network.clone());
        provide_context(outbound.clone());
        provide_context(debit_limits);
    }
}

/// What a page reads with.
#[derive(Clone)]
pub struct PageDb(pub Db);

/// Has a page read everything at one moment, on one connection, which is given back when it is rendered and not when a
/// slow visitor has taken it. What changes something reads what it has changed.
pub async fn read_once(State(db): State<Db>, mut request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        return next.run(request).await;
    }
    let begun = request.extensions().get::<PageDb>().map(|PageDb(page)| page.clone());
    let page = begun.unwrap_or_else(|| db.for_page());
    request.extensions_mut().insert(PageDb(page.clone()));
    let response = next.run(request).await;
    page.end_page().await;
    response
}

/// Around what reads by itself, and must not hold what a page would have read with.
pub async fn read_apart(mut request: Request, next: Next) -> Response {
    if let Some(PageDb(page)) = request.extensions_mut().remove() {
        page.end_page().await;
    }
    next.run(request).await
}

/// The document around every page.
pub fn shell(state: &AppState) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let site = state.site.clone();
    move || document(&site.built)
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
