//! [`Db`]: the only place that begins a transaction, and the only one that spawns.
//!
//! A browser tab that closes drops its request, and with it every future that the request awaited. A `begin` that is
//! dropped half-way leaks an open transaction into the pool, and later writes on that connection are lost without an
//! error. So every operation runs in a spawned task that nobody can drop; the caller only waits for it.

mod write;

use std::{future::Future, pin::Pin, str::FromStr, sync::Arc};

use domain::{draw::WAITING_DAYS, one_time_code::CodePolicy, role::Party};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, postgres::PgConnectOptions};
use time::{Duration, OffsetDateTime};
use tokio_util::task::TaskTracker;

use crate::{
    batch::Rides,
    claim::{Answer, Claimed, Request, answer_of, begin_for, claim},
    clock::{Stamps, start},
    context::Context,
    durability::refuse_without_durability,
    envelope::{Answered, Envelope},
    error::{Conflict, Error},
    planning,
    sealed::{MasterKeys, Seals},
    snapshot::{Snapshot, read_alone},
    sum::Sums,
    transaction::{Pool, Transaction, pool},
};

pub use crate::sealed::Randomness;
pub use write::Write;

/// A boxed future that borrows its argument: what the closures of [`Db::read`] and [`Db::write`] return.
pub type Work<'w, T> = Pin<Box<dyn Future<Output = T> + Send + 'w>>;

/// The instant, passed in: the real clock in the program, a fixed one in tests.
pub type Clock = Arc<dyn Fn() -> OffsetDateTime + Send + Sync>;

/// The database, with the clock and the randomness of the process.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    tasks: TaskTracker,
    clock: Clock,
    /// Where the business date rules what instants say.
    pub(crate) stamps: Option<Stamps>,
    seals: Seals,
    codes: CodePolicy,
    draw_days: u16,
    rides: Rides,
    sums: Sums,
    /// What everything is read in, for the length of a page.
    snapshot: Option<Snapshot>,
}

