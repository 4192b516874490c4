//! What the network gives back to a card of a top-up that had succeeded: it is taken out of the wallet again, as far as that is free,
//! and the rest as soon as money comes. What a debit for a loan had paid of that is undone first.

use domain::{
    agreement_debit::DebitState, binding::Suspension, correction::CorrectionRefusal, event::PartnerEvent, id::TopUpId,
    network::ReturnReason,
};

use super::sql::{self, LockedTopUp};
use crate::{
    Db, Error, Write, binding, commission, correction,
    error::Never,
    loan_debit::{OfLoan, find_owed_back},
    network::{ACTOR, system},
    wallet::lock_wallet,
};

/// Records, once, that the network has given a top-up back.
///
/// # Errors
/// `NotFound` when there is no such top-up.
pub(crate) async fn record_return(db: &Db, id: TopUpId, reason: ReturnReason) -> Result<(), Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    db.write(&system(db), "top_up.return", &(id, reason), move |write| {
        Box::pin(async move {
            // The binding before the wallet, as a loan that changes hands has them locked.
            if let Some(of) = found.loan {
                binding::hold(write.connection(), of.binding).await?;
            }
            let before = lock_wallet(write.connection(), found.wallet).await?;
            let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let at = write.at;
            if row.state != DebitState::Succeeded
                || !sql::insert_returned(write.connection(), (id, row.amount), reason, at).await?
            {
                return Ok(());
            }
            let stays = match row.loan {
                Some(of) => undo(write, &row, of, reason).await?,
                None => None,
            };
            commission::take_back(write, found.wallet).await?;
            let after = lock_wallet(write.connection(), found.wallet).await?;
            write.envelope.about(id);
            let stays = stays.as_ref().map(CorrectionRefusal::code);
            write.envelope.changed(&before.balance, &(after.balance, reason, stays))
        })
    })
    .await
}

/// The loan owes again what a debit had paid of it, and whoever was paid owes that back. Nobody debits with the card until two people
/// have looked into it. Gives why the loan stays paid, where it does.
async fn undo(
    write: &mut Write,
    row: &LockedTopUp,
    of: OfLoan,
    reason: ReturnReason,
) -> Result<Option<CorrectionRefusal>, Error<Never>> {
    match binding::suspend(write, of.binding, Some(Suspension::Risk), ACTOR).await {
        // It is over, or suspended by people.
        Ok(()) | Err(Error::Refused(_)) => {}
        Err(error) => return Err(error.into_defect()),
    }
    let (mut owed_back, mut stays) = (None, None);
    if let Some(repayment) = row.repayment {
        stays = correction::undo_debited(write, (of.loan, repayment), (&row.reference, ACTOR)).await?;
        let at = write.at;
        owed_back = find_owed_back(write.connection(), repayment, at).await?;
    }
    let (reference, amount) = (row.reference.parse().map_err(Error::defect)?, row.amount);
    let told = PartnerEvent::DebitReturned { reference, amount, reason: reason.code().to_owned(), owed_back };
    write.envelope.tell(of.holder, row.id, &told)?;
    Ok(stays)
}
