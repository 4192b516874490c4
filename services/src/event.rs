//! Events: what partners are told. Whatever causes one writes it with itself; once it is committed it is given the next number of
//! its partner, without a gap, and read by that number.

use domain::{
    actor::SystemPart,
    event::PartnerEventKind,
    id::{EventId, PartnerId},
    job::Job,
};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM},
    error::Never,
    job,
};

/// How many events are numbered in one transaction.
const AT_ONCE: i64 = 1_000;

/// Something that happened, as its partner is told.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Counts what this partner is told, from 1.
    pub number: i64,
    pub id: EventId,
    pub kind: PartnerEventKind,
    /// How its payload is written.
    pub version: i16,
    /// To what.
    pub subject: String,
    pub payload: Value,
    pub at: OffsetDateTime,
}

/// An event as it is written.
pub(crate) struct Told {
    pub number: i64,
    pub id: Uuid,
    pub event: String,
    pub version: i16,
    pub subject: String,
    pub payload: Value,
    pub recorded_at: OffsetDateTime,
}

impl Told {
    pub fn read<R>(self) -> Result<EventRow, Error<R>> {
        let Self { number, id, event, version, subject, payload, recorded_at: at } = self;
        let kind: PartnerEventKind = event.parse().map_err(Error::defect)?;
        Ok(EventRow { number, id: EventId(id), kind, version, subject, payload, at })
    }
}

/// Numbers what has been committed since, and has it delivered to whoever has an endpoint. One at a time: the lock is its own.
///
/// # Errors
/// When the database fails.
pub async fn number_events(db: &Db) -> Result<i64, Error<Never>> {
    let context = Context::system(SystemPart::Worker, "");
    let mut numbered = 0;
    loop {
        let (at, now) = (db.true_now(), db.now());
        let some: i64 = db
            .note(&context, move |connection| {
                Box::pin(async move {
                    sqlx::query!("select pg_advisory_xact_lock(4055, 0)").execute(&mut *connection).await?;
                    // What is committed later has no number yet, whatever its identifier, so that it gets a later one.
                    let done = sqlx::query!(
                        r#"with waiting as (
                             select id, partner_id, place from outbox where partner_id is not null and number is null
                             order by place limit $1),
                         placed as (
                             select id, partner_id, row_number() over (partition by partner_id order by place) as nth
                             from waiting),
                         last as (
                             select p.partner_id, coalesce((select max(number) from outbox o
                                                            where o.partner_id = p.partner_id), 0) as number
                             from (select distinct partner_id from waiting) p),
                         numbered as (
                             update outbox o set number = last.number + placed.nth
                             from placed join last on last.partner_id = placed.partner_id where o.id = placed.id
                             returning o.id, o.partner_id, o.number),
                         waiting_for as (
                             insert into deliveries (event_id, partner_id, number, state, reason, due_at, settled_at)
                             select n.id, n.partner_id, n.number, case when e.id is null then 'dead' else 'waiting' end,
                                    case when e.id is null then 'no_endpoint' else '' end, $2::timestamptz,
                                    case when e.id is null then $3::timestamptz end
                             from numbered n
                             left join endpoints e on e.partner_id = n.partner_id and e.state = 'in_force'
                             returning partner_id, state)
                         select (select count(*) from numbered) as "numbered!",
                                (select coalesce(array_agg(distinct partner_id), '{}') from waiting_for
                                 where state = 'waiting') as "told!""#,
                        AT_ONCE,
                        at,
                        now
                    )
                    .fetch_one(&mut *connection)
                    .await?;
                    let told = done.told.into_iter().map(|partner| Job::DeliverNotices(PartnerId(partner)));
                    job::enqueue(connection, told.collect(), at).await?;
                    Ok::<_, Error<Never>>(done.numbered)
                })
            })
            .await?;
        numbered += some;
        if some < AT_ONCE {
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
            let rows = sqlx::query_as!(
                Told,
                r#"select number as "number!", id, event, version, subject, payload, recorded_at from outbox
                   where partner_id = $1 and number > $2 order by number limit $3"#,
                partner.0,
                after,
                i64::from(limit)
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(Told::read).collect()
        })
    })
    .await
}
