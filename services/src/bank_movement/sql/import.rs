//! Imported statements, with what was made of them.

use domain::id::{ImportId, UserId};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;

use crate::bank_movement::import::ReportBody;

pub struct NewImport<'a> {
    pub id: ImportId,
    pub file_name: &'a str,
    pub sha256: &'a [u8],
    pub report: &'a ReportBody,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: OffsetDateTime,
}

pub async fn insert_import(connection: &mut PgConnection, new: &NewImport<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into imports (id, kind, file_name, sha256, state, report, content, uploaded_by, uploaded_at)
         values ($1, 'bank_statement', $2, $3, 'previewed', $4, $5, $6, $7)",
        new.id.0,
        new.file_name,
        new.sha256,
        Json(new.report) as _,
        new.content,
        new.by.0,
        new.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A statement's preview, locked, and whether it was confirmed.
pub async fn lock_import(
    connection: &mut PgConnection,
    import: ImportId,
) -> Result<Option<(ReportBody, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select report as "report: Json<ReportBody>", state = 'confirmed' as "confirmed!"
           from imports where id = $1 and kind = 'bank_statement' for update"#,
        import.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.report.0, row.confirmed)))
}

pub async fn update_import(
    connection: &mut PgConnection,
    import: ImportId,
    report: &ReportBody,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update imports set state = 'confirmed', report = $2 where id = $1", import.0, Json(report) as _)
        .execute(connection)
        .await?;
    Ok(())
}

pub struct ImportFile {
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub state: String,
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
    pub report: Json<ReportBody>,
}

pub async fn find_import(connection: &mut PgConnection, import: ImportId) -> Result<Option<ImportFile>, sqlx::Error> {
    sqlx::query_as!(
        ImportFile,
        r#"select i.file_name, i.sha256, i.state, u.display_name as uploaded_by, i.uploaded_at,
                  i.report as "report: Json<ReportBody>"
           from imports i join users u on u.id = i.uploaded_by where i.id = $1 and i.kind = 'bank_statement'"#,
        import.0
    )
    .fetch_optional(connection)
    .await
}
