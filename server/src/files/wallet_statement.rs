//! The statement of a wallet as a workbook.

use agent::pages::statement::statement_workbook;
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use parts::components::{export::Format, query::queries_of};
use services::Db;

use super::taken::{attachment, made_as_page};

/// Makes it as a page is made: in the visitor's name and language.
pub async fn download(State(db): State<Db>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let page = format!("/agent/wallet/statement?{query}");
    let month = queries_of(&parts.uri).into_iter().find_map(|(name, month)| (name == "month").then_some(month));
    let month = month.unwrap_or_default();
    match made_as_page(db, parts, async move { statement_workbook(&month).await }).await {
        Ok((name, content)) => attachment(&name, Format::Xlsx, content),
        // The page says what is wrong.
        Err(_) => Redirect::to(&page).into_response(),
    }
}
