//! What was posted for a partner on each date that is closed: a list of files, and each of them.

use axum::{Json, http::header::CONTENT_TYPE, response::IntoResponse};
use domain::{Amount, hexadecimal, id::PartnerFileId};
use serde::Serialize;
use services::{
    error::Never,
    partner_file::{FileRow, file, files},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Id},
    list::{PageQuery, page_view},
    problem::{Problem, ProblemView},
};

page_view! {
    /// Newest first.
    FilesView { files: FileView of FileRow }
}

/// A date of which nothing was posted has a file of no lines.
#[derive(Serialize, ToSchema)]
pub struct FileView {
    #[schema(value_type = String, example = "file_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    id: PartnerFileId,
    /// The date that is closed.
    #[schema(value_type = String, format = Date, example = "2026-11-20")]
    business_date: String,
    /// One for each journal, between the head and the totals.
    lines: usize,
    /// What the lines come to: by how much what is payable to you has grown.
    #[schema(value_type = String, example = "30120.00")]
    payable: Amount,
    /// By how much what you owe back has grown.
    #[schema(value_type = String, example = "0.00")]
    receivable: Amount,
    /// By how much the principal that is owed to you has grown.
    #[schema(value_type = String, example = "-30000.00")]
    claim: Amount,
    /// The institution's share that was withheld of what was paid.
    #[schema(value_type = String, example = "0.00")]
    revenue_share: Amount,
    /// SHA-256 over the file's bytes, in hexadecimal.
    sha256: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    made_at: OffsetDateTime,
}

impl From<FileRow> for FileView {
    fn from(row: FileRow) -> Self {
        Self {
            id: row.id,
            business_date: row.business_date.to_string(),
            lines: row.lines,
            payable: row.totals.payable,
            receivable: row.totals.receivable,
            claim: row.totals.claim,
            revenue_share: row.totals.revenue_share,
            sha256: hexadecimal::text(&row.digest),
            made_at: row.made_at,
        }
    }
}

#[utoipa::path(get, path = "/reconciliation-files", operation_id = "list_reconciliation_files", params(PageQuery),
    responses((status = 200, body = FilesView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<FilesView>, Problem> {
    let rows = files(&caller.db, &caller.context, (), query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

/// UTF-8 as RFC 4180 has it, with a line feed after each line: the head `journal,event,reference,value_date,payable,receivable,claim,
/// revenue_share`, a line for each journal, and the totals, whose first value is `total`. Columns may be added behind these.
#[utoipa::path(get, path = "/reconciliation-files/{id}", operation_id = "get_reconciliation_file", params(("id" = String, Path)),
    responses((status = 200, body = String, content_type = "text/csv"),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn get(caller: Caller, Id(id): Id<PartnerFileId>) -> Result<impl IntoResponse, Problem> {
    let found = file(&caller.db, &caller.context, id).await;
    let (_, content) = found.map_err(Problem::of(Never::code))?;
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], content))
}
