//! Lists as files that are made in the background.

use domain::{
    export::{ExportFormat, ExportReason, ExportState},
    id::ExportId,
};
use islands::texts::Language;
use leptos::prelude::*;
use services::export::{self, ExportRow, RequestExportCommand};

use super::{Answer, RequestProblem, Told, bad_field, db, id, instant, new_request_no, reader, role, writer};

/// From where a file is fetched; in place of `{id}` stands which.
pub const DOWNLOAD: &str = "/files/exports/{id}";

/// A file that is made, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportView {
    pub id: String,
    /// The address of the list.
    pub list: String,
    pub format: ExportFormat,
    pub state: ExportState,
    pub reason: Option<ExportReason>,
    pub rows: i32,
    /// How many there will be, where that is known.
    pub whole: Option<i32>,
    pub requested_at: String,
}

/// The visitor's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportsView {
    /// The newest first.
    pub exports: Vec<ExportView>,
    /// For the page's forms.
    pub request_no: String,
}

/// The visitor's files.
pub async fn exports() -> Answer<ExportsView> {
    let rows = export::exports(&db(), &reader()?).await.told()?;
    let view = |row: ExportRow| ExportView {
        id: row.id.to_string(),
        list: row.list,
        format: row.format,
        state: row.state,
        reason: row.reason,
        rows: row.rows,
        whole: row.whole,
        requested_at: instant(row.requested_at),
    };
    Ok(ExportsView { exports: rows.into_iter().map(view).collect(), request_no: new_request_no() })
}

/// Begins to make a file of a list, and goes to where it is seen.
#[server(endpoint = "export/request")]
pub async fn request_export(request_no: String, list: String, format: String) -> Answer<()> {
    let context = writer(&request_no)?;
    let format: ExportFormat = format.parse().map_err(|_| bad_field(RequestProblem::Unreadable))?;
    let language = Language::here().choose("zh", "en").to_owned();
    let command = RequestExportCommand { list, format, language };
    export::request_export(&db(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("{}/exports", role(&context)?.portal()));
    Ok(())
}

/// Ends the making of a file.
#[server(endpoint = "export/cancel")]
pub async fn cancel_export(request_no: String, export: String) -> Answer<()> {
    let export: ExportId = id(&export)?;
    services::export::cancel_export(&db(), &writer(&request_no)?, export).await.told()
}
