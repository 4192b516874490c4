//! What a partner gives back of a repayment that went back to its wallet after it was paid out.

use domain::{
    Amount,
    id::RepaymentId,
    ledger::{AccountKind, EventKind, Journal},
};
use uuid::Uuid;

use super::sql;
use crate::{Error, Write, ledger};

/// A movement has brought what a partner owes back, all of it. The receivables were found under the locks that are still held.
///
/// # Errors
/// When the database fails, or the partner owes another amount.
pub(crate) async fn settle<R>(
    write: &mut Write,
    repayment: RepaymentId,
    (movement, reserve_account): (Uuid, Uuid),
    amount: Amount,
) -> Result<(), Error<R>> {
    let (payer, owed) = sql::update_settled(write.connection(), repayment, movement).await?.ok_or(Error::NotFound)?;
    if owed != amount {
        return Err(Error::defect(format!("{owed} are owed back of {repayment}, not {amount}")));
    }
    let journal = Journal::of(EventKind::ReceivableSettled.of(movement), write.business_date)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::account(AccountKind::PartnerReceivable, payer.0),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.tell("receivable.settled", Some(payer), repayment, &amount)
}
