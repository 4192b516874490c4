//! The worker's loop.

use std::{collections::BTreeMap, fmt::Debug, pin::pin, task::Poll, time::Duration as Wait};

use domain::{actor::SystemPart, job::JobKind};
use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use time::{Duration, OffsetDateTime};
use tokio::time::{MissedTickBehavior, interval, timeout};
use uuid::Uuid;

use super::sql::{self, Settled, Taken};
use crate::{Context, Db, Error, error::Never};

/// How often the worker looks for what is due when nothing else happens.
const LOOK_EVERY: Wait = Wait::from_millis(500);
/// How long a job is a worker's without its saying that it still works, and how often it says so.
const LEASE: Duration = Duration::seconds(30);
const SAY_EVERY: Duration = Duration::seconds(10);
/// How long the end waits for jobs under way, before they are given back.
const LAST_JOBS: Wait = Wait::from_millis(700);

/// What a job came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something was done. What is done again and again is due again after its while, all else is done for good.
    Done,
    /// Nothing came of it, and it is to be looked at again.
    Again(OffsetDateTime),
    /// Said in words for people.
    Failed(String),
}

impl<R: Debug> From<Error<R>> for Outcome {
    fn from(error: Error<R>) -> Self {
        Self::Failed(format!("{error:?}"))
    }
}

impl Outcome {
    fn settled(&self, taken: &Taken, at: OffsetDateTime) -> Settled {
        match self {
            Self::Done => Settled { due_at: taken.job.kind().every().map(|every| at + every), ..Settled::default() },
            Self::Again(due_at) => {
                Settled { due_at: Some(*due_at), tries: taken.tries.saturating_add(1), ..Settled::default() }
            }
            Self::Failed(failure) => {
                let failures = taken.failures.saturating_add(1);
                let next = taken.job.kind().retry_at(failures, at);
                Settled {
                    due_at: Some(next.unwrap_or(at)),
                    tries: taken.tries,
                    failures,
                    failure: Some(failure.replace('\0', " ")),
                    dead_at: next.is_none().then_some(at),
                }
            }
        }
    }
}

/// Not the job's own request: it is nobody's business and leaves no audit row.
fn worker() -> Context {
    Context::system(SystemPart::Worker, "")
}

async fn take(db: &Db, wanted: Vec<(JobKind, usize)>) -> Result<Vec<Taken>, Error<Never>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let at = db.true_now();
    let kinds: Vec<String> = wanted.iter().map(|(kind, _)| kind.code().to_owned()).collect();
    let due =
        db.find(move |connection| Box::pin(async move { Ok(sql::any_due(connection, &kinds, at).await?) })).await?;
    if !due {
        return Ok(Vec::new());
    }
    db.note(&worker(), move |connection| Box::pin(async move { sql::take(connection, &wanted, at, at + LEASE).await }))
        .await
}

async fn settle(db: &Db, settled: Vec<(Taken, Settled)>) -> Result<(), Error<Never>> {
    db.note(&worker(), move |connection| Box::pin(async move { Ok(sql::settle(connection, &settled).await?) })).await
}

async fn keep(db: &Db, taken: Vec<Taken>) -> Result<(), Error<Never>> {
    let until = db.true_now() + LEASE;
    db.note(&worker(), move |connection| Box::pin(async move { Ok(sql::keep(connection, &taken, until).await?) })).await
}

/// What this worker has taken.
#[derive(Default)]
struct Held(BTreeMap<Uuid, Taken>);

impl Held {
    /// The kinds of which a good part of the slots is free, so that jobs are taken many at once.
    fn wanted(&self, slots: impl Fn(JobKind) -> usize) -> Vec<(JobKind, usize)> {
        JobKind::ALL
            .into_iter()
            .filter_map(|kind| {
                let busy = self.0.values().filter(|taken| taken.job.kind() == kind).count();
                let room = slots(kind).saturating_sub(busy);
                (room > 0 && room.saturating_mul(4) >= slots(kind)).then_some((kind, room))
            })
            .collect()
    }
}

