//! Money that came for another wallet: with the reversal of what it had paid, it goes where it belongs, in the same transaction.

use domain::{
    correction::{CorrectionRefusal, RightWallet},
    id::WalletId,
    ledger::{AccountKind, Event, EventKind, Journal},
    wallet::Purpose,
};
use sqlx::PgConnection;

use super::{
    plan::Planned,
    sql::{self, Misplaced},
};
use crate::{
    Error, Write, inflow, ledger,
    wallet::{WalletChange, lock_wallet},
};

/// Whether the wallet, with what comes back to it, still has what a movement brought for another.
///
/// # Errors
/// Refused when the movement did not top this wallet up, was moved before, the other wallet is none, or the money is gone.
pub async fn check(
    connection: &mut PgConnection,
    planned: &Planned,
    right: &RightWallet,
) -> Result<(), Error<CorrectionRefusal>> {
    let found = find(connection, planned.loan.wallet_id, right).await?;
    let wallet = planned.loan.wallet;
    let missing = found.amount.plus(wallet.held).less(wallet.balance.plus(planned.back()));
    if missing.is_positive() { Err(Error::Refused(CorrectionRefusal::MoneyGone { missing })) } else { Ok(()) }
}

async fn find(
    connection: &mut PgConnection,
    wallet: WalletId,
    right: &RightWallet,
) -> Result<Misplaced, Error<CorrectionRefusal>> {
    let found = sql::find_misplaced(connection, wallet, right).await?;
    found.ok_or(Error::Refused(CorrectionRefusal::NotMisplaced))
}

/// Takes what a movement brought out of the wallet again and gives it to the right one, where it pays what is overdue.
///
/// # Errors
/// As [`check`].
pub async fn carry_over(
    write: &mut Write,
    from: WalletId,
    right: &RightWallet,
    actor: &str,
) -> Result<(), Error<CorrectionRefusal>> {
    let Misplaced { reserve_account, amount, to } = find(write.connection(), from, right).await?;
    let wrong = lock_wallet(write.connection(), from).await?;
    let left = wrong.debit(amount, Purpose::Correction).map_err(Error::defect)?;
    let topped_up = lock_wallet(write.connection(), to).await?.credit(amount).map_err(Error::defect)?;
    sql::update_misplaced(write.connection(), right.movement, to).await?;
    let on = write.business_date;
    let unmatched = ledger::account(AccountKind::UnmatchedReceipts, reserve_account);
    let event = |kind, leg| Event { kind, id: right.movement.0, leg };
    let out = Journal::of(event(EventKind::TopUpUnmatched, 0), on)
        .correcting(right.movement.0)
        .transfer(ledger::wallet_account(from.0, left), unmatched, amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    let back = Journal::of(event(EventKind::TopUpMatched, 1), on)
        .correcting(right.movement.0)
        .transfer(unmatched, ledger::wallet_account(to.0, topped_up), amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(out);
    write.envelope.post(back);
    write.envelope.change(WalletChange { id: from, after: left });
    write.envelope.change(WalletChange { id: to, after: topped_up });
    write.flush().await?;
    inflow::settle(write, to, topped_up.frozen, actor).await
}
