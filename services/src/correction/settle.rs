//! What a partner gives back of a repayment or a debit that went back to its payer after it was paid out.

use domain::{
    Amount,
    ledger::{AccountKind, EventKind, Journal},
};
use uuid::Uuid;

use crate::{
    Error, Write, ledger,
    payable::{lock_receivables, update_settled},
};

/// A movement has brought something of what a partner owes back; the oldest is settled first.
///
/// # Errors
/// When the database fails, or the partner owes less.
pub(crate) async fn settle<R>(
    write: &mut Write,
    payable: Uuid,
    (movement, reserve_account): (Uuid, Uuid),
    amount: Amount,
) -> Result<(), Error<R>> {
    let owed = lock_receivables(write.connection(), &[payable]).await?;
    let oldest = owed.first().ok_or_else(|| Error::defect(format!("nothing is owed back of {payable}")))?;
    let mut left = amount;
    for one in &owed {
        let taken = one.owed.min(left);
        if taken.is_positive() {
            update_settled(write.connection(), one.id, taken).await?;
        }
        left = left.less(taken);
    }
    if left.is_positive() {
        return Err(Error::defect(format!("{left} more than is owed back of {payable}")));
    }
    let mut journal = Journal::of(EventKind::ReceivableSettled.of(movement), write.business_date);
    if let Some(loan) = oldest.loan {
        journal = journal.about(loan);
    }
    let journal = journal
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::account(AccountKind::PartnerReceivable, oldest.payer.0),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    oldest.tell_settled(&mut write.envelope, amount, None)
}
