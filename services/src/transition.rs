//! Every change of a state leaves a row: from, to, actor, reason, at.

use time::OffsetDateTime;

/// One step as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionRow {
    pub from: String,
    pub to: String,
    pub actor: String,
    pub reason: String,
    pub at: OffsetDateTime,
}

/// The timeline of one subject, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(connection: &mut sqlx::PgConnection, subject: &str) -> Result<Vec<TransitionRow>, sqlx::Error> {
    sqlx::query_as!(
        TransitionRow,
        r#"select from_state as "from", to_state as "to", actor, reason, recorded_at as "at"
           from transitions where subject = $1 order by number"#,
        subject
    )
    .fetch_all(connection)
    .await
}
