//! What a wallet pays by itself: money that comes in goes first to what is overdue.

use domain::{Amount, id::WalletId};

use super::{sql, take};
use crate::{Error, Write};

/// Pays what is overdue out of the money that a wallet has just taken, the longest overdue first: in the same transaction, so
/// that nobody can be faster. No more than came is taken, and only for what fell due before today.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn sweep<R>(
    write: &mut Write,
    wallet: WalletId,
    mut came: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    while came.is_positive()
        && let Some(debt) = sql::lock_longest_overdue(write.connection(), wallet).await?
    {
        let amount = debt.loan.position.quote(write.business_date).overdue_total().min(came);
        take(write, &debt, amount, None, actor).map_err(Error::into_defect)?;
        write.flush().await?;
        came = came.less(amount);
    }
    Ok(())
}
