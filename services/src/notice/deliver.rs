//! The job that tells one partner's endpoint what it has not acknowledged. Partners do not wait for each other, and an endpoint that
//! hangs has only so many of its own notices waiting for it.
//!
//! Whoever sends has claimed what it sends, and records and claims under the lock of the partner's endpoint: the job may be begun
//! again while it is under way, and no notice is sent twice at once. What a worker that is gone has claimed is free after a while.

use domain::{
    actor::SystemPart,
    endpoint::{EndReason, EndpointState},
    id::PartnerId,
    notice::{AttemptOutcome, DeadReason, Unanswered, Verdict, next_attempt},
};
use futures_util::{StreamExt, stream};
use time::{Duration, OffsetDateTime};

use super::{
    Notice,
    endpoint::end,
    outbound::{Message, Outbound, Secret},
    sql::{self, Claimed, LockedEndpoint, Tried},
};
use crate::{Context, Db, Error, error::Never, job::Outcome};

/// How many notices an endpoint is sent at once.
const AT_ONCE: i64 = 8;
/// How long a notice is its sender's: more than the endpoint has.
const CLAIM: Duration = Duration::seconds(30);

fn worker() -> Context {
    Context::system(SystemPart::Worker, "")
}

/// What is to be done next for a partner.
enum Next {
    Send(Box<LockedEndpoint>, Vec<Secret>, Vec<Claimed>),
    Wait(Option<OffsetDateTime>),
}

/// What a round came to.
struct Round {
    endpoint: Box<LockedEndpoint>,
    tried: Vec<Tried>,
    gone: bool,
}

/// Sends what is due, again and again, until nothing is.
pub async fn deliver(db: &Db, outbound: &Outbound, partner: PartnerId) -> Outcome {
    match run(db, outbound, partner).await {
        Ok(Some(at)) => Outcome::Again(at),
        Ok(None) => Outcome::Done,
        Err(error) => error.into(),
    }
}

async fn run(db: &Db, outbound: &Outbound, partner: PartnerId) -> Result<Option<OffsetDateTime>, Error<Never>> {
    let mut last = None;
    loop {
        match record_and_claim(db, partner, last.take()).await? {
            Next::Wait(at) => return Ok(at),
            Next::Send(endpoint, secrets, claimed) => {
                let round = send(db, outbound, endpoint, (&secrets, claimed)).await;
                if round.gone {
                    disable_gone(db, &round.endpoint).await?;
                }
                last = Some(round);
            }
        }
    }
}

async fn record_and_claim(db: &Db, partner: PartnerId, last: Option<Round>) -> Result<Next, Error<Never>> {
    let (now, due, seals) = (db.now(), db.true_now(), db.seals().clone());
    db.note(&worker(), move |connection| {
        Box::pin(async move {
            let endpoint = sql::lock_in_force(connection, partner).await?;
            if let Some(Round { endpoint, tried, .. }) = last {
                sql::record_tried(connection, endpoint.id, &tried, now).await?;
            }
            let Some(endpoint) = endpoint else {
                sql::bury_waiting(connection, partner, DeadReason::EndpointDisabled, now).await?;
                return Ok(Next::Wait(None));
            };
            let claimed = sql::claim_due(connection, partner, AT_ONCE, (due, due + CLAIM)).await?;
            if claimed.is_empty() {
                return Ok(Next::Wait(sql::find_next_due(connection, partner, (AT_ONCE, due)).await?));
            }
            let secrets = endpoint.secrets(&seals, due)?;
            Ok(Next::Send(Box::new(endpoint), secrets, claimed))
        })
    })
    .await
}

async fn send(
    db: &Db,
    outbound: &Outbound,
    endpoint: Box<LockedEndpoint>,
    (secrets, claimed): (&[Secret], Vec<Claimed>),
) -> Round {
    let at_once = claimed.len().max(1);
    let answers: Vec<(Tried, bool)> = stream::iter(claimed)
        .map(|claimed| attempt(db, outbound, &endpoint, (secrets, claimed)))
        .buffer_unordered(at_once)
        .collect()
        .await;
    let gone = answers.iter().any(|(_, gone)| *gone);
    Round { endpoint, tried: answers.into_iter().map(|(tried, _)| tried).collect(), gone }
}

/// One attempt, and whether the endpoint wants nothing any more.
async fn attempt(
    db: &Db,
    outbound: &Outbound,
    endpoint: &LockedEndpoint,
    (secrets, claimed): (&[Secret], Claimed),
) -> (Tried, bool) {
    let (at, began) = (db.now(), db.true_now());
    let (event, id) = (claimed.event.id, claimed.event.id.to_string());
    let (tries, claimed_until) = (claimed.tries.saturating_add(1), claimed.until);
    let [dice, ..] = db.secret();
    let (verdict, outcome) = match Notice::from(claimed.event).body() {
        Ok(body) => {
            let message = Message { url: &endpoint.url, id: &id, body: &body, secrets, sm2: endpoint.sm2 };
            let attempt = outbound.send(&message).await;
            (attempt.verdict(endpoint.wants_success), attempt.outcome())
        }
        Err(error) => {
            tracing::error!(%error, id, "a notice cannot be written");
            (Verdict::Failed { retry_after: None }, AttemptOutcome::Unanswered(Unanswered::Unwritable))
        }
    };
    let ended = db.true_now();
    let took_ms = i32::try_from((ended - began).whole_milliseconds()).unwrap_or(i32::MAX).max(0);
    let acknowledged = verdict == Verdict::Acknowledged;
    let retry_after = if let Verdict::Failed { retry_after } = verdict { retry_after } else { None };
    let next = if acknowledged { None } else { next_attempt(tries, ended, retry_after, dice) };
    (Tried { event, at, took_ms, outcome, acknowledged, next, claimed_until }, verdict == Verdict::Gone)
}

/// An endpoint that has answered 410 is told nothing more.
async fn disable_gone(db: &Db, endpoint: &LockedEndpoint) -> Result<(), Error<Never>> {
    let id = endpoint.id;
    let context = Context::system(SystemPart::Worker, format!("gone {id}"));
    let by = context.actor_name();
    db.write(&context, "endpoint.gone", &id, move |write| {
        Box::pin(async move {
            let locked = sql::lock_endpoint(write.connection(), id).await?;
            let Some(locked) = locked.filter(|locked| locked.endpoint.state == EndpointState::InForce) else {
                return Ok(());
            };
            end(write, &locked, EndpointState::Disabled, (&by, Some(EndReason::Gone))).await
        })
    })
    .await
}
