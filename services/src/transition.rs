//! Every change of a state leaves a row: from, to, actor, reason, at.

use time::OffsetDateTime;

use crate::{Error, Write};

/// One step of one subject.
pub struct Transition<'a> {
    /// The subject's typed identifier.
    pub subject: String,
    pub from: &'a str,
    pub to: &'a str,
    pub actor: &'a str,
    pub reason: &'a str,
}

/// One step as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionRow {
    pub from: String,
    pub to: String,
    pub actor: String,
    pub reason: String,
    pub at: OffsetDateTime,
}

/// # Errors
/// When the database fails.
pub async fn insert<R>(write: &mut Write, step: Transition<'_>) -> Result<(), Error<R>> {
    let (id, at) = (write.id(), write.at);
    sqlx::query!(
        "insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        step.subject,
        step.from,
        step.to,
        step.actor,
        step.reason,
        at,
    )
    .execute(write.connection())
    .await?;
    Ok(())
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
