//! The first step of a close: wallets are debited for what has fallen due, while the date is open.

use std::pin::pin;

use domain::{end_of_day::DayStep, id::WalletId};
use futures_util::{StreamExt, stream};
use time::Date;

use super::{CloseDayRefusal, Done, failure::Failed, find, sql, worker};
use crate::{
    Db, Error,
    repayment::{self, list_wallets_due},
};

/// How many wallets are debited at once.
const WALLETS_AT_ONCE: usize = 256;
/// How often it is told at most how far it has come.
const TOLD_TIMES: usize = 20;

/// How far it has come.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// How many wallets there are; whatever is tried once more counts again.
    items: usize,
    tried: usize,
    /// How many loans were paid.
    loans: usize,
}

/// Debits the wallets for what has fallen due. One that fails keeps no other waiting; whatever failed is tried once more.
///
/// # Errors
/// When the database fails.
pub async fn debit(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let mut progress = Progress::default();
    let failed = debit_all(db, on, &mut progress).await?;
    if failed == 0 {
        return Ok(Done { done: progress.loans, failed });
    }
    let failed = debit_all(db, on, &mut progress).await?;
    Ok(Done { done: progress.loans, failed })
}

/// Debits each once. Gives how many have failed.
async fn debit_all(db: &Db, on: Date, progress: &mut Progress) -> Result<usize, Error<CloseDayRefusal>> {
    let wallets = find(db, move |connection| Box::pin(list_wallets_due(connection, on))).await?;
    if wallets.is_empty() {
        return Ok(0);
    }
    let again = progress.items > 0;
    let every = wallets.len().div_ceil(TOLD_TIMES);
    progress.items += wallets.len();
    tell(db, on, *progress).await?;
    let mut outcomes = pin!(
        stream::iter(wallets)
            .map(|(wallet, version)| async move { (wallet, repayment::collect_due(db, on, wallet, version).await) })
            .buffer_unordered(WALLETS_AT_ONCE)
    );
    let (mut failed, mut done): (Vec<Failed>, Vec<WalletId>) = (Vec::new(), Vec::new());
    while let Some((wallet, outcome)) = outcomes.next().await {
        match outcome {
            Ok(collected) => {
                progress.loans += collected.loans;
                done.push(wallet);
            }
            // It was paid since it was listed.
            Err(Error::NotFound) => done.push(wallet),
            Err(error) => {
                tracing::error!(%wallet, ?error, "what fell due was not debited");
                failed.push(Failed::of(wallet, &error));
            }
        }
        progress.tried += 1;
        if progress.tried.is_multiple_of(every) || progress.tried == progress.items {
            tell(db, on, *progress).await?;
        }
    }
    let count = failed.len();
    if again || count > 0 {
        keep(db, on, failed, done).await?;
    }
    Ok(count)
}

async fn tell(db: &Db, on: Date, progress: Progress) -> Result<(), Error<CloseDayRefusal>> {
    db.note(&worker(db), move |connection| {
        Box::pin(async move {
            Ok(sql::update_progress(connection, on, DayStep::Debit, progress.items, progress.tried).await?)
        })
    })
    .await
}

/// Writes down which have failed, and which that had failed before have not.
async fn keep(db: &Db, on: Date, failed: Vec<Failed>, done: Vec<WalletId>) -> Result<(), Error<CloseDayRefusal>> {
    let at = db.true_now();
    db.note(&worker(db), move |connection| {
        Box::pin(async move {
            sql::upsert_failed(connection, (on, DayStep::Debit, at), &failed).await?;
            let done: Vec<_> = done.into_iter().map(|wallet| wallet.0).collect();
            Ok(sql::mend_failed(connection, on, &done).await?)
        })
    })
    .await
}
