//! What the network gives back to a card of a top-up that had succeeded: it is taken out of the wallet again, as far as that
//! is free, and the rest as soon as money comes. A loan that it had paid is made anew without that.

use domain::{
    Amount,
    agreement_debit::DebitState,
    approval::ApprovalRefusal,
    correction::{Correction, CorrectionRefusal},
    event::PartnerEvent,
    id::{TopUpId, WalletId},
    job::Job,
    ledger::{Event, EventKind, Journal},
    network::ReturnReason,
    wallet::Purpose,
};
use time::Duration;

use super::sql::{self, LockedTopUp};
use crate::{
    Db, Error, Write, commission, correction,
    error::Never,
    ledger,
    network::{ACTOR, system},
    wallet::{WalletChange, lock_wallet},
};

/// Records, once, that the network has given a top-up back.
///
/// # Errors
/// `NotFound` when there is no such top-up.
pub(crate) async fn take_back(db: &Db, id: TopUpId, reason: ReturnReason) -> Result<(), Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    db.write(&system(db), "top_up.return", &(id, reason), move |write| {
        Box::pin(async move {
            let before = lock_wallet(write.connection(), found.wallet).await?;
            let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let at = write.at;
            if row.state != DebitState::Succeeded
                || !sql::insert_returned(write.connection(), (id, row.amount), reason, at).await?
            {
                return Ok(());
            }
            tell(write, &row, reason)?;
            if !replay(write, &row, found.wallet).await? {
                write.enqueue(Job::FollowTopUp(id), Duration::ZERO);
                write.flush().await?;
            }
            commission::take_back(write, found.wallet).await?;
            let after = lock_wallet(write.connection(), found.wallet).await?;
            write.envelope.about(id);
            write.envelope.changed(&before.balance, &(after.balance, reason))
        })
    })
    .await
}

/// Whoever had debited for a loan is told; what it owes back of what was paid out, the loan's correction says.
fn tell(write: &mut Write, row: &LockedTopUp, reason: ReturnReason) -> Result<(), Error<Never>> {
    let Some(of) = row.loan else { return Ok(()) };
    let (reference, reason) = (row.reference.parse().map_err(Error::defect)?, reason.code().to_owned());
    let told = PartnerEvent::DebitReturned { reference, amount: row.amount, reason, owed_back: None };
    write.envelope.tell(of.holder, row.id, &told)
}

/// Makes the loan anew of which a debit was given back that could not be then. In flight, as a step tells it, until it can.
pub async fn replay_late(db: &Db, id: TopUpId, wallet: WalletId) -> Result<DebitState, Error<Never>> {
    db.write(&system(db), "top_up.replay", &id, move |write| {
        Box::pin(async move {
            let before = lock_wallet(write.connection(), wallet).await?;
            let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            if !replay(write, &row, wallet).await? {
                return Ok(DebitState::Unknown);
            }
            commission::take_back(write, wallet).await?;
            let after = lock_wallet(write.connection(), wallet).await?;
            write.envelope.about(id);
            write.envelope.changed(&before.balance, &after.balance)?;
            Ok(row.state)
        })
    })
    .await
}

/// Undoes what a debit has paid of its loan. What comes back of that goes on to where it came from. False while it cannot be undone: it is
/// just being paid out, say.
async fn replay(write: &mut Write, row: &LockedTopUp, wallet: WalletId) -> Result<bool, Error<Never>> {
    let (Some(of), Some((repayment, paid))) = (row.loan, row.repayment) else { return Ok(true) };
    let reverse = Correction::Reverse { repayment, right_wallet: None };
    match correction::correct(write, of.loan, &reverse, (&row.reference, ACTOR)).await {
        Ok(()) => take(write, wallet, row.id, paid).await?,
        // Two people have undone it before.
        Err(Error::Refused(ApprovalRefusal::Correction(CorrectionRefusal::NoSuchFact))) => {}
        Err(Error::Refused(refusal)) => {
            tracing::warn!(debit = row.reference, %refusal, "what a debit that was given back has paid is not undone yet");
            return Ok(false);
        }
        Err(error) => return Err(error.into_defect()),
    }
    sql::update_repayment(write.connection(), row.id, None).await?;
    Ok(true)
}

/// Takes so much out of a wallet, whatever freezes it as a whole: it was in it only because the loan that it had paid has given it back.
async fn take(write: &mut Write, wallet: WalletId, id: TopUpId, paid: Amount) -> Result<(), Error<Never>> {
    let before = lock_wallet(write.connection(), wallet).await?;
    let (open, takings) = sql::find_open(write.connection(), id).await?;
    let amount = paid.min(open).min(before.available());
    if !amount.is_positive() {
        return Ok(());
    }
    let (after, leg) = (before.debit(amount, Purpose::Correction).map_err(Error::defect)?, takings.saturating_add(1));
    let event = Event { leg, ..EventKind::TopUpTakenBack.of(id.0) };
    let journal = Journal::of(event, write.business_date)
        .transfer(ledger::wallet_account(wallet.0, after), ledger::channel_receivable(), amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    sql::update_taken(write.connection(), id, amount).await?;
    write.envelope.post(journal);
    write.envelope.change(WalletChange { id: wallet, after });
    Ok(write.flush().await?)
}
