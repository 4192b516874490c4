//! A file of operating data: first a preview, which stores the file and says what it would change, then all of it or
//! nothing.

use std::collections::{HashMap, hash_map::Entry};

use domain::{
    hexadecimal,
    id::{AgentId, ImportId},
    import::ImportState,
    operating_data::{Column, ImportRefusal, Month, RowProblem},
    role::Role,
};
use files::operating_data::{Table, read, shown};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::{ImportFilter, ImportReport, RowChange, StoredImport, sql};
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Narrowed, Page, PageRequest},
};

/// How many wrong cells a report lists; nobody mends more in one go.
const ERRORS_LISTED: usize = 200;
/// How many rows a report shows, so that a person sees that columns and amounts were understood.
const ROWS_LISTED: usize = 20;

#[derive(Serialize)]
struct PreviewCommand {
    file_name: String,
    sha256: String,
}

/// Stores a file and says what importing it would change. Nothing of it counts yet.
///
/// # Errors
/// Refused when the file is no table, or has no rows or too many. Wrong cells are no refusal: the report lists them.
pub async fn preview_import(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<ImportReport, Error<ImportRefusal>> {
    let person = context.operator::<ImportRefusal>(&[Role::OperatorMaker])?.user;
    let sha256 = Sha256::digest(&bytes).to_vec();
    let file_name = shown(file_name);
    let command = PreviewCommand { file_name: file_name.clone(), sha256: hexadecimal::text(&sha256) };
    let (bytes, table) = read_table(file_name.clone(), bytes).await?;
    let hash_text = command.sha256.clone();
    db.write(context, "operating_data.preview_import", &command, move |write| {
        Box::pin(async move {
            let newest = Month::containing(write.business_date);
            let changes = Changes::of(write.connection(), table.map_err(Error::Refused)?, newest).await?;
            let same_file_as = sql::find_confirmed_import(write.connection(), &sha256).await?;
            let import_id = ImportId(write.id());
            let report = changes.report(import_id, file_name, hash_text, same_file_as);
            let uploaded_at = write.at;
            let new = sql::NewImport { report: &report, sha256, content: bytes, uploaded_by: person, uploaded_at };
            sql::insert_import(write.connection(), new).await?;
            write.envelope.about(import_id);
            write.envelope.changed(&json!(null), &json!({ "file_name": report.file_name, "sha256": report.sha256 }))?;
            Ok(report)
        })
    })
    .await
}

/// Imports a previewed file, whole.
///
/// # Errors
/// Refused while cells are wrong, when it was imported already, and when the stored data changed since the preview, so
/// that its counts are no longer what would happen. `NotFound` for an unknown import.
pub async fn confirm_import(
    db: &Db,
    context: &Context,
    import: ImportId,
) -> Result<ImportReport, Error<ImportRefusal>> {
    context.operator::<ImportRefusal>(&[Role::OperatorMaker])?;
    // The content of an import never changes, so that it may be read and taken apart before anything is locked.
    let (file_name, bytes) = db
        .read(context, move |connection| {
            Box::pin(async move { sql::find_content(connection, import).await?.ok_or(Error::NotFound) })
        })
        .await?;
    let (_, table) = read_table(file_name, bytes).await?;
    db.write(context, "operating_data.confirm_import", &import, move |write| {
        Box::pin(async move {
            let stored = sql::lock_import(write.connection(), import).await?.ok_or(Error::NotFound)?;
            check_previewed(stored.state).map_err(Error::Refused)?;
            let previewed = stored.report;
            if previewed.errors_total > 0 {
                return Err(Error::Refused(ImportRefusal::HasErrors { errors: previewed.errors_total }));
            }
            sql::lock_operating_data(write.connection()).await?;
            let newest = Month::containing(write.business_date);
            let changes = Changes::of(write.connection(), table.map_err(Error::Refused)?, newest).await?;
            let report =
                changes.report(import, previewed.file_name.clone(), previewed.sha256.clone(), previewed.same_file_as);
            if report != previewed {
                return Err(Error::Refused(ImportRefusal::PreviewStale));
            }
            sql::upsert_rows(write.connection(), &changes.written).await?;
            sql::update_import_confirmed(write.connection(), import).await?;
            write.envelope.about(import);
            let after = json!({
                "state": "confirmed", "sha256": report.sha256,
                "rows_new": report.rows_new, "rows_changed": report.rows_changed,
            });
            write.envelope.changed(&json!({ "state": "previewed" }), &after)?;
            Ok(report)
        })
    })
    .await
}

/// Discards a previewed file: it is never imported, and what it told stays to be seen.
///
/// # Errors
/// `NotFound` for an unknown import; refused once it was imported or discarded.
pub async fn discard_import(db: &Db, context: &Context, import: ImportId) -> Result<(), Error<ImportRefusal>> {
    context.operator::<ImportRefusal>(&[Role::OperatorMaker])?;
    db.write(context, "operating_data.discard_import", &import, move |write| {
        Box::pin(async move {
            let stored = sql::lock_import(write.connection(), import).await?.ok_or(Error::NotFound)?;
            check_previewed(stored.state).map_err(Error::Refused)?;
            sql::update_import_discarded(write.connection(), import).await?;
            write.envelope.about(import);
            write.envelope.changed(&json!({ "state": "previewed" }), &json!({ "state": "discarded" }))
        })
    })
    .await
}

/// Whether a file waits to be decided about.
fn check_previewed(state: ImportState) -> Result<(), ImportRefusal> {
    match state {
        ImportState::Previewed => Ok(()),
        ImportState::Confirmed | ImportState::Recording => Err(ImportRefusal::AlreadyImported),
        ImportState::GivenBack | ImportState::Discarded => Err(ImportRefusal::Discarded),
    }
}

/// One uploaded file, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else, `NotFound` for an unknown import.
pub async fn import(db: &Db, context: &Context, import: ImportId) -> Result<StoredImport, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let found = db
        .read(context, move |connection| {
            let all = Narrowed::from(ImportFilter::All);
            Box::pin(async move { sql::list_imports(connection, Some(import), &all, PageRequest::new(None, 1)).await })
        })
        .await?;
    found.0.into_iter().next().ok_or(Error::NotFound)
}

