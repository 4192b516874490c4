//! The last steps of a close, which only look: what they find is told and stays open, and keeps nothing from going on.

use domain::end_of_day::DayStep;
use time::Date;

use super::{CloseDayRefusal, Done, sql, worker};
use crate::{Db, Error, bank_movement, verify};

/// Holds the books of the reserve accounts against what their banks told of the end of the date, as far as they did.
///
/// # Errors
/// When the database fails.
pub async fn reconcile(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let day = bank_movement::reconcile_day(db, &worker(db), on).await.map_err(Error::into_defect)?;
    let (accounts, told) = (day.accounts, day.told);
    let findings: Vec<String> = day.open.iter().map(|(account, amount)| format!("{account} {amount}")).collect();
    db.note(&worker(db), move |connection| {
        Box::pin(async move { Ok(sql::update_progress(connection, on, DayStep::Reconcile, accounts, told).await?) })
    })
    .await?;
    let failed = findings.len();
    keep(db, on, DayStep::Reconcile, findings).await?;
    Ok(Done { done: told.saturating_sub(failed), failed })
}

/// Holds what was posted on the date against itself and the balances of its end. The whole book is held together by `lianrong verify`.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let verdicts = verify::verify_closed_date(db, &worker(db)).await.map_err(Error::into_defect)?;
    let broken: Vec<_> = verdicts.iter().filter(|verdict| !verdict.offending.is_empty()).collect();
    for verdict in &broken {
        tracing::error!(%on, name = verdict.name, offending = ?verdict.offending, "an invariant is broken");
    }
    let (done, failed) = (verdicts.len().saturating_sub(broken.len()), broken.len());
    keep(db, on, DayStep::Verify, broken.iter().map(|verdict| verdict.name.to_owned()).collect()).await?;
    Ok(Done { done, failed })
}

async fn keep(db: &Db, on: Date, step: DayStep, findings: Vec<String>) -> Result<(), Error<CloseDayRefusal>> {
    db.note(&worker(db), move |connection| {
        Box::pin(async move { Ok(sql::update_findings(connection, on, step, &findings.join("; ")).await?) })
    })
    .await
}
