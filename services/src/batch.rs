//! Operations of many askers in one transaction.
//!
//! A commit costs more than all the rest of a small operation, and statements cost by their number more than by their rows.
//! So the operations that are done most take a list: requests that come while the connections of their operation are busy
//! ride with the next transaction. Alone, a request waits for nobody. Whatever goes wrong with one of them concerns it alone.

use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    claim::{Answer, Claimed, Request, answer_of},
    context::Context,
    db::{Db, Write},
    envelope::{Answered, Envelope},
    error::{Conflict, Error},
};

/// So many transactions of one operation run at once: while one waits for its commit, the other is worked on. More of them are
/// fuller of waiting than of riders.
const LANES: usize = 2;
/// So many requests ride in one transaction.
const SEATS: usize = 64;

/// An operation that many requests ride together in. Each is decided by itself, by the same rule as if it were alone.
pub trait Operation: Sized + Send + Sync + 'static {
    /// As the audit trail and stored answers name it.
    const NAME: &'static str;
    type Command: Serialize + Send + Sync + 'static;
    type Done: Serialize + DeserializeOwned + Send + 'static;
    type Refusal: Serialize + DeserializeOwned + Send + 'static;
    /// What is read and locked for one request.
    type Locked: Send + 'static;

    /// What a command is about: two that name the same never ride together.
    fn subject(command: &Self::Command) -> Uuid;

    /// Reads and locks what the requests need, by their subjects. Wallets come first and in the order of their ids.
    fn lock(
        write: &mut Write,
        subjects: Vec<Uuid>,
    ) -> impl Future<Output = Result<Found<Self>, Error<Self::Refusal>>> + Send;

    /// What it moves, a wallet or a payout: two that move the same never ride together.
    fn moves(locked: &Self::Locked) -> Uuid;

    /// Decides one request and leaves what it does in the write's envelope. What it reads from the database beyond its locks
    /// costs it the company of the others, should it be refused after.
    fn decide(
        write: &mut Write,
        asked: &Asked<Self>,
        locked: Self::Locked,
    ) -> impl Future<Output = Result<Self::Done, Error<Self::Refusal>>> + Send;
}

/// What was locked, by its subject.
pub type Found<O> = HashMap<Uuid, <O as Operation>::Locked>;

/// A request that wants to ride.
pub struct Asked<O: Operation> {
    pub context: Context,
    pub command: O::Command,
    request: Request,
}

impl<O: Operation> Asked<O> {
    fn new(context: &Context, command: O::Command) -> Result<Self, Error<O::Refusal>> {
        let request = Request::new(context, O::NAME, &command)?;
        Ok(Self { context: context.clone(), command, request })
    }
}

/// What became of a request; nothing when it could not ride with these and has to be taken along again.
type Outcome<O> = Option<Result<<O as Operation>::Done, Error<<O as Operation>::Refusal>>>;

