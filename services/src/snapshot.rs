//! [`Snapshot`]: what a page reads, in one transaction on one connection. All of it is of one moment, and two visitors
//! take two connections, not twenty.

use std::sync::{Arc, OnceLock};

use domain::{
    id::{AgentId, PartnerId, UserId},
    role::{PartnerKind, Party},
};
use sqlx::{PgConnection, Row, postgres::PgRow};
use time::Date;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{
    badge::FunderBadges,
    claim::{begin_for, begin_page_for, begin_page_of},
    db::{Db, Work},
    error::{Error, Never},
    transaction::{Pool, Transaction},
};

/// How a transaction that only reads begins: all its statements see one moment.
const MODE: &str = "ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// A transaction that is begun by the first who reads, in the name of a party, and ended by [`Snapshot::end`].
#[derive(Clone)]
pub(crate) struct Snapshot {
    pool: Pool,
    held: Arc<Mutex<Held>>,
    /// The open business date, as soon as the transaction has begun: many parts of a page compute from it.
    pub business_date: Arc<OnceLock<Date>>,
    /// What the party is called, likewise.
    pub party_name: Arc<OnceLock<(Party, String)>>,
    /// What waits for the person of a funder, once it was asked for.
    pub funder_badges: Arc<OnceLock<(UserId, FunderBadges)>>,
}

#[derive(Default)]
enum Held {
    #[default]
    Nothing,
    Open(Party, Transaction),
    /// Whoever reads now reads by itself.
    Ended,
}

/// Runs `work` in a transaction of its own.
pub(crate) async fn read_alone<T, R, F>(pool: &Pool, party: Party, work: F) -> Result<T, Error<R>>
where
    F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>>,
{
    let (mut transaction, _) = Transaction::begin(pool, begin_for(MODE, party)).await?;
    let outcome = work(&mut transaction).await;
    transaction.rollback().await?;
    outcome
}

/// The party that `session_of` lets act.
fn party_of(session: &PgRow) -> Result<Party, sqlx::Error> {
    let (agent, partner): (Option<Uuid>, Option<Uuid>) = (session.try_get("agent_id")?, session.try_get("partner_id")?);
    let kind: Option<String> = session.try_get("partner_kind")?;
    Ok(match (agent, partner, kind) {
        (Some(agent), _, _) => Party::Agent(AgentId(agent)),
        (None, Some(partner), Some(kind)) => {
            let kind = kind.parse::<PartnerKind>().map_err(|error| sqlx::Error::Decode(error.into()))?;
            kind.party(PartnerId(partner))
        }
        _ => Party::Institution,
    })
}

impl Db {
    /// What a page reads with, of whoever is signed in with a token, and the row of `session_of`: its reads begin with that
    /// session, in one round trip. Nothing where there is no such session.
    pub(crate) async fn page_of_session(&self, token_hash: Vec<u8>) -> Result<Option<(Self, PgRow)>, Error<Never>> {
        let page = self.for_page();
        let Some(snapshot) = page.snapshot().cloned() else { return Ok(None) };
        let session = self.run(async move { Ok::<_, Error<Never>>(snapshot.begin_with(&token_hash).await?) }).await?;
        Ok(session.map(|session| (page, session)))
    }

    /// Gives back what a page read with; whoever still reads does so by itself. Like every operation, in a task that nobody
    /// can drop.
    pub async fn end_page(&self) {
        let Some(snapshot) = self.snapshot().filter(|page| !page.has_ended()).cloned() else { return };
        if let Err(error) = self.run(async move { Ok::<_, Error<Never>>(snapshot.end().await?) }).await {
            tracing::warn!(?error, "a page's transaction did not end well");
        }
    }
}

impl Snapshot {
    pub fn new(pool: Pool) -> Self {
        Self {
            pool,
            held: Arc::default(),
            business_date: Arc::default(),
            party_name: Arc::default(),
            funder_badges: Arc::default(),
        }
    }

    /// Runs `work` in the transaction. One that failed, and may be spoilt by it, is ended: the next begins anew.
    pub async fn read<T, R, F>(&self, party: Party, work: F) -> Result<T, Error<R>>
    where
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>>,
    {
        let mut held = self.held.lock().await;
        // Out of its place meanwhile: whatever state a panic leaves it in reaches nobody.
        let mut transaction = match std::mem::take(&mut *held) {
            Held::Ended => {
                *held = Held::Ended;
                drop(held);
                return read_alone(&self.pool, party, work).await;
            }
            Held::Open(whose, transaction) if whose == party => transaction,
            Held::Open(_, another) => {
                another.rollback().await?;
                self.begin(party).await?
            }
            Held::Nothing => self.begin(party).await?,
        };
        let outcome = work(&mut transaction).await;
        match outcome {
            Err(Error::Failed(_) | Error::Conflict(_) | Error::Unknown) => transaction.rollback().await?,
            _ => *held = Held::Open(party, transaction),
        }
        outcome
    }

    /// Begins in one round trip with what every page shows.
    async fn begin(&self, party: Party) -> Result<Transaction, sqlx::Error> {
        let (transaction, rows) = Transaction::begin(&self.pool, begin_page_for(MODE, party)).await?;
        let [_, frame] = rows.as_slice() else { return Err(sqlx::Error::RowNotFound) };
        self.know(party, frame)?;
        Ok(transaction)
    }

    /// The same with a session, in the name of its person's party. Gives the session's row; without one nothing begins.
    async fn begin_with(&self, token_hash: &[u8]) -> Result<Option<PgRow>, sqlx::Error> {
        let (transaction, rows) = Transaction::begin(&self.pool, begin_page_of(MODE, token_hash)).await?;
        let mut rows = rows.into_iter();
        let (Some(session), Some(frame)) = (rows.next(), rows.next()) else {
            transaction.rollback().await?;
            return Ok(None);
        };
        let party = party_of(&session)?;
        self.know(party, &frame)?;
        *self.held.lock().await = Held::Open(party, transaction);
        Ok(Some(session))
    }

    fn know(&self, party: Party, frame: &PgRow) -> Result<(), sqlx::Error> {
        let (open_on, name) = (frame.try_get("open_on")?, frame.try_get("party_name")?);
        self.business_date.get_or_init(|| open_on);
        drop(self.party_name.set((party, name)));
        Ok(())
    }

    fn has_ended(&self) -> bool {
        self.held.try_lock().is_ok_and(|held| matches!(*held, Held::Ended))
    }

    /// Gives the connection back.
    pub async fn end(&self) -> Result<(), sqlx::Error> {
        match std::mem::replace(&mut *self.held.lock().await, Held::Ended) {
            Held::Open(_, transaction) => transaction.rollback().await,
            Held::Nothing | Held::Ended => Ok(()),
        }
    }
}
