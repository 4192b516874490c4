//! Lists as files that are too large to be made while somebody waits: made in the background, page by page, in the name of
//! who asked and with what that person may see now. Nobody else is told them.

mod make;
mod sql;

use domain::{
    export::{ExportFormat, ExportReason, ExportRefusal, ExportState, MOST_OPEN},
    id::{ExportId, PartnerId},
    job::Job,
    role::{Party, Role},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

pub(crate) use make::reseal;
pub use make::{NewRows, NextStep, RowsToRead, forget, keep_file, keep_rows, next_step, refuse, work};

use crate::{
    Context, Db, Error,
    error::Never,
    sealed::{Place, Seals},
};

/// The longest address of a list, in bytes.
const LIST_LIMIT: usize = 2_000;

/// Somebody wants a list as a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RequestExportCommand {
    /// The address of the list, with what it is filtered by.
    pub list: String,
    pub format: ExportFormat,
    /// `zh` or `en`.
    pub language: String,
}

/// A file, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRow {
    pub id: ExportId,
    pub list: String,
    pub format: ExportFormat,
    pub state: ExportState,
    /// Why it is refused.
    pub reason: Option<ExportReason>,
    /// How many there are so far.
    pub rows: i32,
    /// How many there will be, where the list says so.
    pub whole: Option<i32>,
    pub requested_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
}

/// Begins to make a file of a list. Who may see the list is found out as it is read.
///
/// # Errors
/// `Forbidden` outside the staff; refused for what is no address in the person's portal, and while enough of the person's
/// files are being made.
pub async fn request_export(
    db: &Db,
    context: &Context,
    command: RequestExportCommand,
) -> Result<ExportId, Error<ExportRefusal>> {
    let person = context.staff()?.clone();
    db.write(context, "export.request", &command.clone(), move |write| {
        Box::pin(async move {
            if !may_be_list(person.role, &command.list) {
                return Err(Error::Refused(ExportRefusal::NoList));
            }
            let id = ExportId(write.id());
            let (path, narrowed) = split(&command.list);
            let seal = |query: &str| write.seals().seal(narrowed_place(id), query.as_bytes());
            let new = sql::NewExport {
                id,
                user: person.user,
                partner: partner_of(person.party),
                role: person.role,
                path,
                narrowed: narrowed.map(seal).transpose().map_err(Error::Failed)?,
                format: command.format,
                language: &command.language,
                at: write.true_at,
            };
            if !sql::insert(write.connection(), &new).await? {
                return Err(Error::Refused(ExportRefusal::TooManyOpen { most: MOST_OPEN }));
            }
            write.envelope.about(id);
            // By what the list is narrowed may be somebody's name, and the trail is for ever.
            write.envelope.changed(&(), &(path, command.format))?;
            write.enqueue(Job::MakeExport(id), Duration::ZERO);
            Ok(id)
        })
    })
    .await
}

/// Ends the making of one's own file.
///
/// # Errors
/// `Forbidden` outside the staff; `NotFound` for another's, and for what is not being made.
pub async fn cancel_export(db: &Db, context: &Context, id: ExportId) -> Result<(), Error<Never>> {
    let user = context.staff::<Never>()?.user;
    db.write(context, "export.cancel", &id, move |write| {
        Box::pin(async move {
            write.envelope.about(id);
            let at = write.true_at;
            if sql::cancel(write.connection(), id, user, at).await? { Ok(()) } else { Err(Error::NotFound) }
        })
    })
    .await
}

/// One's own files, the newest first.
///
/// # Errors
/// `Forbidden` outside the staff.
pub async fn exports(db: &Db, context: &Context) -> Result<Vec<ExportRow>, Error<Never>> {
    let user = context.staff::<Never>()?.user;
    let seals = db.seals().clone();
    db.read(context, move |connection| Box::pin(async move { sql::list(connection, &seals, user).await })).await
}

/// One's own file that is ready, with its content.
///
/// # Errors
/// `Forbidden` outside the staff; `NotFound` for another's, and for what is not ready.
pub async fn export_file(db: &Db, context: &Context, id: ExportId) -> Result<(ExportRow, Vec<u8>), Error<Never>> {
    let user = context.staff::<Never>()?.user;
    let seals = db.seals().clone();
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sql::list(connection, &seals, user).await?;
            let ready = |row: &ExportRow| row.id == id && row.state == ExportState::Ready;
            let row = rows.into_iter().find(ready).ok_or(Error::NotFound)?;
            let mut content = Vec::new();
            for (part, sealed) in sql::list_parts(connection, id, true).await? {
                content.extend(seals.open(part_place(part), &sealed).map_err(Error::Failed)?);
            }
            Ok((row, content))
        })
    })
    .await
}

/// Whether an address can be that of a list in a role's portal.
fn may_be_list(role: Role, list: &str) -> bool {
    list.len() <= LIST_LIMIT && list.strip_prefix(role.portal()).is_some_and(|rest| rest.starts_with('/'))
}

const fn partner_of(party: Party) -> Option<PartnerId> {
    match party {
        Party::Funder(id) | Party::Facilitator(id) => Some(id),
        Party::Institution | Party::Agent(_) | Party::Nobody => None,
    }
}

/// The address of a list without what it is narrowed by, and that.
fn split(list: &str) -> (&str, Option<&str>) {
    list.split_once('?').map_or((list, None), |(path, query)| (path, Some(query)))
}

/// The whole address of a list that was split and sealed.
fn whole(seals: &Seals, id: ExportId, path: String, narrowed: Option<Vec<u8>>) -> Result<String, Error<Never>> {
    let Some(sealed) = narrowed else { return Ok(path) };
    let query = seals.open_text(narrowed_place(id), &sealed).map_err(Error::Failed)?;
    Ok(format!("{path}?{query}"))
}

/// Where is sealed what a list is narrowed by.
const fn narrowed_place(id: ExportId) -> Place {
    Place { table: "exports", column: "narrowed", row: id.0 }
}

/// Where a part is sealed.
const fn part_place(part: Uuid) -> Place {
    Place { table: "export_parts", column: "content", row: part }
}
