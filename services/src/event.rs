//! Events: what partners are told. Whatever causes one writes it with itself; once it is committed it is given the next number of
//! its partner, without a gap, and read by that number.

use domain::id::EventId;
use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM},
    error::Never,
    page::Page,
};

/// How many events are numbered in one transaction.
const AT_ONCE: i64 = 1_000;

/// Something that happened, as its partner is told.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Counts what this partner is told, from 1.
    pub number: i64,
    pub id: EventId,
    /// What happened: `signing.succeeded`.
    pub code: String,
    /// To what.
    pub subject: String,
    pub payload: Value,
    pub at: OffsetDateTime,
}

/// Numbers what has been committed since. One at a time: the lock is its own.
///
/// # Errors
/// When the database fails.
pub async fn number_events(db: &Db) -> Result<u64, Error<Never>> {
    let context = Context::system("worker", "");
    let mut numbered = 0;
    loop {
        let some: u64 = db
            .note(&context, |connection| {
                Box::pin(async move {
                    sqlx::query!("select pg_advisory_xact_lock(4055, 0)").execute(&mut *connection).await?;
                    // What is committed later has no number yet, whatever its identifier, so that it gets a later one.
                    let done = sqlx::query!(
                        "with waiting as (
                             select id, partner_id, place from outbox where partner_id is not null and number is null
                             order by place limit $1),
                         placed as (
                             select id, partner_id, row_number() over (partition by partner_id order by place) as nth
                             from waiting),
                         last as (
                             select p.partner_id, coalesce((select max(number) from outbox o
                                                            where o.partner_id = p.partner_id), 0) as number
                             from (select distinct partner_id from waiting) p)
                         update outbox o set number = last.number + placed.nth
                         from placed join last on last.partner_id = placed.partner_id where o.id = placed.id",
                        AT_ONCE
                    )
                    .execute(connection)
                    .await?;
                    Ok::<_, Error<Never>>(done.rows_affected())
                })
            })
            .await?;
        numbered += some;
        if i64::try_from(some).unwrap_or(i64::MAX) < AT_ONCE {
            return Ok(numbered);
        }
    }
}

/// What the asking partner was told after a number, at most so much.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn events_after(db: &Db, context: &Context, after: i64, limit: u16) -> Result<Vec<EventRow>, Error<Never>> {
    let partner = match context.funder::<Never>(FUNDER_TEAM) {
        Ok(funder) => funder,
        Err(_) => context.facilitator(FACILITATOR_TEAM)?,
    };
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select number as "number!", id, event, subject, payload, recorded_at from outbox
                   where partner_id = $1 and number > $2 order by number limit $3"#,
                partner.0,
                after,
                i64::from(limit)
            )
            .fetch_all(connection)
            .await?;
            Ok(rows
                .into_iter()
                .map(|row| EventRow {
                    number: row.number,
                    id: EventId(row.id),
                    code: row.event,
                    subject: row.subject,
                    payload: row.payload,
                    at: row.recorded_at,
                })
                .collect())
        })
    })
    .await
}

/// How many events a page for people has.
const PAGE: usize = 50;

/// What the asking partner was told, the newest first; of what was told before a number.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn newest_events(
    db: &Db,
    context: &Context,
    before: Option<i64>,
) -> Result<Page<EventRow, i64>, Error<Never>> {
    let partner = context.party().partner().ok_or(Error::Forbidden)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select number as "number!", id, event, subject, payload, recorded_at from outbox
                   where partner_id = $1 and number < $2 order by number desc limit $3"#,
                partner.0,
                before.unwrap_or(i64::MAX),
                i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| EventRow {
                    number: row.number,
                    id: EventId(row.id),
                    code: row.event,
                    subject: row.subject,
                    payload: row.payload,
                    at: row.recorded_at,
                })
                .collect();
            Ok(Page::cut(rows, PAGE, |row: &EventRow| row.number))
        })
    })
    .await
}
