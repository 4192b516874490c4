//! A partner's reconciliation file.

use app::files::content;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use leptos::{
    prelude::provide_context,
    reactive::{computed::ScopedFuture, owner::Owner},
};
use parts::api::RequestProblem;
use services::Db;

use super::taken::taken;
use crate::refused::refused;

/// Reads it as a page is read: in the visitor's name.
pub async fn download(State(db): State<Db>, Path(file): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let read = Owner::new_root(None).with(|| {
        provide_context(parts);
        provide_context(db);
        ScopedFuture::new(async move { content(file).await })
    });
    match read.await {
        Ok((name, content)) => taken(&name, "text/csv; charset=utf-8", content),
        Err(_) => refused(StatusCode::NOT_FOUND, RequestProblem::NotFound),
    }
}