impl Db {
    /// Connects to `url` as the role `lianrong_app`.
    ///
    /// # Errors
    /// When the database cannot be reached, or gives up durability.
    pub async fn connect(
        url: &str,
        connections: usize,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, sqlx::Error> {
        // There are eight hundred statements. One that the driver has forgotten costs a round trip and its planning again.
        let options = PgConnectOptions::from_str(url)?.application_name("lianrong").statement_cache_capacity(400);
        let options = options.options([
            ("role", "lianrong_app"),
            ("client_min_messages", "error"),
            ("statement_timeout", "15s"),
            ("idle_in_transaction_session_timeout", "30s"),
        ]);
        let pool = pool(options.options(planning::WRITES), connections)?;
        let seals = Seals { keys: None, randomness };
        let db = Self {
            pool,
            tasks: TaskTracker::new(),
            clock,
            stamps: None,
            seals,
            codes: CodePolicy::default(),
            draw_days: WAITING_DAYS,
            rides: Rides::default(),
            sums: Sums::default(),
            snapshot: None,
        };
        refuse_without_durability(&db.pool).await?;
        Ok(db)
    }

    /// With the master keys, without which nothing can be sealed or opened.
    #[must_use]
    pub fn with_master_keys(mut self, keys: MasterKeys) -> Self {
        self.seals.keys = Some(keys);
        self
    }

    /// What is sealed and opened with here.
    #[must_use]
    pub const fn seals(&self) -> &Seals {
        &self.seals
    }

    /// People confirm with codes what the policy says. Without one, nothing.
    #[must_use]
    pub const fn with_code_policy(mut self, codes: CodePolicy) -> Self {
        self.codes = codes;
        self
    }

    pub(crate) const fn code_policy(&self) -> CodePolicy {
        self.codes
    }

    /// Draws that are not credited end by themselves after so many business dates.
    #[must_use]
    pub const fn with_draw_days(mut self, days: u16) -> Self {
        self.draw_days = days;
        self
    }

    pub(crate) const fn draw_days(&self) -> u16 {
        self.draw_days
    }

    /// How many connections are open, and how many of them nothing uses.
    #[must_use]
    pub fn connections(&self) -> (usize, usize) {
        let status = self.pool.status();
        (status.size, status.available)
    }

    /// From now on, what is done is stamped with instants on the open business date, which stands still in the
    /// demonstration: see [`crate::clock`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn on_the_business_date(mut self) -> Result<Self, sqlx::Error> {
        let (mut transaction, _) = Transaction::begin(&self.pool, begin_for("READ ONLY", Party::Nobody)).await?;
        let on = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *transaction).await?;
        let (start, end) = (start(on), start(on) + Duration::DAY);
        let last = sqlx::query_scalar!(
            "select max(recorded_at) from audit where recorded_at >= $1 and recorded_at < $2",
            start,
            end
        )
        .fetch_one(&mut *transaction)
        .await?;
        transaction.rollback().await?;
        self.stamps = Some(Stamps::after(last.unwrap_or(start)));
        Ok(self)
    }

    /// The present instant, as what is done is stamped.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        let now = self.true_now();
        self.stamps.as_ref().map_or(now, |stamps| stamps.now(now))
    }

    /// The true time, wherever the business date stands: for what is measured against the world outside, as the codes of a
    /// second factor and signed requests are, and for what keeps somebody out or ends.
    #[must_use]
    pub fn true_now(&self) -> OffsetDateTime {
        (self.clock)()
    }

    /// 32 random bytes.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        let mut random = [0u8; 32];
        (self.seals.randomness)(&mut random);
        random
    }

    /// Waits until every operation under way has ended. New ones are still accepted until the pool is closed.
    pub async fn drain(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.pool.close();
    }

    /// Runs `work` in a read-only transaction in the name of the context's party. All its statements see one snapshot: what
    /// is committed between a balance and its lines is in neither.
    ///
    /// # Errors
    /// What `work` returns, or a technical failure.
    pub async fn read<T, R, F>(&self, context: &Context, work: F) -> Result<T, Error<R>>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>> + Send + 'static,
    {
        let (pool, party, snapshot) = (self.pool.clone(), context.party(), self.snapshot.clone());
        self.run(async move {
            match snapshot {
                Some(snapshot) => snapshot.read(party, work).await,
                None => read_alone(&pool, party, work).await,
            }
        })
        .await
    }

    /// Runs one statement that reads and concerns no party: what every request asks first. Its transaction is its own, which
    /// saves two round trips.
    ///
    /// # Errors
    /// What `find` returns, or a technical failure.
    pub(crate) async fn find<T, R, F>(&self, find: F) -> Result<T, Error<R>>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>> + Send + 'static,
    {
        let pool = self.pool.clone();
        self.run(async move {
            let mut connection = Transaction::of_one_statement(&pool).await?;
            let found = find(&mut connection).await?;
            connection.give_back();
            Ok(found)
        })
        .await
    }

    /// The same database, whose reads are all of one moment and on one connection, until [`Self::end_page`].
    #[must_use]
    pub fn for_page(&self) -> Self {
        Self { snapshot: Some(Snapshot::new(self.pool.clone())), ..self.clone() }
    }

    /// The sums that are kept.
    pub(crate) const fn sums(&self) -> &Sums {
        &self.sums
    }

    /// What a page reads in.
    pub(crate) const fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// Commits what is nobody's business request and leaves no answer and no audit row: that a nonce was seen.
    ///
    /// # Errors
    /// What `work` returns, with nothing done, or a technical failure.
    pub async fn note<T, R, F>(&self, context: &Context, work: F) -> Result<T, Error<R>>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>> + Send + 'static,
    {
        let pool = self.pool.clone();
        let begin = begin_for("READ WRITE", context.party());
        self.run(async move {
            let (mut transaction, _) = Transaction::begin(&pool, begin).await?;
            let outcome = work(&mut transaction).await;
            match outcome {
                Ok(_) => transaction.commit().await?,
                Err(_) => transaction.rollback().await?,
            }
            outcome
        })
        .await
    }

    /// Runs one operation: claims the request number, does `work`, and commits it with its envelope and answer in one
    /// transaction. A number that was answered before gets the stored answer and nothing else happens.
    ///
    /// # Errors
    /// What `work` returns. A refusal is recorded, with its audit row, in a transaction of its own after everything
    /// else was rolled back.
    pub async fn write<C, T, R, F>(
        &self,
        context: &Context,
        operation: &'static str,
        command: &C,
        work: F,
    ) -> Result<T, Error<R>>
    where
        C: Serialize,
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        F: for<'w> FnOnce(&'w mut Write) -> Work<'w, Result<T, Error<R>>> + Send + 'static,
    {
        let request = Request::new(context, operation, command)?;
        let (db, context) = (self.clone(), context.clone());
        self.run(async move {
            let mut write = match db.open(&context, &request).await? {
                Opened::Answered(answer) => {
                    if answer.is_ok() {
                        context.tell_replay();
                    }
                    return answer_of(answer);
                }
                Opened::Claimed(write) => *write,
            };
            match work(&mut write).await {
                Ok(value) => {
                    let answer = Answer::done(&value);
                    commit_one(write, &context, &request, answer).await?;
                    Ok(value)
                }
                Err(Error::Refused(refusal)) => {
                    let about = write.envelope.refused();
                    write.transaction.rollback().await?;
                    let answer = Answer::refused(&refusal, &request);
                    db.record_refusal(&context, &request, about, answer).await?;
                    Err(Error::Refused(refusal))
                }
                Err(other) => {
                    write.transaction.rollback().await?;
                    Err(other)
                }
            }
        })
        .await
    }

    async fn open(&self, context: &Context, request: &Request) -> Result<Opened, sqlx::Error> {
        let (write, claimed) = self.open_all(std::iter::once(context.party()), &[request]).await?;
        match claimed.into_iter().next() {
            Some(Claimed::Live) => Ok(Opened::Claimed(Box::new(write))),
            Some(Claimed::Answered(answer)) => {
                write.transaction.rollback().await?;
                Ok(Opened::Answered(answer))
            }
            None => Err(sqlx::Error::RowNotFound),
        }
    }

    /// Begins the transaction of requests of one operation, by parties of one kind, and says which of them go on.
    pub(crate) async fn open_all(
        &self,
        parties: impl Iterator<Item = Party>,
        requests: &[&Request],
    ) -> Result<(Write, Vec<Claimed>), sqlx::Error> {
        let true_at = self.true_now();
        let (transaction, business_date, claimed) = claim(&self.pool, parties, requests).await?;
        let at = self.stamps.as_ref().map_or(true_at, |stamps| stamps.next(business_date, true_at));
        Ok((Write::new(transaction, self.seals.clone(), (at, true_at), business_date), claimed))
    }

    /// Leaves the audit row of a refusal: about what the operation had found, or else what its command names first, or
    /// else about who asked.
    pub(crate) async fn record_refusal<R>(
        &self,
        context: &Context,
        request: &Request,
        about: Envelope,
        answer: Answer,
    ) -> Result<(), Error<R>> {
        match self.open(context, request).await? {
            Opened::Answered(_) => Ok(()),
            Opened::Claimed(mut write) => {
                write.envelope = about;
                write.envelope.about_unless_said(|| request.first_subject());
                commit_one(*write, context, request, answer).await
            }
        }
    }

    /// The guard: the operation is a task of its own. Whoever waits may go away; the task ends by itself.
    pub(crate) async fn run<T, R, W>(&self, work: W) -> Result<T, Error<R>>
    where
        T: Send + 'static,
        R: Send + 'static,
        W: Future<Output = Result<T, Error<R>>> + Send + 'static,
    {
        match self.tasks.spawn(work).await {
            Ok(outcome) => outcome,
            Err(panicked) => Err(Error::Failed(panicked.into())),
        }
    }

    /// The operations that ride together.
    pub(crate) const fn rides(&self) -> &Rides {
        &self.rides
    }

    /// Goes on by itself, until [`Self::drain`] has waited for it.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }
}

async fn commit_one<R>(write: Write, context: &Context, request: &Request, answer: Answer) -> Result<(), Error<R>> {
    let mut write = write;
    let envelope = std::mem::take(&mut write.envelope);
    write.commit(vec![Answered { context, request, envelope, answer }]).await
}

enum Opened {
    Claimed(Box<Write>),
    Answered(Result<serde_json::Value, Conflict>),
}
