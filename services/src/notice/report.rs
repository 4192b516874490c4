//! What a partner's people see of its notices.

use domain::{
    id::{EventId, PartnerId},
    notice::{AttemptOutcome, DeadReason, DeliveryState},
};
use time::{Duration, OffsetDateTime};

use super::partner;
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    event::{EventRow, Told},
    page::Page,
};

/// How many notices a page has.
const PAGE: usize = 50;

/// How an event's delivery stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    pub state: DeliveryState,
    /// Why it is dead.
    pub reason: Option<DeadReason>,
    /// Since it was last to be sent.
    pub tries: u32,
    /// What came of the last attempt.
    pub outcome: Option<AttemptOutcome>,
    /// When it is tried next, while it waits.
    pub due_at: OffsetDateTime,
}

/// An event, and how its partner's system was told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeRow {
    pub event: EventRow,
    pub delivery: DeliveryRow,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRow {
    pub at: OffsetDateTime,
    pub url: String,
    pub outcome: AttemptOutcome,
    pub took_ms: i32,
}

struct Row {
    number: i64,
    id: uuid::Uuid,
    event: String,
    version: i16,
    subject: String,
    payload: serde_json::Value,
    recorded_at: OffsetDateTime,
    state: String,
    reason: String,
    tries: i32,
    outcome: String,
    due_at: OffsetDateTime,
}

impl Row {
    /// `ahead`: how far the clock that people see is before the machine's, by which deliveries are due.
    fn read(self, ahead: Duration) -> Result<NoticeRow, Error<Never>> {
        let row = self;
        let Row { number, id, event, version, subject, payload, recorded_at, .. } = row;
        Ok(NoticeRow {
            event: Told { number, id, event, version, subject, payload, recorded_at }.read()?,
            delivery: DeliveryRow {
                state: row.state.parse().map_err(Error::defect)?,
                reason: (!row.reason.is_empty()).then(|| row.reason.parse()).transpose().map_err(Error::defect)?,
                tries: row.tries.unsigned_abs(),
                outcome: (!row.outcome.is_empty()).then(|| row.outcome.parse()).transpose().map_err(Error::defect)?,
                due_at: row.due_at + ahead,
            },
        })
    }
}

/// What the asking partner was told, the newest first, of what was told before a number; or of that only what is not delivered.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn notices(
    db: &Db,
    context: &Context,
    (before, undelivered): (Option<i64>, bool),
) -> Result<Page<NoticeRow, i64>, Error<Never>> {
    let (partner, ahead) = (partner(context)?, db.now() - db.true_now());
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query_as!(
                Row,
                "select d.number, o.id, o.event, o.version, o.subject, o.payload, o.recorded_at, d.state, d.reason, d.tries,
                        d.outcome, d.due_at
                 from deliveries d join outbox o on o.id = d.event_id
                 where d.partner_id = $1 and d.number < $2 and (d.state <> 'delivered' or not $4)
                 order by d.number desc limit $3",
                partner.0,
                before.unwrap_or(i64::MAX),
                i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
                undelivered
            )
            .fetch_all(connection)
            .await?;
            let rows = rows.into_iter().map(|row| row.read(ahead)).collect::<Result<Vec<NoticeRow>, Error<Never>>>()?;
            Ok(Page::cut(rows, PAGE, |row| row.event.number))
        })
    })
    .await
}

/// One notice of the asking partner, with its attempts, the newest first, at most a hundred.
///
/// # Errors
/// `Forbidden` to anybody but a partner, `NotFound` when it is not told of it.
pub async fn notice(db: &Db, context: &Context, id: EventId) -> Result<(NoticeRow, Vec<AttemptRow>), Error<Never>> {
    let (partner, ahead) = (partner(context)?, db.now() - db.true_now());
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query_as!(
                Row,
                "select d.number, o.id, o.event, o.version, o.subject, o.payload, o.recorded_at, d.state, d.reason, d.tries,
                        d.outcome, d.due_at
                 from deliveries d join outbox o on o.id = d.event_id where d.partner_id = $1 and d.event_id = $2",
                partner.0,
                id.0
            )
            .fetch_optional(&mut *connection)
            .await?;
            let row = row.ok_or(Error::NotFound)?.read(ahead)?;
            let attempts = sqlx::query!(
                "select a.at, e.url, a.outcome, a.took_ms from delivery_attempts a join endpoints e on e.id = a.endpoint_id
                 where a.event_id = $1 order by a.place desc limit 100",
                row.event.id.0
            )
            .fetch_all(connection)
            .await?;
            let attempts = attempts.into_iter().map(|tried| {
                let outcome = tried.outcome.parse().map_err(Error::defect)?;
                Ok(AttemptRow { at: tried.at, url: tried.url, outcome, took_ms: tried.took_ms })
            });
            Ok((row, attempts.collect::<Result<Vec<_>, Error<Never>>>()?))
        })
    })
    .await
}

/// How a partner's notices stand, for the institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticesStanding {
    /// The address of its endpoint in force.
    pub url: Option<String>,
    pub in_force_since: Option<OffsetDateTime>,
    pub waiting: i64,
    /// Those of them that were tried.
    pub failing: i64,
    /// Not delivered, although there was an endpoint.
    pub dead: i64,
}

/// How a partner's notices stand.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn notices_standing(db: &Db, context: &Context, partner: PartnerId) -> Result<NoticesStanding, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query_as!(
                NoticesStanding,
                r#"select e.url as "url?", e.approved_at as "in_force_since?",
                          count(*) filter (where d.state = 'waiting') as "waiting!",
                          count(*) filter (where d.state = 'waiting' and d.tries > 0) as "failing!",
                          count(*) filter (where d.state = 'dead' and d.reason <> 'no_endpoint') as "dead!"
                   from (select $1::uuid as id) p
                   left join endpoints e on e.partner_id = p.id and e.state = 'in_force'
                   left join deliveries d on d.partner_id = p.id and d.state <> 'delivered'
                   group by e.url, e.approved_at"#,
                partner.0
            )
            .fetch_one(connection)
            .await?;
            Ok(row)
        })
    })
    .await
}