/// Does what is due, so many jobs of each kind at once, until `stop` resolves; what is then under way and does not end
/// within a second is given back. What jobs come to is told as it happens.
pub async fn work<W: Future<Output = Outcome>>(
    db: &Db,
    slots: impl Fn(JobKind) -> usize,
    perform: impl Fn(Taken) -> W,
    tell: impl Fn(JobKind, &Outcome),
    stop: impl Future<Output = ()>,
) {
    let mut running = FuturesUnordered::new();
    let mut held = Held::default();
    let (mut looks, mut said) = (interval(LOOK_EVERY), db.true_now());
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = looks.tick() => {}
            Some(first) = running.next() => finish(db, first, &mut running, &mut held, &tell).await,
        }
        if db.true_now() - said >= SAY_EVERY {
            said = db.true_now();
            say(keep(db, held.0.values().copied().collect()).await);
        }
        match take(db, held.wanted(&slots)).await {
            Ok(taken) => {
                for job in taken {
                    held.0.insert(job.id, job);
                    running.push(perform(job).map(move |outcome| (job, outcome)));
                }
            }
            Err(error) => tracing::error!(?error, "no job could be taken"),
        }
    }
    let last = async {
        while let Some(first) = running.next().await {
            finish(db, first, &mut running, &mut held, &tell).await;
        }
    };
    drop(timeout(LAST_JOBS, last).await);
    let at = db.true_now();
    let back = |taken: Taken| {
        let failure = None;
        (taken, Settled { due_at: Some(at), tries: taken.tries, failures: taken.failures, failure, dead_at: None })
    };
    say(settle(db, held.0.into_values().map(back).collect()).await);
}

/// Files what a job came to, with all others that have ended.
async fn finish<W: Future<Output = (Taken, Outcome)>>(
    db: &Db,
    first: (Taken, Outcome),
    running: &mut FuturesUnordered<W>,
    held: &mut Held,
    tell: &impl Fn(JobKind, &Outcome),
) {
    let mut ended = vec![first];
    std::future::poll_fn(|context| {
        while let Poll::Ready(Some(next)) = running.poll_next_unpin(context) {
            ended.push(next);
        }
        Poll::Ready(())
    })
    .await;
    let at = db.true_now();
    let mut settled = Vec::with_capacity(ended.len());
    for (taken, outcome) in ended {
        // One that is enqueued anew while it is under way may have been taken again.
        if held.0.get(&taken.id).is_some_and(|holds| holds.lease == taken.lease) {
            held.0.remove(&taken.id);
        }
        if let Outcome::Failed(failure) = &outcome {
            tracing::error!(job = ?taken.job, failures = taken.failures + 1, failure, "a job failed");
        }
        tell(taken.job.kind(), &outcome);
        settled.push((taken, outcome.settled(&taken, at)));
    }
    say(settle(db, settled).await);
}

/// A worker that cannot say what became of a job loses it after a while, and it is done again.
fn say(outcome: Result<(), Error<Never>>) {
    if let Err(error) = outcome {
        tracing::error!(?error, "the state of jobs could not be written");
    }
}

/// Does the jobs of a kind that are due. Gives what they came to.
///
/// # Errors
/// When the database fails.
pub async fn work_off<W: Future<Output = Outcome>>(
    db: &Db,
    kind: JobKind,
    at_once: usize,
    perform: impl Fn(Taken) -> W,
) -> Result<Vec<Outcome>, Error<Never>> {
    let mut ended = Vec::new();
    loop {
        let taken = take(db, vec![(kind, at_once)]).await?;
        if taken.is_empty() {
            return Ok(ended);
        }
        let at = db.true_now();
        let outcomes = taken.iter().map(|job| perform(*job));
        let outcomes = futures_util::future::join_all(outcomes).await;
        let settled = taken.iter().zip(&outcomes).map(|(taken, outcome)| (*taken, outcome.settled(taken, at)));
        settle(db, settled.collect()).await?;
        ended.extend(outcomes);
    }
}
