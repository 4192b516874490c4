use domain::{
    export::{ExportFormat, ExportReason, ExportState, MOST_OPEN},
    id::{ExportId, PartnerId, UserId},
    role::Role,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ExportRow, whole};
use crate::{Error, error::Never, sealed::Seals};

/// How many files of a person are listed: more than can be made in the days for which they are kept.
const LISTED: i64 = 200;
/// How many parts are wrapped anew at once: they are large.
const RESEALED: i64 = 10;

pub struct NewExport<'a> {
    pub id: ExportId,
    pub user: UserId,
    pub partner: Option<PartnerId>,
    pub role: Role,
    pub path: &'a str,
    /// Sealed.
    pub narrowed: Option<Vec<u8>>,
    pub format: ExportFormat,
    pub language: &'a str,
    pub at: OffsetDateTime,
}

/// Inserts a file to be made, unless enough of the person's are being made already. The lock counts them one after the other.
pub async fn insert(connection: &mut PgConnection, new: &NewExport<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4058, hashtext($1))", new.user.to_string())
        .fetch_one(&mut *connection)
        .await?;
    let done = sqlx::query!(
        "insert into exports (id, user_id, partner_id, role, list, narrowed, format, language, state, requested_at)
         select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::bytea, $7::text, $8::text, 'making', $9::timestamptz
         where (select count(*) from exports where user_id = $2 and state = 'making') < $10",
        new.id.0,
        new.user.0,
        new.partner.map(|partner| partner.0),
        new.role.code(),
        new.path,
        new.narrowed,
        new.format.code(),
        new.language,
        new.at,
        MOST_OPEN
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Cancels what is being made for a person, if it is.
pub async fn cancel(
    connection: &mut PgConnection,
    id: ExportId,
    user: UserId,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update exports set state = 'cancelled', ended_at = $3 where id = $1 and user_id = $2 and state = 'making'",
        id.0,
        user.0,
        at
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("delete from export_parts where export_id = $1", id.0).execute(connection).await?;
    Ok(true)
}

/// A person's files, the newest first.
pub async fn list(connection: &mut PgConnection, seals: &Seals, user: UserId) -> Result<Vec<ExportRow>, Error<Never>> {
    let rows = sqlx::query!(
        "select id, list, narrowed, format, state, reason, rows, whole, requested_at, ended_at from exports
         where user_id = $1 order by requested_at desc, id desc limit $2",
        user.0,
        LISTED
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ExportRow {
                id: ExportId(row.id),
                list: whole(seals, ExportId(row.id), row.list, row.narrowed)?,
                format: row.format.parse().map_err(Error::defect)?,
                state: row.state.parse::<ExportState>().map_err(Error::defect)?,
                reason: row.reason.map(|reason| reason.parse::<ExportReason>()).transpose().map_err(Error::defect)?,
                rows: row.rows,
                whole: row.whole,
                requested_at: row.requested_at,
                ended_at: row.ended_at,
            })
        })
        .collect()
}

/// What is being made.
pub struct Making {
    pub user: UserId,
    pub role: Role,
    pub list: String,
    pub format: ExportFormat,
    pub language: String,
    pub after: Option<String>,
    pub complete: bool,
    pub parts: i32,
    pub rows: i32,
}

pub async fn find_making(
    connection: &mut PgConnection,
    seals: &Seals,
    id: ExportId,
) -> Result<Option<Making>, Error<Never>> {
    let row = sqlx::query!(
        "select user_id, role, list, narrowed, format, language, after, complete, parts, rows from exports
         where id = $1 and state = 'making'",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Making {
        user: UserId(row.user_id),
        role: row.role.parse().map_err(Error::defect)?,
        list: whole(seals, id, row.list, row.narrowed)?,
        format: row.format.parse().map_err(Error::defect)?,
        language: row.language,
        after: row.after,
        complete: row.complete,
        parts: row.parts,
        rows: row.rows,
    }))
}

/// Counts rows that were read, if nobody else has counted the same part.
pub async fn add_rows(
    connection: &mut PgConnection,
    id: ExportId,
    (part, rows, whole): (i32, i32, Option<i32>),
    after: Option<String>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update exports set after = $4, complete = $4::text is null, parts = parts + 1, rows = rows + $3,
                            whole = coalesce(whole, $5)
         where id = $1 and state = 'making' and parts = $2",
        id.0,
        part,
        rows,
        after,
        whole
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the making of a file, if it is being made: it is ready, or there is a reason why not. What was kept of its rows goes.
pub async fn end(
    connection: &mut PgConnection,
    id: ExportId,
    reason: Option<ExportReason>,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let state = if reason.is_some() { ExportState::Refused } else { ExportState::Ready };
    let done = sqlx::query!(
        "update exports set state = $2, reason = $3, ended_at = $4 where id = $1 and state = 'making'",
        id.0,
        state.code(),
        reason.map(ExportReason::code),
        at
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("delete from export_parts where export_id = $1", id.0).execute(connection).await?;
    Ok(true)
}

/// Keeps a part of the file, or of its rows, by its number.
pub async fn insert_part(
    connection: &mut PgConnection,
    export: ExportId,
    (file, number): (bool, i32),
    (part, content): (Uuid, Vec<u8>),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into export_parts (id, export_id, file, number, content) values ($1, $2, $3, $4, $5)",
        part,
        export.0,
        file,
        number,
        content
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The parts of the file, or of its rows, in their order, as they are sealed.
pub async fn list_parts(
    connection: &mut PgConnection,
    export: ExportId,
    file: bool,
) -> Result<Vec<(Uuid, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, content from export_parts where export_id = $1 and file = $2 order by number",
        export.0,
        file
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.content)).collect())
}

/// Deletes what has ended, or was asked for and never ended, until an instant, with its parts.
pub async fn delete_old(connection: &mut PgConnection, until: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from exports where case when ended_at is null then requested_at else ended_at end <= $1",
        until
    )
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}

/// What lists are narrowed by, where that is not sealed under the newest master key, locked.
pub async fn lock_narrowed_before(
    connection: &mut PgConnection,
    newest: &[u8],
) -> Result<Vec<(ExportId, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, narrowed as "narrowed!" from exports where substring(narrowed from 1 for 5) <> $1 limit $2 for update"#,
        newest,
        RESEALED
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (ExportId(row.id), row.narrowed)).collect())
}

pub async fn update_narrowed(
    connection: &mut PgConnection,
    id: ExportId,
    narrowed: Vec<u8>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update exports set narrowed = $2 where id = $1", id.0, narrowed).execute(connection).await?;
    Ok(())
}

/// Parts that are not sealed under the newest master key, locked.
pub async fn lock_sealed_before(
    connection: &mut PgConnection,
    newest: &[u8],
) -> Result<Vec<(Uuid, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, content from export_parts where substring(content from 1 for 5) <> $1 limit $2 for update",
        newest,
        RESEALED
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.content)).collect())
}

pub async fn update_part(connection: &mut PgConnection, part: Uuid, content: Vec<u8>) -> Result<(), sqlx::Error> {
    sqlx::query!("update export_parts set content = $2 where id = $1", part, content).execute(connection).await?;
    Ok(())
}
