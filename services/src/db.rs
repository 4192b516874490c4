//! [`Db`]: the only place that begins a transaction, and the only one that spawns.
//!
//! A browser tab that closes drops its request, and with it every future that the request awaited. A `begin` that is
//! dropped half-way leaks an open transaction into the pool, and later writes on that connection are lost without an
//! error. So every operation runs in a spawned task that nobody can drop; the caller only waits for it.

use std::{future::Future, pin::Pin, str::FromStr, sync::Arc};

use domain::{hexadecimal, role::Party};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row, postgres::PgConnectOptions};
use time::{Date, Duration, OffsetDateTime};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::{
    audit::refused,
    clock::{Stamps, start},
    context::Context,
    envelope::Envelope,
    error::{Conflict, Error, violated_constraint},
    sealed::{MasterKeys, Seals},
    transaction::{Pool, Transaction, pool},
};

pub use crate::sealed::Randomness;

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
    stamps: Option<Stamps>,
    seals: Seals,
}

/// One operation's transaction: the connection, the time, and the envelope that is committed with it.
pub struct Write {
    transaction: Transaction,
    seals: Seals,
    ids_made: u8,
    /// When the operation began.
    pub at: OffsetDateTime,
    /// The open business date, read under the barrier.
    pub business_date: Date,
    pub envelope: Envelope,
}

impl Write {
    /// # Panics
    /// While changes of state wait in the envelope: what is read here would not have them. See [`Self::flush`].
    pub fn connection(&mut self) -> &mut PgConnection {
        assert!(!self.envelope.has_changes(), "a statement would not see the changes that wait");
        &mut self.transaction
    }

    /// Writes what waits in the envelope, except the audit row, so that it can be read and changed again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flush(&mut self) -> Result<(), sqlx::Error> {
        let mut envelope = std::mem::take(&mut self.envelope);
        envelope.flush(self).await?;
        self.envelope = envelope;
        Ok(())
    }

    /// A new identifier: a UUID of version 7 at the operation's time. Those of one operation sort as they were made.
    #[must_use]
    pub fn id(&mut self) -> Uuid {
        let mut random = [0u8; 10];
        (self.seals.randomness)(&mut random);
        // The second byte follows the time directly; the first shares its place with the version.
        random[0] = 0;
        random[1] = self.ids_made;
        self.ids_made = self.ids_made.saturating_add(1);
        let millis = u64::try_from(self.at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// What is sealed and opened with here.
    #[must_use]
    pub const fn seals(&self) -> &Seals {
        &self.seals
    }

    /// 32 random bytes, for tokens and pseudonyms, which must never be orderable.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        let mut random = [0u8; 32];
        (self.seals.randomness)(&mut random);
        random
    }
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
        let options = PgConnectOptions::from_str(url)?.application_name("lianrong").options([
            ("role", "lianrong_app"),
            ("client_min_messages", "error"),
            ("statement_timeout", "15s"),
            ("idle_in_transaction_session_timeout", "30s"),
            // Writes look things up by key, so that their plans are made once and kept: planning anew for each set of
            // values cost more than running them. A kept plan outlives the size that it was made for: made over an empty
            // table, it would read that table from end to end long after it has grown. So they use indexes whatever the
            // size. Reads undo both.
            ("plan_cache_mode", "force_generic_plan"),
            ("enable_seqscan", "off"),
        ]);
        let pool = pool(options, connections)?;
        let seals = Seals { keys: None, randomness };
        let db = Self { pool, tasks: TaskTracker::new(), clock, stamps: None, seals };
        db.refuse_without_durability().await?;
        Ok(db)
    }

    /// Money is not kept in a database that may forget it.
    async fn refuse_without_durability(&self) -> Result<(), sqlx::Error> {
        let (mut transaction, _) = Transaction::begin(&self.pool, begin_for("READ ONLY", Party::Nobody)).await?;
        let unsafe_setting = sqlx::query_scalar!(
            r#"select name as "name!" from pg_settings
               where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'"#
        )
        .fetch_optional(&mut *transaction)
        .await?;
        transaction.rollback().await?;
        match unsafe_setting {
            Some(name) => Err(sqlx::Error::Configuration(format!("the database runs with {name} = off").into())),
            None => Ok(()),
        }
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
        let pool = self.pool.clone();
        let begin = begin_for("ISOLATION LEVEL REPEATABLE READ, READ ONLY", context.party());
        self.run(async move {
            let (mut transaction, _) = Transaction::begin(&pool, begin).await?;
            let outcome = work(&mut transaction).await;
            transaction.rollback().await?;
            outcome
        })
        .await
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
                    let value_told = serde_json::json!({ "ok": &value });
                    let answer = Answer { outcome: "done", value: value_told, command: None };
                    commit(write, &context, &request, answer).await?;
                    Ok(value)
                }
                Err(Error::Refused(refusal)) => {
                    let about = write.envelope.refused();
                    write.transaction.rollback().await?;
                    let value = serde_json::json!({ "refused": &refusal });
                    let answer = Answer { outcome: "refused", value, command: refused::command(&request.content) };
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
        let now = self.true_now();
        let (kind, id) = party_settings(context.party());
        let begin = format!(
            "BEGIN; EXECUTE claim('{kind}', '{id}', {}); EXECUTE stored({}, {}, {})",
            request.lock,
            quoted(&request.party),
            quoted(request.operation),
            quoted(&request.request_no),
        );
        let (transaction, rows) = Transaction::begin(&self.pool, begin).await?;
        let [claim, stored] = rows.as_slice() else { return Err(sqlx::Error::RowNotFound) };
        let (claimed, business_date) = (claim.try_get::<bool, _>("claimed")?, stored.try_get::<Date, _>("open_on")?);
        let content_hash: Option<Vec<u8>> = stored.try_get("content_hash")?;
        let answered = match content_hash {
            Some(hash) if hash == request.content_hash => Some(Ok(stored.try_get("answer")?)),
            Some(_) => Some(Err(Conflict::OtherContent)),
            None if !claimed => Some(Err(Conflict::StillRunning)),
            None => None,
        };
        if let Some(answer) = answered {
            transaction.rollback().await?;
            return Ok(Opened::Answered(answer));
        }
        let at = self.stamps.as_ref().map_or(now, |stamps| stamps.next(business_date, now));
        let seals = self.seals.clone();
        let envelope = Envelope::default();
        Ok(Opened::Claimed(Box::new(Write { transaction, seals, ids_made: 0, at, business_date, envelope })))
    }

    /// Leaves the audit row of a refusal: about what the operation had found, or else what its command names first, or
    /// else about who asked.
    async fn record_refusal<R>(
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
                write.envelope.about_unless_said(|| {
                    refused::first_subject(&request.content).unwrap_or_else(|| request.party.clone())
                });
                commit(*write, context, request, answer).await
            }
        }
    }

    /// The guard: the operation is a task of its own. Whoever waits may go away; the task ends by itself.
    async fn run<T, R, W>(&self, work: W) -> Result<T, Error<R>>
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
}