/// The requests that wait for a ride, by their operation.
#[derive(Clone, Default)]
pub(crate) struct Rides(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

struct Ride<O: Operation>(Mutex<Waiting<O>>);

struct Waiting<O: Operation> {
    queue: VecDeque<Rider<O>>,
    under_way: usize,
}

struct Rider<O: Operation> {
    asked: Asked<O>,
    told: oneshot::Sender<Result<O::Done, Error<O::Refusal>>>,
}

impl Rides {
    fn of<O: Operation>(&self) -> Arc<Ride<O>> {
        let mut rides = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || -> Arc<dyn Any + Send + Sync> {
            Arc::new(Ride::<O>(Mutex::new(Waiting { queue: VecDeque::new(), under_way: 0 })))
        };
        let ride = rides.entry(TypeId::of::<O>()).or_insert_with(new).clone();
        ride.downcast().unwrap_or_else(|_| unreachable!("a ride is filed under its own operation"))
    }
}

impl<O: Operation> Ride<O> {
    fn with<T>(&self, act: impl FnOnce(&mut Waiting<O>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Db {
    /// Runs one operation as [`Db::write`] does, in a transaction with whoever asks for the same meanwhile.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn ride<O: Operation>(
        &self,
        context: &Context,
        command: O::Command,
    ) -> Result<O::Done, Error<O::Refusal>> {
        let (told, answer) = oneshot::channel();
        let rider = Rider { asked: Asked::<O>::new(context, command)?, told };
        let ride = self.rides().of::<O>();
        let a_lane_is_free = ride.with(|waiting| {
            waiting.queue.push_back(rider);
            let free = waiting.under_way < LANES;
            waiting.under_way += usize::from(free);
            free
        });
        if a_lane_is_free {
            self.spawn(drive(self.clone(), ride));
        }
        answer.await.map_err(Error::defect)?
    }

    /// Runs a list of requests, in as few transactions as it takes, and gives what became of each.
    pub async fn ride_together<O: Operation>(
        &self,
        asked: Vec<(Context, O::Command)>,
    ) -> Vec<Result<O::Done, Error<O::Refusal>>> {
        let mut answers = Vec::new();
        let mut riders = Vec::new();
        for (context, command) in asked {
            let (told, answer) = oneshot::channel();
            match Asked::<O>::new(&context, command) {
                Ok(asked) => riders.push(Rider { asked, told }),
                Err(error) => drop(told.send(Err(error))),
            }
            answers.push(answer);
        }
        let db = self.clone();
        self.spawn(async move {
            while !riders.is_empty() {
                riders = go(&db, riders).await;
            }
        });
        let mut told = Vec::with_capacity(answers.len());
        for answer in answers {
            told.push(answer.await.unwrap_or_else(|lost| Err(Error::defect(lost))));
        }
        told
    }
}

/// Takes those who wait along, until nobody waits.
async fn drive<O: Operation>(db: Db, ride: Arc<Ride<O>>) {
    loop {
        // Those who were just answered may have something else to ask, and ride at once.
        tokio::task::yield_now().await;
        let riders: Vec<_> = ride.with(|waiting| {
            let seats = waiting.queue.len().min(SEATS);
            waiting.under_way -= usize::from(seats == 0);
            waiting.queue.drain(..seats).collect()
        });
        if riders.is_empty() {
            return;
        }
        let again = go(&db, riders).await;
        ride.with(|waiting| again.into_iter().rev().for_each(|rider| waiting.queue.push_front(rider)));
    }
}

/// One transaction, and where that came to nothing one for each. Gives back those who could not ride with the others.
async fn go<O: Operation>(db: &Db, riders: Vec<Rider<O>>) -> Vec<Rider<O>> {
    let (asked, told): (Vec<_>, Vec<_>) = riders.into_iter().map(|rider| (rider.asked, rider.told)).unzip();
    let asked = Arc::new(asked);
    let outcomes = match transaction(db, &asked, 0..asked.len()).await {
        Ok(outcomes) => outcomes,
        Err(error) if asked.len() == 1 => vec![Some(Err(error))],
        Err(error) => each_alone(db, &asked, matches!(error, Error::Unknown)).await,
    };
    let Ok(asked) = Arc::try_unwrap(asked) else { unreachable!("the transactions are over") };
    let mut again = Vec::new();
    for ((asked, told), outcome) in asked.into_iter().zip(told).zip(outcomes) {
        match outcome {
            // Whoever asked may have gone away.
            Some(outcome) => drop(told.send(outcome)),
            None => again.push(Rider { asked, told }),
        }
    }
    again
}

/// What failed for all may have failed for one. A commit whose answer was lost is asked after by doing each again: what was
/// committed is answered as it was then, and what the server is still at is not known.
async fn each_alone<O: Operation>(db: &Db, asked: &Arc<Vec<Asked<O>>>, lost: bool) -> Vec<Outcome<O>> {
    let mut outcomes = Vec::with_capacity(asked.len());
    for place in 0..asked.len() {
        let outcome = match transaction(db, asked, place..place + 1).await {
            Ok(mut alone) => alone.pop().flatten(),
            Err(error) => Some(Err(error)),
        };
        let outcome = match outcome {
            Some(Err(Error::Conflict(Conflict::StillRunning))) if lost => Some(Err(Error::Unknown)),
            other => other,
        };
        outcomes.push(outcome);
    }
    outcomes
}

/// In a task of its own, so that a panic of one is known from the others.
async fn transaction<O: Operation>(
    db: &Db,
    asked: &Arc<Vec<Asked<O>>>,
    places: std::ops::Range<usize>,
) -> Result<Vec<Outcome<O>>, Error<O::Refusal>> {
    let (mine, asked) = (db.clone(), asked.clone());
    db.run(async move { attempt(&mine, asked.get(places).unwrap_or_default()).await }).await
}

/// One transaction. Fails for all of them, with nothing done, or says of each what became of it.
async fn attempt<O: Operation>(db: &Db, asked: &[Asked<O>]) -> Result<Vec<Outcome<O>>, Error<O::Refusal>> {
    let mut outcomes: Vec<Outcome<O>> = asked.iter().map(|_| None).collect();
    let mut seated = seat(asked);
    let parties = seated.iter().map(|&place| asked[place].context.party());
    let requests: Vec<_> = seated.iter().map(|&place| &asked[place].request).collect();
    let (mut write, claimed) = db.open_all(parties, &requests).await?;
    let mut claimed = claimed.into_iter();
    seated.retain(|&place| match claimed.next() {
        Some(Claimed::Answered(answer)) => {
            if answer.is_ok() {
                asked[place].context.tell_replay();
            }
            outcomes[place] = Some(answer_of(answer));
            false
        }
        _ => true,
    });
    match decide_all(&mut write, asked, &seated, &mut outcomes).await {
        Ok(answered) if answered.is_empty() => write.rollback().await?,
        Ok(answered) => write.commit(answered).await?,
        Err((error, about)) => {
            write.rollback().await?;
            match (error, asked) {
                (Error::Refused(refusal), [alone]) => {
                    let answer = Answer::refused(&refusal, &alone.request);
                    db.record_refusal(&alone.context, &alone.request, about, answer).await?;
                    return Ok(vec![Some(Err(Error::Refused(refusal)))]);
                }
                (error, _) => return Err(error),
            }
        }
    }
    Ok(outcomes)
}

/// Those who may ride together: parties of one kind, and no subject twice.
fn seat<O: Operation>(asked: &[Asked<O>]) -> Vec<usize> {
    let kind = asked.first().map(|first| std::mem::discriminant(&first.context.party()));
    let mut subjects = HashSet::new();
    (0..asked.len())
        .filter(|&place| {
            Some(std::mem::discriminant(&asked[place].context.party())) == kind
                && subjects.insert(O::subject(&asked[place].command))
        })
        .collect()
}

/// Decides each request, with an envelope of its own, and gives those that are to be filed. Fails with what the one that
/// failed was about.
async fn decide_all<'a, O: Operation>(
    write: &mut Write,
    asked: &'a [Asked<O>],
    seated: &[usize],
    outcomes: &mut [Outcome<O>],
) -> Result<Vec<Answered<'a>>, (Error<O::Refusal>, Envelope)> {
    if seated.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = seated.iter().map(|&place| O::subject(&asked[place].command)).collect();
    let mut locked = O::lock(write, subjects).await.map_err(|error| (error, Envelope::default()))?;
    let mut moved = HashSet::new();
    let mut answered = Vec::with_capacity(seated.len());
    for &place in seated {
        let Asked { context, command, request } = &asked[place];
        let Some(found) = locked.remove(&O::subject(command)) else {
            outcomes[place] = Some(Err(Error::NotFound));
            continue;
        };
        if !moved.insert(O::moves(&found)) {
            continue;
        }
        write.has_read();
        let withholdings = write.withholdings.clone();
        let outcome = O::decide(write, &asked[place], found).await;
        if outcome.is_err() {
            write.withholdings = withholdings;
        }
        let envelope = std::mem::take(&mut write.envelope);
        outcomes[place] = Some(match outcome {
            Ok(done) => {
                answered.push(Answered { context, request, envelope, answer: Answer::done(&done) });
                Ok(done)
            }
            // It may have changed something, which must not be committed with the others.
            Err(error) if write.has_read() => return Err((error, envelope.refused())),
            Err(Error::Refused(refusal)) => {
                let (mut envelope, answer) = (envelope.refused(), Answer::refused(&refusal, request));
                envelope.about_unless_said(|| request.first_subject());
                answered.push(Answered { context, request, envelope, answer });
                Err(Error::Refused(refusal))
            }
            Err(other) => Err(other),
        });
    }
    Ok(answered)
}
