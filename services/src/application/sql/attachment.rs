use domain::{
    attachment::Media,
    hexadecimal,
    id::{AgentId, ApplicationId, AttachmentId, PartnerId, UserId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::AttachmentRow;
use crate::Error;

/// How many are wrapped anew at once.
const RESEALED: i64 = 8;

pub struct NewAttachment<'a> {
    pub id: AttachmentId,
    pub application: ApplicationId,
    pub parties: (AgentId, PartnerId),
    pub file_name: &'a str,
    pub media: Media,
    pub size: i32,
    pub sha256: &'a [u8],
    pub sealed: &'a [u8],
    pub uploaded: (UserId, OffsetDateTime),
}

pub async fn insert_attachment(connection: &mut PgConnection, new: &NewAttachment<'_>) -> Result<(), sqlx::Error> {
    let ((agent, funder), (person, at)) = (new.parties, new.uploaded);
    sqlx::query!(
        "insert into attachments (id, application_id, agent_id, funder_id, file_name, media, size, sha256, content,
                                  uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        new.application.0,
        agent.0,
        funder.0,
        new.file_name,
        new.media.code(),
        new.size,
        new.sha256,
        new.sealed,
        person.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn count_attachments(
    connection: &mut PgConnection,
    application: ApplicationId,
) -> Result<usize, sqlx::Error> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from attachments where application_id = $1"#, application.0)
            .fetch_one(connection)
            .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The application that a file is attached to.
pub async fn find_attachment_of(
    connection: &mut PgConnection,
    attachment: AttachmentId,
) -> Result<Option<ApplicationId>, sqlx::Error> {
    let found = sqlx::query_scalar!("select application_id from attachments where id = $1", attachment.0)
        .fetch_optional(connection)
        .await?;
    Ok(found.map(ApplicationId))
}

pub async fn delete_attachment(connection: &mut PgConnection, attachment: AttachmentId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from attachments where id = $1", attachment.0).execute(connection).await?;
    Ok(())
}

pub async fn list_attachments<R>(
    connection: &mut PgConnection,
    application: ApplicationId,
) -> Result<Vec<AttachmentRow>, Error<R>> {
    let rows = sqlx::query!(
        "select id, file_name, media, size, sha256, uploaded_at from attachments where application_id = $1 order by number",
        application.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AttachmentRow {
                id: AttachmentId(row.id),
                file_name: row.file_name,
                media: row.media.parse().map_err(Error::defect)?,
                size: row.size,
                sha256: hexadecimal::text(&row.sha256),
                uploaded_at: row.uploaded_at,
            })
        })
        .collect()
}

/// A file's name, what it is, and its sealed content.
pub async fn find_sealed_attachment(
    connection: &mut PgConnection,
    attachment: AttachmentId,
) -> Result<Option<(String, String, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query!("select file_name, media, content from attachments where id = $1", attachment.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| (row.file_name, row.media, row.content)))
}

pub async fn update_attachments_moved(
    connection: &mut PgConnection,
    from: ApplicationId,
    to: ApplicationId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update attachments t set application_id = a.id, funder_id = a.funder_id
         from applications a where a.id = $2 and t.application_id = $1",
        from.0,
        to.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Files that are not sealed under the master key by which everything begins that is.
pub async fn lock_attachments_before(
    connection: &mut PgConnection,
    newest: &[u8],
) -> Result<Vec<(AttachmentId, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, content from attachments where substring(content from 1 for 5) <> $1 limit $2 for update",
        newest,
        RESEALED
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (AttachmentId(row.id), row.content)).collect())
}

pub async fn update_attachment(
    connection: &mut PgConnection,
    attachment: AttachmentId,
    sealed: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query!("update attachments set content = $2 where id = $1", attachment.0, sealed).execute(connection).await?;
    Ok(())
}
