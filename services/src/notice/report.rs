//! What a partner's people see of its notices.

use domain::{
    id::{EventId, PartnerId},
    notice::{AttemptOutcome, DeadReason, DeliveryState},
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::partner;
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    event::{EventRow, Told},
    page::{Bounds, Narrowed, Page, Sort, total},
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
    id: Uuid,
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

/// Which notices are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeFilter {
    /// Those that wait, and those that are dead.
    Undelivered,
    All,
}

/// Among how many notices a text is looked for: the latest of the days that are asked for. What they say has no index, which every
/// event would pay for.
pub const SEARCHED: i64 = 1_000;

/// Which numbers a list is looked for among, and the text that is looked for in what they say.
struct Reach<'a> {
    lowest: i64,
    highest: i64,
    text: Option<&'a str>,
}

/// What `$macro` makes of a statement about what a partner was told, as `$bounds` narrows it within `$reach`: what it selects, and what else it says from `$8`
/// on. A text is a part of a notice's kind or of what it says.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, $then:literal, $of:expr, $bounds:expr, $reach:expr $(, $value:expr)*) => {
        sqlx::$macro!(
            $($row,)?
            $what
                + " from deliveries d join outbox o on o.id = d.event_id and o.partner_id = d.partner_id
                    where d.partner_id = $1 and (d.state <> 'delivered' or not $2::bool)
                      and o.recorded_at >= $3 and o.recorded_at < $4 and d.number between $5 and $6
                      and ($7::text is null or position(folded($7) in folded(o.event)) > 0
                           or exists (select from jsonb_each_text(case jsonb_typeof(o.payload) when 'object' then o.payload
                                                                  else '{}' end) said
                                      where position(folded($7) in folded(said.value)) > 0)) "
                + $then,
            $of.0,
            $of.1,
            $bounds.since(),
            $bounds.until(),
            $reach.lowest,
            $reach.highest,
            $reach.text
            $(, $value)*
        )
    };
}

/// A page of what the asking partner was told, from behind a number; the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn notices(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<NoticeFilter>>,
    after: Option<i64>,
) -> Result<Page<NoticeRow, i64>, Error<Never>> {
    list_notices(db, context, partner(context)?, (list.into(), after)).await
}

/// A page of what a partner was told, as it reads it itself.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn notices_of(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    list: impl Into<Narrowed<NoticeFilter>>,
    after: Option<i64>,
) -> Result<Page<NoticeRow, i64>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    list_notices(db, context, partner, (list.into(), after)).await
}

async fn list_notices(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    (list, after): (Narrowed<NoticeFilter>, Option<i64>),
) -> Result<Page<NoticeRow, i64>, Error<Never>> {
    let ahead = db.now() - db.true_now();
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let of = (partner.0, list.part == NoticeFilter::Undelivered);
            let reach = reach(connection, of, &bounds).await?;
            let rows = listed!(
                query_as of Row,
                r#"select d.number as "number!", o.id as "id!", o.event as "event!", o.version as "version!",
                          o.subject as "subject!", o.payload as "payload!", o.recorded_at as "recorded_at!",
                          d.state as "state!", d.reason as "reason!", d.tries as "tries!", d.outcome as "outcome!",
                          d.due_at as "due_at!""#,
                "and ($9::bigint is null or case $8::text when 'oldest' then d.number > $9 else d.number < $9 end)
                 order by case $8 when 'oldest' then d.number end, case when $8 <> 'oldest' then d.number end desc
                 limit $10",
                of,
                bounds,
                reach,
                list.sort.unwrap_or(Sort::Newest).code(),
                after,
                i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
            )
            .fetch_all(&mut *connection)
            .await?;
            let rows = rows.into_iter().map(|row| row.read(ahead)).collect::<Result<Vec<NoticeRow>, Error<Never>>>()?;
            let listed = Page::cut(rows, PAGE, |row| row.event.number);
            let total = total!(
                list,
                listed!(query_scalar, r#"select count(*) as "count!""#, "", of, bounds, reach).fetch_one(connection)
            );
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// A number is that of one notice; any other text is looked for among the latest.
async fn reach<'a>(
    connection: &mut PgConnection,
    (partner, undelivered): (Uuid, bool),
    bounds: &'a Bounds,
) -> Result<Reach<'a>, sqlx::Error> {
    let Some(text) = bounds.text.as_deref() else { return Ok(Reach { lowest: 0, highest: i64::MAX, text: None }) };
    if let Ok(number) = text.parse() {
        return Ok(Reach { lowest: number, highest: number, text: None });
    }
    let lowest = sqlx::query_scalar!(
        r#"select coalesce((select d.number from deliveries d
                            join outbox o on o.id = d.event_id and o.partner_id = d.partner_id
                            where d.partner_id = $1 and (d.state <> 'delivered' or not $2::bool)
                              and o.recorded_at >= $3 and o.recorded_at < $4
                            order by d.number desc offset $5 limit 1), 0) as "lowest!""#,
        partner,
        undelivered,
        bounds.since(),
        bounds.until(),
        SEARCHED - 1
    )
    .fetch_one(connection)
    .await?;
    Ok(Reach { lowest, highest: i64::MAX, text: Some(text) })
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
