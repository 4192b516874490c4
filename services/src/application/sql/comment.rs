//! Statements about comments.

use domain::id::{ApplicationId, PartnerId, UserId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::comment::Comment;

pub struct NewComment<'a> {
    pub id: Uuid,
    pub application: ApplicationId,
    pub funder: PartnerId,
    pub person: UserId,
    pub text: &'a str,
    pub at: OffsetDateTime,
}

pub async fn insert_comment(connection: &mut PgConnection, new: &NewComment<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into comments (id, application_id, funder_id, user_id, text, commented_at)
         values ($1, $2, $3, $4, $5, $6)",
        new.id,
        new.application.0,
        new.funder.0,
        new.person.0,
        new.text,
        new.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Those before a place, the newest first.
pub async fn list_comments(
    connection: &mut PgConnection,
    application: ApplicationId,
    before: i64,
    limit: i64,
) -> Result<Vec<Comment>, sqlx::Error> {
    sqlx::query_as!(
        Comment,
        r#"select c.number as place, u.display_name as by_name, c.text, c.commented_at as "at"
           from comments c join users u on u.id = c.user_id
           where c.application_id = $1 and c.number < $2 order by c.number desc limit $3"#,
        application.0,
        before,
        limit
    )
    .fetch_all(connection)
    .await
}