async fn commit<R>(mut write: Write, context: &Context, request: &Request, answer: Answer) -> Result<(), Error<R>> {
    let envelope = std::mem::take(&mut write.envelope);
    if let Err(error) = envelope.insert(&mut write, context, request, answer).await {
        write.transaction.rollback().await?;
        return Err(match violated_constraint(&error) {
            Some("one_answer_per_request") => Error::Conflict(Conflict::StillRunning),
            Some("journals_event_kind_event_id_leg_key") => Error::Conflict(Conflict::Changed),
            _ => error.into(),
        });
    }
    write.transaction.commit().await.map_err(|error| match error {
        // The server said no: nothing happened. Anything else, and its word is lost.
        sqlx::Error::Database(_) => Error::from(error),
        lost => {
            tracing::error!(error = %lost, "the answer to a commit was lost");
            Error::Unknown
        }
    })
}

/// What a request is answered, for ever.
pub(crate) struct Answer {
    /// `done` or `refused`.
    pub outcome: &'static str,
    pub value: serde_json::Value,
    /// What was asked for, of what was refused.
    pub command: Option<serde_json::Value>,
}

enum Opened {
    Claimed(Box<Write>),
    Answered(Result<serde_json::Value, Conflict>),
}

/// A request as its answer is filed.
pub(crate) struct Request {
    pub party: String,
    pub operation: &'static str,
    pub request_no: String,
    pub content_hash: Vec<u8>,
    /// Who asks, and the command.
    content: Vec<u8>,
    lock: i64,
}

impl Request {
    fn new<R>(context: &Context, operation: &'static str, command: &impl Serialize) -> Result<Self, Error<R>> {
        let party = context.party_name();
        let content = serde_json::to_vec(&(context.asker(), command))?;
        let number = Sha256::digest(format!("{party}\n{operation}\n{}", context.request_no));
        let lock = number.iter().take(8).fold(0i64, |value, byte| value << 8 | i64::from(*byte));
        Ok(Self {
            party,
            operation,
            request_no: context.request_no.clone(),
            content_hash: Sha256::digest(&content).to_vec(),
            content,
            lock,
        })
    }
}

fn answer_of<T: DeserializeOwned, R: DeserializeOwned>(
    answer: Result<serde_json::Value, Conflict>,
) -> Result<T, Error<R>> {
    let mut answer = answer.map_err(Error::Conflict)?;
    if let Some(value) = answer.get_mut("ok") {
        return Ok(serde_json::from_value(value.take())?);
    }
    let refusal = answer.get_mut("refused").map(serde_json::Value::take).unwrap_or_default();
    Err(Error::Refused(serde_json::from_value(refusal)?))
}

/// Never from text that a person wrote: the kind is ours and the id a UUID.
fn party_settings(party: Party) -> (&'static str, String) {
    match party {
        Party::Institution => ("institution", "institution".to_owned()),
        Party::Agent(id) => ("agent", id.0.to_string()),
        Party::Partner(id) => ("partner", id.0.to_string()),
        Party::Nobody => ("nobody", String::new()),
    }
}

/// The statements that begin a plain transaction in the name of a party.
fn begin_for(mode: &str, party: Party) -> String {
    let (kind, id) = party_settings(party);
    format!("BEGIN {mode}; EXECUTE act_as('{kind}', '{id}')")
}

/// A text as SQL, whatever is in it.
fn quoted(text: &str) -> String {
    format!("convert_from('\\x{}', 'UTF8')", hexadecimal::text(text.as_bytes()))
}
