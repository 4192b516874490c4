//! A funder's files of payments for its bank, and the bank's files of results.

use app::payment_file::file_for_bank;
use axum::{
    Extension,
    extract::{Multipart, Path, Request, State},
    http::StatusCode,
    response::{Redirect, Response},
};
use parts::{
    api::{
        Problem, RequestProblem, Visitor,
        payment_import::{UPLOAD, import_payments},
    },
    components::{export::Format, query::queries_of},
};
use services::Db;

use super::{
    taken::{attachment, made_as_page},
    upload::counted,
};
use crate::refused::refused;

pub const PAGE: &str = "/funder/payments";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    counted((PAGE, UPLOAD), (visitor, form), |context, upload| async move {
        import_payments(&db, &context, &upload.file_name, upload.bytes).await
    })
    .await
}

/// Makes the file as a page is made: in the visitor's name and language.
pub async fn download(State(db): State<Db>, Path(file): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let asked = queries_of(&parts.uri).into_iter().find_map(|(name, value)| (name == "format").then_some(value));
    let format = asked.and_then(|format| format.parse().ok()).unwrap_or(Format::Xlsx);
    match made_as_page(db, parts, async move { file_for_bank(file, format).await }).await {
        Ok((name, content)) => attachment(&name, format, content),
        Err(error) => match error.problem {
            Problem::Request(problem @ RequestProblem::SessionRequired) => refused(StatusCode::UNAUTHORIZED, problem),
            Problem::Request(problem @ RequestProblem::Forbidden) => refused(StatusCode::FORBIDDEN, problem),
            Problem::Request(problem @ RequestProblem::NotFound) => refused(StatusCode::NOT_FOUND, problem),
            _ => refused(StatusCode::INTERNAL_SERVER_ERROR, RequestProblem::Failed),
        },
    }
}
