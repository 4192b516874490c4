//! What its partner owes back of what a payout was to pay, once the payout's money is ours again: one is set off against the other, and
//! only the rest is to be paid.

use domain::{
    Amount,
    id::PayoutId,
    ledger::{AccountKind, EventKind, Journal},
};

use super::{
    less,
    sql::{self, PayoutRow},
};
use crate::{
    Error, Write, ledger,
    payable::{LockedReceivable, lock_receivables, update_settled},
};

/// Sets off what could not be while something was unexplained that may have been the payout: a debit of the feed, or a line that nobody
/// could read. It has been explained.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn set_off_explained<R>(write: &mut Write, actor: &str) -> Result<(), Error<R>> {
    write.flush().await?;
    for id in sql::list_owed_back(write.connection()).await? {
        let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
        if row.payout.pay_less(true).is_ok() {
            set_off(write, id, actor).await?;
        }
    }
    Ok(())
}

/// Sets off what its partner owes back against what a payout that has failed or come back pays. Nothing while it may have been paid:
/// then once that is known.
pub(super) async fn set_off<R>(write: &mut Write, id: PayoutId, actor: &str) -> Result<(), Error<R>> {
    let payables = sql::list_payables(write.connection(), id).await?;
    let owed = lock_receivables(write.connection(), &payables).await?;
    if owed.is_empty() || sql::find_unexplained(write.connection(), id).await? {
        return Ok(());
    }
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let mut to_pay = sql::lock_to_pay(write.connection(), id).await?;
    let mut rest = row.amount;
    for one in &owed {
        let left = to_pay.entry(one.payable).or_default();
        let amount = one.owed.min(*left);
        if amount.is_positive() {
            *left = left.less(amount);
            rest = rest.less(amount);
            settle(write, &row, one, amount).await?;
        }
    }
    if rest == row.amount {
        return Ok(());
    }
    let after = row.payout.pay_less(rest.is_positive()).map_err(Error::defect)?;
    less::leave(write, &row, (after, rest), actor).await
}

async fn settle<R>(
    write: &mut Write,
    payout: &PayoutRow,
    owed: &LockedReceivable,
    amount: Amount,
) -> Result<(), Error<R>> {
    let (id, at) = (write.id(), write.at);
    update_settled(write.connection(), owed.id, amount).await?;
    sql::insert_set_off(write.connection(), id, (payout.id, owed), amount, at).await?;
    // As if it had gone back before it was paid out.
    sql::update_returned(write.connection(), owed.payable, amount.negated()).await?;
    let mut journal = Journal::of(EventKind::ReceivableSetOff.of(id), write.business_date);
    if let Some(loan) = owed.loan {
        journal = journal.about(loan);
    }
    let of = |kind| ledger::account(kind, owed.payer.0);
    let journal = journal
        .transfer(of(AccountKind::PartnerPayable), of(AccountKind::PartnerReceivable), amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    owed.tell_settled(&mut write.envelope, amount, Some(payout.reference.clone()))
}
