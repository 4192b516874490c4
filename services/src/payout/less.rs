//! What a partner's payout does not pay any more: before it has left, it went back to the payer that the partner had it from.

use domain::{Amount, id::PayoutId, ledger::AccountKind, payout::Payout};

use super::sql::{self, PayoutRow};
use crate::{Error, Write, ledger, payable::NewReceivable};

/// Has a payout pay so much less, unless it has left or may have. Gives whether it does.
pub(crate) async fn pay_less<R>(write: &mut Write, id: PayoutId, by: Amount, actor: &str) -> Result<bool, Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let rest = row.amount.less(by);
    let Ok(after) = row.payout.pay_less(rest.is_positive()) else { return Ok(false) };
    if row.payout.attempt > 0 && sql::find_unexplained(write.connection(), id).await? {
        return Ok(false);
    }
    leave(write, &row, (after, rest), actor).await?;
    Ok(true)
}

/// A payout pays only the rest; where there is none, it is over.
pub(super) async fn leave<R>(
    write: &mut Write,
    row: &PayoutRow,
    (after, rest): (Payout, Amount),
    actor: &str,
) -> Result<(), Error<R>> {
    if rest.is_positive() {
        return Ok(sql::update_amount(write.connection(), row.id, rest).await?);
    }
    sql::update_state(write.connection(), row.id, after.state).await?;
    write.envelope.moved(row.id, (row.payout.state.code(), after.state.code()), actor, "");
    Ok(())
}

/// The bank had paid a payout whole, although it had refused it and something of it has gone back since: its partner owes that.
pub(super) async fn owe_what_went_back<R>(write: &mut Write, row: &PayoutRow, more: Amount) -> Result<(), Error<R>> {
    let Some(partner) = row.source.partner().filter(|_| more.is_positive()) else { return Ok(()) };
    ledger::open_account(write.connection(), AccountKind::PartnerReceivable, partner.0).await?;
    sql::update_amount(write.connection(), row.id, row.amount).await?;
    let (mut left, mut owed, at) = (more, Vec::new(), write.at);
    for (payable, returned) in sql::lock_returned(write.connection(), row.id).await? {
        let amount = returned.min(left);
        if amount.is_positive() {
            sql::update_returned(write.connection(), payable, amount).await?;
            owed.push(NewReceivable { id: write.id(), payer: partner, payable, amount, at });
        }
        left = left.less(amount);
    }
    if left.is_positive() {
        return Err(Error::defect(format!("{left} more was paid than a payout was ever to pay")));
    }
    for receivable in owed {
        write.envelope.change(receivable);
    }
    Ok(write.flush().await?)
}
