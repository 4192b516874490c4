//! Files of operating data: uploaded, looked at, confirmed.

use domain::{import::ImportState, operating_data::OperatingRow, role::Role};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::operating_data::{ImportFilter, RowError};

use super::upload::FilesView;

/// Where a file is sent.
pub const UPLOAD: &str = "/admin/files/operating-data";

/// What a file would change, or has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportView {
    pub id: String,
    pub file_name: String,
    pub sha256: String,
    pub uploaded_by: String,
    pub uploaded_at: String,
    pub state: ImportState,
    /// The import of exactly this content that was confirmed before.
    pub same_file_as: Option<String>,
    pub rows_total: usize,
    pub rows_new: usize,
    pub rows_same: usize,
    pub rows_changed: usize,
    /// The first that are written.
    pub rows: Vec<RowChangeView>,
    pub errors_total: usize,
    /// The first of them.
    pub errors: Vec<RowError>,
}

/// One row that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChangeView {
    pub row: usize,
    pub agent_no: String,
    pub before: Option<OperatingRow>,
    pub after: OperatingRow,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPageView {
    pub import: ImportView,
    /// Whether the visitor is one who confirms.
    pub may_confirm: bool,
    pub request_no: String,
}

impl ImportView {
    fn of(stored: services::operating_data::StoredImport) -> Self {
        let report = stored.report;
        let change = |change: services::operating_data::RowChange| RowChangeView {
            row: change.row,
            agent_no: change.agent_no,
            before: change.before,
            after: change.after,
        };
        Self {
            id: report.import_id.to_string(),
            file_name: report.file_name,
            sha256: report.sha256,
            uploaded_by: stored.uploaded_by,
            uploaded_at: parts::api::instant(stored.uploaded_at),
            state: stored.state,
            same_file_as: report.same_file_as.map(|import| import.to_string()),
            rows_total: report.rows_total,
            rows_new: report.rows_new,
            rows_same: report.rows_same,
            rows_changed: report.rows_changed,
            rows: report.rows.into_iter().map(change).collect(),
            errors_total: report.errors_total,
            errors: report.errors,
        }
    }
}

/// A page of files, as it is asked for.
pub async fn imports(filter: ImportFilter, query: NarrowQuery, after: Option<String>) -> Answer<FilesView<ImportView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let imports = services::operating_data::imports(&db(), &context, list, page(after)).await.told()?;
    FilesView::of(&context, imports.map(ImportView::of))
}

pub async fn import(import: String) -> Answer<ImportPageView> {
    let context = reader()?;
    let stored = services::operating_data::import(&db(), &context, id(&import)?).await.told()?;
    Ok(ImportPageView {
        import: ImportView::of(stored),
        may_confirm: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

/// Imports a previewed file, whole, and stays on its page.
#[server(endpoint = "operating_data/confirm")]
pub async fn confirm_operating_data(request_no: String, import: String) -> Answer<()> {
    let import: domain::id::ImportId = id(&import)?;
    services::operating_data::confirm_import(&db(), &writer(&request_no)?, import).await.told()?;
    leptos_axum::redirect(&format!("/admin/operating-data/{import}"));
    Ok(())
}

/// Discards a previewed file, and stays on its page.
#[server(endpoint = "operating_data/discard")]
pub async fn discard_operating_data(request_no: String, import: String) -> Answer<()> {
    let import: domain::id::ImportId = id(&import)?;
    services::operating_data::discard_import(&db(), &writer(&request_no)?, import).await.told()?;
    leptos_axum::redirect(&format!("/admin/operating-data/{import}"));
    Ok(())
}
