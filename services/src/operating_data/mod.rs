//! Agents' operating data: imported by the institution, read by agents, models and screens.

mod import;
mod sql;

use domain::{
    id::{AgentId, ImportId},
    import::ImportState,
    operating_data::{OperatingRow, Summary, summary},
    role::Party,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use files::operating_data::RowError;
pub use import::{confirm_import, discard_import, import, imports, preview_import};

use crate::{Context, Db, Error, context::INSTITUTION, error::Never, page::Which};

/// Which imports are listed.
pub type ImportFilter = Which<ImportState>;

/// What a file would change, or has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub import_id: ImportId,
    pub file_name: String,
    /// Of the content, in hexadecimal.
    pub sha256: String,
    /// An import of exactly this content that was confirmed before.
    pub same_file_as: Option<ImportId>,
    pub rows_total: usize,
    pub rows_new: usize,
    pub rows_same: usize,
    pub rows_changed: usize,
    /// The first rows that are written, those that replace another before those that are new.
    #[serde(default)]
    pub rows: Vec<RowChange>,
    /// How many cells are wrong; `errors` lists the first of them.
    pub errors_total: usize,
    pub errors: Vec<RowError>,
}

/// One row that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub agent_no: String,
    /// What it replaces.
    pub before: Option<OperatingRow>,
    pub after: OperatingRow,
}

/// A file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImport {
    pub report: ImportReport,
    pub state: ImportState,
    /// The name of the person.
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
}

/// One agent's months, newest first, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub rows: Vec<OperatingRow>,
    pub summary: Summary,
}

/// The operating data of one agent, for the agent itself and for the institution's people.
///
/// # Errors
/// `NotFound` for another agent's or an unknown agent's, `Forbidden` for anybody else.
pub async fn history(db: &Db, context: &Context, agent: AgentId) -> Result<History, Error<Never>> {
    if matches!(context.party(), Party::Agent(_)) {
        let own = context.shop::<Never>()?;
        if own != agent {
            return Err(Error::NotFound);
        }
    } else {
        context.operator::<Never>(INSTITUTION)?;
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            if !sql::find_agent(connection, agent).await? {
                return Err(Error::NotFound);
            }
            let rows = sql::list_rows(connection, agent).await?;
            let summary = summary(&rows);
            Ok(History { rows, summary })
        })
    })
    .await
}
