//! Reading the audit trail: who did what to what, with the state before and after.

pub(crate) mod refused;

use domain::{
    audit::Outcome,
    id::{AuditId, SessionId},
};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// Which part of the trail. What is not given does not narrow it.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// What it is about, exactly: `loan_01j…`.
    pub subject: Option<String>,
    /// Who did it, exactly: `user:checker-1`.
    pub actor: Option<String>,
    /// What was done, or how its name begins: `loan.` is everything about loans.
    pub operation: Option<String>,
}

/// One operation that was done or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub id: AuditId,
    pub recorded_at: OffsetDateTime,
    pub actor: String,
    pub session: Option<SessionId>,
    pub operation: String,
    /// Of what was refused, the first thing that it named, or else the party that asked.
    pub subject: String,
    pub outcome: Outcome,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// What was asked for when it was refused, without what a person wrote.
    pub command: Option<Value>,
}

/// A page of the trail, newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn audit_trail(
    db: &Db,
    context: &Context,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    // The database takes no zero byte in a text, so that nothing can have one.
    let texts = [&filter.subject, &filter.actor, &filter.operation];
    if texts.into_iter().flatten().any(|text| text.contains('\0')) {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = list(connection, &filter, page).await?;
            Ok(Page::of(rows, page, |row: &AuditRow| Cursor { at: row.recorded_at, id: row.id.0 }))
        })
    })
    .await
}

/// Whether the context's request was carried out, as this operation.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn is_recorded(db: &Db, context: &Context, operation: &'static str) -> Result<bool, Error<Never>> {
    context.system_only()?;
    let (party, number) = (context.party_name(), context.request_no.clone());
    db.read(context, move |connection| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"select exists (select from audit where party = $1 and operation = $2 and request_no = $3)
                          as "complete!""#,
                party,
                operation,
                number
            )
            .fetch_one(connection)
            .await?)
        })
    })
    .await
}

struct Stored {
    id: Uuid,
    recorded_at: OffsetDateTime,
    actor: String,
    session_id: Option<Uuid>,
    operation: String,
    subject: String,
    outcome: String,
    before: Option<Value>,
    after: Option<Value>,
    command: Option<Value>,
}

/// A page and one row more. With a subject and without are two statements: each then has an index to walk.
async fn list(
    connection: &mut PgConnection,
    filter: &AuditFilter,
    page: PageRequest,
) -> Result<Vec<AuditRow>, Error<Never>> {
    let before = page.after.map(|cursor| cursor.id);
    let limit = page.rows_to_read();
    let rows = if let Some(subject) = &filter.subject {
        sqlx::query_as!(
            Stored,
            "select id, recorded_at, actor, session_id, operation, subject, outcome, before, after, command
             from audit
             where subject = $1
               and ($2::text is null or actor = $2)
               and ($3::text is null or starts_with(operation, $3))
               and ($4::uuid is null or id < $4)
             order by id desc limit $5",
            subject,
            filter.actor,
            filter.operation,
            before,
            limit,
        )
        .fetch_all(connection)
        .await?
    } else {
        sqlx::query_as!(
            Stored,
            "select id, recorded_at, actor, session_id, operation, subject, outcome, before, after, command
             from audit
             where ($1::text is null or actor = $1)
               and ($2::text is null or starts_with(operation, $2))
               and id < coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
             order by id desc limit $4",
            filter.actor,
            filter.operation,
            before,
            limit,
        )
        .fetch_all(connection)
        .await?
    };
    rows.into_iter()
        .map(|row| {
            Ok(AuditRow {
                id: AuditId(row.id),
                recorded_at: row.recorded_at,
                actor: row.actor,
                session: row.session_id.map(SessionId),
                operation: row.operation,
                subject: row.subject,
                outcome: row.outcome.parse().map_err(Error::defect)?,
                before: row.before,
                after: row.after,
                command: row.command,
            })
        })
        .collect()
}
