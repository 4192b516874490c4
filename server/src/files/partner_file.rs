//! A partner's reconciliation file.

use app::files::content;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use parts::api::RequestProblem;
use services::Db;

use super::taken::{made_as_page, taken};
use crate::refused::refused;

/// Reads it as a page is read: in the visitor's name.
pub async fn download(State(db): State<Db>, Path(file): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match made_as_page(db, parts, async move { content(file).await }).await {
        Ok((name, content)) => taken(&name, "text/csv; charset=utf-8", content),
        Err(_) => refused(StatusCode::NOT_FOUND, RequestProblem::NotFound),
    }
}
