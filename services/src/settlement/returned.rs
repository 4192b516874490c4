//! What the network gives back to payers, of what it had taken: told by it at once, and again by the file of the date.

use domain::{
    callback::CallbackOutcome,
    network::{Meaning, ReturnReason},
    settlement::{Comparison, LineKind, SettlementBreak, TheirLine, compare},
};

use super::sql::{self, Taken};
use crate::{
    Db, Error, agreement_debit,
    error::Never,
    network::{Network, ReturnedPayment, system},
    top_up,
};

/// Asks what was given back on the open date and on the one before, and records what was not. What is told later than that stands
/// in a file.
pub(super) async fn ask(db: &Db, network: &dyn Network) -> Result<(), Error<Never>> {
    let dates = db
        .read(&system(db), |connection| Box::pin(async move { Ok(sql::list_dates_of_returns(connection).await?) }))
        .await?;
    for on in dates {
        let told = network.returned(on).await;
        if !told.is_empty() {
            record_returned(db, told).await?;
        }
    }
    Ok(())
}

/// Files what the network has given back. What does not fit what we know changes nothing: the file says it again, and differs.
pub(crate) async fn record_returned(db: &Db, told: Vec<ReturnedPayment>) -> Result<Vec<CallbackOutcome>, Error<Never>> {
    let serials: Vec<String> = told.iter().map(|one| one.serial.clone()).collect();
    let known = db
        .read(&system(db), move |connection| Box::pin(async move { sql::list_taken(connection, &serials).await }))
        .await?;
    let mut outcomes = Vec::with_capacity(told.len());
    for ReturnedPayment { serial, amount, reason } in told {
        let line = TheirLine { kind: LineKind::Return, amount, meaning: Meaning::Done };
        let outcome = match known.get(&serial).map(|(taken, ours)| (*taken, compare(line, Some(*ours)))) {
            Some((taken, Comparison::Return)) => {
                record_return(db, taken, reason).await?;
                CallbackOutcome::Filed
            }
            Some((_, Comparison::Agreed | Comparison::Differs(SettlementBreak::BeyondTaken))) => CallbackOutcome::Known,
            known => {
                tracing::warn!(%serial, %amount, "the network has given back what we do not know as taken");
                if known.is_some() { CallbackOutcome::Contradicts } else { CallbackOutcome::NotOurs }
            }
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Records that the network has given back what it had taken.
pub(super) async fn record_return(db: &Db, taken: Taken, reason: ReturnReason) -> Result<(), Error<Never>> {
    match taken {
        Taken::Debit(id) => agreement_debit::record_return(db, id, reason).await,
        Taken::TopUp(id) => top_up::record_return(db, id, reason).await,
        Taken::Refund(_) => Err(Error::defect("a refund is not given back")),
    }
}
