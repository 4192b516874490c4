//! [`Snapshot`]: what a page reads, in one transaction on one connection. All of it is of one moment, and two visitors
//! take two connections, not twenty.

use std::sync::{Arc, OnceLock};

use domain::{id::UserId, role::Party};
use sqlx::{PgConnection, Row};
use time::Date;
use tokio::sync::Mutex;

use crate::{
    badge::FunderBadges,
    claim::{begin_for, begin_page_for},
    db::Work,
    error::Error,
    transaction::{Pool, Transaction},
};

/// How a transaction that only reads begins: all its statements see one moment.
const MODE: &str = "ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// A transaction that is begun by the first who reads, in the name of a party, and ended by [`Snapshot::end`].
#[derive(Clone, Default)]
pub(crate) struct Snapshot {
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

impl Snapshot {
    /// Runs `work` in the transaction. One that failed, and may be spoilt by it, is ended: the next begins anew.
    pub async fn read<T, R, F>(&self, pool: &Pool, party: Party, work: F) -> Result<T, Error<R>>
    where
        F: for<'w> FnOnce(&'w mut PgConnection) -> Work<'w, Result<T, Error<R>>>,
    {
        let mut held = self.held.lock().await;
        // Out of its place meanwhile: whatever state a panic leaves it in reaches nobody.
        let mut transaction = match std::mem::take(&mut *held) {
            Held::Ended => {
                *held = Held::Ended;
                drop(held);
                return read_alone(pool, party, work).await;
            }
            Held::Open(whose, transaction) if whose == party => transaction,
            Held::Open(_, another) => {
                another.rollback().await?;
                self.begin(pool, party).await?
            }
            Held::Nothing => self.begin(pool, party).await?,
        };
        let outcome = work(&mut transaction).await;
        match outcome {
            Err(Error::Failed(_) | Error::Conflict(_) | Error::Unknown) => transaction.rollback().await?,
            _ => *held = Held::Open(party, transaction),
        }
        outcome
    }

    /// Begins in one round trip with what every page shows.
    async fn begin(&self, pool: &Pool, party: Party) -> Result<Transaction, sqlx::Error> {
        let (transaction, rows) = Transaction::begin(pool, begin_page_for(MODE, party)).await?;
        let [_, frame] = rows.as_slice() else { return Err(sqlx::Error::RowNotFound) };
        let (open_on, name) = (frame.try_get("open_on")?, frame.try_get("party_name")?);
        self.business_date.get_or_init(|| open_on);
        drop(self.party_name.set((party, name)));
        Ok(transaction)
    }

    /// Gives the connection back.
    pub async fn end(&self) -> Result<(), sqlx::Error> {
        match std::mem::replace(&mut *self.held.lock().await, Held::Ended) {
            Held::Open(_, transaction) => transaction.rollback().await,
            Held::Nothing | Held::Ended => Ok(()),
        }
    }
}
