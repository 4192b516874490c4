//! What a partner gives back of a repayment or a debit that went back to its payer after it was paid out.

use domain::{
    Amount,
    event::PartnerEvent,
    id::{DebitId, RepaymentId},
    ledger::{AccountKind, EventKind, Journal},
};
use uuid::Uuid;

use super::sql;
use crate::{Error, Write, ledger};

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
    let owed = sql::lock_receivables(write.connection(), payable).await?;
    let (payer, loan) = owed.first().map(|one| (one.payer, one.loan)).ok_or(Error::NotFound)?;
    let mut left = amount;
    for one in owed {
        let taken = one.owed.min(left);
        if taken.is_positive() {
            sql::update_settled(write.connection(), one.id, taken).await?;
        }
        left = left.less(taken);
    }
    if left.is_positive() {
        return Err(Error::defect(format!("{left} more than is owed back of {payable}")));
    }
    let mut journal = Journal::of(EventKind::ReceivableSettled.of(movement), write.business_date);
    if let Some(loan) = loan {
        journal = journal.about(loan);
    }
    let journal = journal
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::account(AccountKind::PartnerReceivable, payer.0),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    let told = PartnerEvent::ReceivableSettled { amount };
    match loan {
        Some(_) => write.envelope.tell(payer, RepaymentId(payable), &told),
        None => write.envelope.tell(payer, DebitId(payable), &told),
    }
}
