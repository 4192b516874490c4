//! With which binding a debt is collected: the one of its card that is in force, once that is its holder's or shared with it.

use domain::{Amount, event::PartnerEvent, id::BindingId};
use uuid::Uuid;

use super::sql::{self, LockedDebt};
use crate::{Error, Write};

/// What is owed by debts, locked, whose binding is over is collected with the one in force of the same card, where that is for their
/// holder: whenever a card is bound, a debt comes to another holder, or owes again. Their funder is told.
///
/// # Errors
/// When the database fails.
pub(crate) async fn follow_bindings<R>(write: &mut Write, debts: &[Uuid]) -> Result<(), Error<R>> {
    for moved in sql::move_to_bindings_in_force(write.connection(), debts).await? {
        let debts = usize::try_from(moved.debts).map_err(Error::defect)?;
        let told = PartnerEvent::DebtMoved { alias: moved.alias, debts };
        write.envelope.tell(moved.funder, moved.binding, &told)?;
    }
    Ok(())
}

/// The same, of all the debts that the card of a new binding has left behind.
///
/// # Errors
/// When the database fails.
pub(crate) async fn take_left_behind<R>(write: &mut Write, id: BindingId) -> Result<(), Error<R>> {
    let left = sql::lock_left_behind(write.connection(), id).await?;
    if left.is_empty() { Ok(()) } else { follow_bindings(write, &left).await }
}

/// A debt owes so much again, which had been paid. Gives what it owes now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn owe_again<R>(write: &mut Write, debt: &LockedDebt, amount: Amount) -> Result<Amount, Error<R>> {
    let owed = debt.standing.outstanding.plus(amount);
    sql::update_outstanding(write.connection(), debt.id, owed).await?;
    follow_bindings(write, &[debt.id.0]).await?;
    Ok(owed)
}