/// Uploaded files for the institution's people, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn imports(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ImportFilter>>,
    page: PageRequest,
) -> Result<Page<StoredImport>, Error<Never>> {
    let list: Narrowed<ImportFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    let (rows, total) = db
        .read(context, move |connection| {
            Box::pin(async move { sql::list_imports(connection, None, &list, page).await })
        })
        .await?;
    let place = |row: &StoredImport| Cursor { at: row.uploaded_at, id: row.report.import_id.0 };
    Ok(Page::of(rows, page, place).with_total(total))
}

/// Takes a file apart, off the async threads, and gives it back.
async fn read_table(
    file_name: String,
    bytes: Vec<u8>,
) -> Result<(Vec<u8>, Result<Table, ImportRefusal>), Error<ImportRefusal>> {
    let read = tokio::task::spawn_blocking(move || {
        let table = read(&file_name, &bytes);
        (bytes, table)
    });
    read.await.map_err(Error::defect)
}

/// A file held against what is stored.
#[derive(Default)]
struct Changes {
    table: Table,
    new: usize,
    same: usize,
    changed: usize,
    /// The rows that are new or changed.
    written: Vec<(AgentId, RowChange)>,
}

impl Changes {
    /// Finds the agents, refuses months after `newest` and rows that repeat an earlier one, and compares the rest.
    async fn of(connection: &mut PgConnection, mut table: Table, newest: Month) -> Result<Self, sqlx::Error> {
        let rows = std::mem::take(&mut table.rows);
        // The database takes no zero byte in a text; no agent's number has one either.
        let mut numbers: Vec<&str> = rows.iter().map(|row| row.agent_no.as_str()).collect();
        numbers.retain(|number| !number.contains('\0'));
        numbers.sort_unstable();
        numbers.dedup();
        let agents = sql::list_agents(connection, &numbers).await?;
        let ids: Vec<AgentId> = agents.values().copied().collect();
        let stored = sql::list_stored(connection, &ids).await?;
        let mut first_seen: HashMap<(AgentId, Month), usize> = HashMap::new();
        let mut changes = Self::default();
        for found in rows {
            let Some(agent) = agents.get(&found.agent_no).copied() else {
                table.refuse(found.number, Column::AgentNo, RowProblem::AgentUnknown, &found.agent_no);
                continue;
            };
            let month = found.row.month;
            if month > newest {
                table.refuse(found.number, Column::Month, RowProblem::MonthInFuture, &month.to_string());
                continue;
            }
            match first_seen.entry((agent, month)) {
                Entry::Occupied(first) => {
                    table.refuse(found.number, Column::Month, RowProblem::Duplicate, &first.get().to_string());
                }
                Entry::Vacant(place) => {
                    place.insert(found.number);
                    let before = stored.get(&(agent, month)).copied();
                    let change = RowChange { row: found.number, agent_no: found.agent_no, before, after: found.row };
                    changes.add(agent, change);
                }
            }
        }
        table.errors.sort_by_key(|error| error.row);
        Ok(Self { table, ..changes })
    }

    fn add(&mut self, agent: AgentId, change: RowChange) {
        match change.before {
            Some(stored) if stored == change.after => {
                self.same += 1;
                return;
            }
            Some(_) => self.changed += 1,
            None => self.new += 1,
        }
        self.written.push((agent, change));
    }

    fn report(
        &self,
        import_id: ImportId,
        file_name: String,
        sha256: String,
        same_file_as: Option<ImportId>,
    ) -> ImportReport {
        let (replacing, new): (Vec<&RowChange>, Vec<&RowChange>) =
            self.written.iter().map(|(_, change)| change).partition(|change| change.before.is_some());
        ImportReport {
            import_id,
            file_name,
            sha256,
            same_file_as,
            rows_total: self.table.rows_total,
            rows_new: self.new,
            rows_same: self.same,
            rows_changed: self.changed,
            rows: replacing.into_iter().chain(new).take(ROWS_LISTED).cloned().collect(),
            errors_total: self.table.errors.len(),
            errors: self.table.errors.iter().take(ERRORS_LISTED).cloned().collect(),
        }
    }
}
