//! [`Write`]: one operation's transaction.

use std::collections::BTreeMap;

use domain::{id::PartnerId, revenue_share::Withholding};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    envelope::{Answered, Envelope, file},
    error::{Conflict, Error, violated_constraint},
    sealed::Seals,
    transaction::Transaction,
};

/// One operation's transaction: the connection, the time, and the envelope that is committed with it.
pub struct Write {
    pub(super) transaction: Transaction,
    seals: Seals,
    ids_made: u16,
    has_read: bool,
    /// When the operation began.
    pub at: OffsetDateTime,
    /// The same, wherever the business date stands.
    pub(crate) true_at: OffsetDateTime,
    /// The open business date, read under the barrier.
    pub business_date: Date,
    /// What is withheld of funders' interest, as far as it is locked: as its payments leave it, one after the other.
    pub(crate) withholdings: BTreeMap<PartnerId, Withholding>,
    pub envelope: Envelope,
}

/// When an operation begins, as what is done is stamped, and by the true time.
type Instants = (OffsetDateTime, OffsetDateTime);

/// The place of the last identifier of an operation that still sorts.
const LAST_ID: u16 = 0x0fff;

impl Write {
    pub(super) fn new(transaction: Transaction, seals: Seals, (at, true_at): Instants, business_date: Date) -> Self {
        let (envelope, withholdings) = (Envelope::default(), BTreeMap::new());
        Self { transaction, seals, ids_made: 0, has_read: false, at, true_at, business_date, withholdings, envelope }
    }

    /// # Panics
    /// While changes of state wait in the envelope ([`Envelope::change`], [`Self::enqueue`]): what is read here would not have them.
    /// [`Self::flush`] writes them first.
    pub fn connection(&mut self) -> &mut PgConnection {
        assert!(!self.envelope.has_changes(), "a statement would not see the changes that wait: flush them first");
        self.has_read = true;
        &mut self.transaction
    }

    /// Whether anything was asked of the database, and so perhaps changed, since this was last asked.
    pub(crate) const fn has_read(&mut self) -> bool {
        std::mem::replace(&mut self.has_read, false)
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
        // Twelve bits follow the time directly; the first four share their place with the version.
        let [high, low] = self.ids_made.to_be_bytes();
        random[0] = high;
        random[1] = low;
        self.ids_made = self.ids_made.saturating_add(1).min(LAST_ID);
        let millis = u64::try_from(self.at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Commits the answers of its requests with everything that they leave behind, or nothing.
    pub(crate) async fn commit<R>(mut self, answered: Vec<Answered<'_>>) -> Result<(), Error<R>> {
        if let Err(error) = file(&mut self, answered).await {
            self.transaction.rollback().await?;
            return Err(match violated_constraint(&error) {
                Some("one_answer_per_request") => Error::Conflict(Conflict::StillRunning),
                Some("journals_event_kind_event_id_leg_key") => Error::Conflict(Conflict::Changed),
                _ => error.into(),
            });
        }
        self.transaction.commit().await.map_err(|error| match error {
            // The server said no: nothing happened. Anything else, and its word is lost.
            sqlx::Error::Database(_) => Error::from(error),
            lost => {
                tracing::error!(error = %lost, "the answer to a commit was lost");
                Error::Unknown
            }
        })
    }

    pub(crate) async fn rollback(self) -> Result<(), sqlx::Error> {
        self.transaction.rollback().await
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
