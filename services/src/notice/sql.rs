use domain::{
    endpoint::{Endpoint, EndpointState},
    id::{EndpointId, EventId, PartnerId},
    notice::{AttemptOutcome, DeadReason},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{EndpointRow, outbound::Secret};
use crate::{
    Error,
    event::{EventRow, Told},
    sealed::Seals,
};

/// An endpoint with what calling it takes.
#[derive(Clone)]
pub struct LockedEndpoint {
    pub id: EndpointId,
    pub partner: PartnerId,
    pub endpoint: Endpoint,
    pub url: String,
    pub wants_success: bool,
    pub secret_no: i32,
    pub previous_until: Option<OffsetDateTime>,
    /// Whether its partner signs with SM2 at present.
    pub sm2: bool,
}

impl LockedEndpoint {
    /// Those that are in force now, the newest first.
    pub fn secrets<R>(&self, seals: &Seals, now: OffsetDateTime) -> Result<Vec<Secret>, Error<R>> {
        secrets(seals, self.id, (self.secret_no, self.previous_until), now)
    }
}

/// An endpoint's secrets that are in force. None is kept: each is made of the master keys, the endpoint and its number.
pub fn secrets<R>(
    seals: &Seals,
    id: EndpointId,
    (number, previous_until): (i32, Option<OffsetDateTime>),
    now: OffsetDateTime,
) -> Result<Vec<Secret>, Error<R>> {
    let previous = previous_until.is_some_and(|until| now < until).then(|| number.saturating_sub(1));
    let secret = |number: i32| {
        let made = seals.blind_index("endpoint_secret", &format!("{id}/{number}")).map_err(Error::Failed)?;
        Secret::try_from(made).map_err(|_| Error::defect("a secret has 32 bytes"))
    };
    std::iter::once(number).chain(previous).map(secret).collect()
}

macro_rules! locked {
    ($row:expr) => {{
        let row = $row;
        Ok(LockedEndpoint {
            id: EndpointId(row.id),
            partner: PartnerId(row.partner_id),
            endpoint: Endpoint {
                state: row.state.parse().map_err(Error::defect)?,
                registered_by: row.registered_by,
                tested_at: row.tested_at,
            },
            url: row.url,
            wants_success: row.wants_success,
            secret_no: row.secret_no,
            previous_until: row.previous_until,
            sm2: row.sm2,
        })
    }};
}

pub async fn lock_endpoint<R>(
    connection: &mut PgConnection,
    id: EndpointId,
) -> Result<Option<LockedEndpoint>, Error<R>> {
    let row = sqlx::query!(
        r#"select id, partner_id, state, registered_by, tested_at, url, wants_success, secret_no, previous_until,
                  signs_with_sm2(partner_id) as "sm2!"
           from endpoints where id = $1 for update"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| locked!(row)).transpose()
}

/// The partner's endpoint in force. Whoever has it records and claims for this partner.
pub async fn lock_in_force<R>(
    connection: &mut PgConnection,
    partner: PartnerId,
) -> Result<Option<LockedEndpoint>, Error<R>> {
    // Whoever waited while another was put in force finds none: the one before is no longer what was looked for, and the new one
    // was not yet. A statement of its own sees it.
    match try_lock_in_force(connection, partner).await? {
        None => try_lock_in_force(connection, partner).await,
        found => Ok(found),
    }
}

async fn try_lock_in_force<R>(
    connection: &mut PgConnection,
    partner: PartnerId,
) -> Result<Option<LockedEndpoint>, Error<R>> {
    let row = sqlx::query!(
        r#"select id, partner_id, state, registered_by, tested_at, url, wants_success, secret_no, previous_until,
                  signs_with_sm2(partner_id) as "sm2!"
           from endpoints where partner_id = $1 and state = 'in_force' for update"#,
        partner.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| locked!(row)).transpose()
}

pub struct NewEndpoint<'a> {
    pub id: EndpointId,
    pub partner: PartnerId,
    pub url: &'a str,
    pub wants_success: bool,
    pub by: &'a str,
    pub at: OffsetDateTime,
}

pub async fn insert_endpoint(connection: &mut PgConnection, new: &NewEndpoint<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into endpoints (id, partner_id, url, wants_success, state, registered_by, registered_at)
         values ($1, $2, $3, $4, 'registered', $5, $6)",
        new.id.0,
        new.partner.0,
        new.url,
        new.wants_success,
        new.by,
        new.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_tested(
    connection: &mut PgConnection,
    id: EndpointId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update endpoints set tested_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

/// Puts an endpoint in force, instead of the one before.
pub async fn update_approved(
    connection: &mut PgConnection,
    endpoint: &LockedEndpoint,
    (by, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update endpoints set state = 'replaced', ended_at = $2 where partner_id = $1 and state = 'in_force'",
        endpoint.partner.0,
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update endpoints set state = 'in_force', approved_by = $2, approved_at = $3 where id = $1",
        endpoint.id.0,
        by,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_ended(
    connection: &mut PgConnection,
    id: EndpointId,
    state: EndpointState,
    (reason, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update endpoints set state = $2, end_reason = $3, ended_at = $4 where id = $1",
        id.0,
        state.code(),
        reason,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_secret(
    connection: &mut PgConnection,
    id: EndpointId,
    until: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update endpoints set secret_no = secret_no + 1, previous_until = $2 where id = $1", id.0, until)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_revealed(
    connection: &mut PgConnection,
    id: EndpointId,
    (to, until): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!("update endpoints set revealed_to = $2, revealed_until = $3 where id = $1", id.0, to, until)
        .execute(connection)
        .await?;
    Ok(())
}

/// A partner's endpoints, the newest first, with the secrets of those that were revealed to `viewer`.
pub async fn list_endpoints<R>(
    connection: &mut PgConnection,
    seals: &Seals,
    partner: PartnerId,
    (viewer, now): (&str, OffsetDateTime),
) -> Result<Vec<EndpointRow>, Error<R>> {
    let rows = sqlx::query!(
        "select id, url, wants_success, state, registered_by, registered_at, tested_at, approved_by, approved_at, ended_at,
                end_reason, secret_no, previous_until, revealed_to, revealed_until
         from endpoints where partner_id = $1 order by registered_at desc, id limit 20",
        partner.0
    )
    .fetch_all(connection)
    .await?;
    let mut endpoints = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, version) = (EndpointId(row.id), (row.secret_no, row.previous_until));
        let revealed =
            row.revealed_to.as_deref() == Some(viewer) && row.revealed_until.is_some_and(|until| now < until);
        endpoints.push(EndpointRow {
            id,
            secrets: if revealed { secrets(seals, id, version, now)? } else { Vec::new() },
            url: row.url,
            wants_success: row.wants_success,
            state: row.state.parse().map_err(Error::defect)?,
            registered_by: row.registered_by,
            registered_at: row.registered_at,
            tested_at: row.tested_at,
            approved_by: row.approved_by,
            approved_at: row.approved_at,
            ended_at: row.ended_at,
            end_reason: (!row.end_reason.is_empty())
                .then(|| row.end_reason.parse())
                .transpose()
                .map_err(Error::defect)?,
            previous_until: row.previous_until.filter(|until| now < *until),
        });
    }
    Ok(endpoints)
}

/// A delivery that somebody has claimed, until when.
pub struct Claimed {
    pub event: EventRow,
    pub tries: u32,
    pub until: OffsetDateTime,
}

/// Claims what is due of a partner's deliveries, as many as leaves no more than `at_once` claimed.
pub async fn claim_due<R>(
    connection: &mut PgConnection,
    partner: PartnerId,
    at_once: i64,
    (now, until): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Claimed>, Error<R>> {
    let rows = sqlx::query!(
        r#"with room as (
               select greatest($2 - count(*), 0) as room from deliveries
               where partner_id = $1 and state = 'waiting' and claimed_until > $3),
           due as (
               select event_id from deliveries
               where partner_id = $1 and state = 'waiting' and due_at <= $3 and (claimed_until is null or claimed_until <= $3)
               order by number limit (select room from room)),
           claimed as (
               update deliveries set claimed_until = $4 where event_id in (select event_id from due)
               returning event_id, tries)
           select o.id, o.number as "number!", o.event, o.version, o.subject, o.payload, o.recorded_at, claimed.tries
           from claimed join outbox o on o.id = claimed.event_id order by o.number"#,
        partner.0,
        at_once,
        now,
        until
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let told = Told {
                number: row.number,
                id: row.id,
                event: row.event,
                version: row.version,
                subject: row.subject,
                payload: row.payload,
                recorded_at: row.recorded_at,
            };
            let event = told.read()?;
            Ok(Claimed { event, tries: row.tries.unsigned_abs(), until })
        })
        .collect()
}

/// When a partner's next delivery can be claimed, if one waits: while as many are claimed as may be, once a claim ends.
pub async fn find_next_due(
    connection: &mut PgConnection,
    partner: PartnerId,
    (at_once, now): (i64, OffsetDateTime),
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!(
        "select case when count(*) filter (where claimed_until > $3) >= $2
                     then min(claimed_until) filter (where claimed_until > $3)
                     else min(greatest(due_at, claimed_until)) end
         from deliveries where partner_id = $1 and state = 'waiting'",
        partner.0,
        at_once,
        now
    )
    .fetch_one(connection)
    .await
}

/// What an attempt came to.
pub struct Tried {
    pub event: EventId,
    pub at: OffsetDateTime,
    pub took_ms: i32,
    pub outcome: AttemptOutcome,
    pub acknowledged: bool,
    /// When it is tried again; none when it is acknowledged or dead.
    pub next: Option<OffsetDateTime>,
    /// The claim under which it was tried.
    pub claimed_until: OffsetDateTime,
}

/// Writes attempts down. What was acknowledged is delivered, whatever happened meanwhile; what was not has no say once somebody has
/// had the notice sent again, or has claimed it anew.
pub async fn record_tried(
    connection: &mut PgConnection,
    endpoint: EndpointId,
    tried: &[Tried],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = tried.iter().map(|one| one.event.0).collect();
    let ats: Vec<OffsetDateTime> = tried.iter().map(|one| one.at).collect();
    let took: Vec<i32> = tried.iter().map(|one| one.took_ms).collect();
    let outcomes: Vec<String> = tried.iter().map(|one| one.outcome.to_string()).collect();
    let acknowledged: Vec<bool> = tried.iter().map(|one| one.acknowledged).collect();
    let nexts: Vec<Option<OffsetDateTime>> = tried.iter().map(|one| one.next).collect();
    let claims: Vec<OffsetDateTime> = tried.iter().map(|one| one.claimed_until).collect();
    sqlx::query!(
        "with tried as (
             select * from unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::text[], $5::bool[], $6::timestamptz[],
                                  $9::timestamptz[])
                      as t (event_id, at, took_ms, outcome, acknowledged, next, claimed_until)),
         attempts as (
             insert into delivery_attempts (event_id, endpoint_id, at, took_ms, outcome)
             select event_id, $7, at, took_ms, outcome from tried)
         update deliveries d set
             tries = d.tries + 1, outcome = tried.outcome, claimed_until = null,
             due_at = coalesce(tried.next, d.due_at),
             state = case when tried.acknowledged then 'delivered' when tried.next is null then 'dead' else d.state end,
             reason = case when tried.acknowledged then '' when d.state = 'dead' then d.reason
                           when tried.next is null then 'exhausted' else '' end,
             settled_at = case when tried.acknowledged or (tried.next is null and d.state = 'waiting') then $8
                               else d.settled_at end
         from tried where d.event_id = tried.event_id and d.state <> 'delivered'
                      and (tried.acknowledged or d.claimed_until = tried.claimed_until)",
        &ids,
        &ats,
        &took,
        &outcomes,
        &acknowledged,
        &nexts as _,
        endpoint.0,
        now,
        &claims
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What waits for a partner's endpoint waits no more.
pub async fn bury_waiting(
    connection: &mut PgConnection,
    partner: PartnerId,
    reason: DeadReason,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update deliveries set state = 'dead', reason = $2, settled_at = $3, claimed_until = null
         where partner_id = $1 and state = 'waiting'",
        partner.0,
        reason.code(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many are not tried any more, as far as `most`.
pub async fn count_dead(connection: &mut PgConnection, partner: PartnerId, most: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from deliveries d join outbox o on o.id = d.event_id
               where d.partner_id = $1 and d.state = 'dead' and o.version > 0 limit $2) n"#,
        partner.0,
        most
    )
    .fetch_one(connection)
    .await
}

/// Has what lies between two numbers sent again, the oldest first and at most so much: all of it, or only what is dead; but nothing
/// from before events had forms. Gives how many.
pub async fn revive(
    connection: &mut PgConnection,
    partner: PartnerId,
    (from, to, dead_only): (i64, i64, bool),
    (at, most): (OffsetDateTime, i64),
) -> Result<u64, sqlx::Error> {
    let revived = sqlx::query!(
        "update deliveries set state = 'waiting', reason = '', tries = 0, due_at = $5, settled_at = null, claimed_until = null
         where event_id in (
             select d.event_id from deliveries d join outbox o on o.id = d.event_id
             where d.partner_id = $1 and d.number between $2 and $3 and (d.state = 'dead' or not $4) and o.version > 0
             order by d.number limit $6)",
        partner.0,
        from,
        to,
        dead_only,
        at,
        most
    )
    .execute(connection)
    .await?;
    Ok(revived.rows_affected())
}
