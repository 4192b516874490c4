//! What a partner's payout does not pay any more: before it has left, it went back to the payer that the partner had it from.

use domain::{Amount, id::PayoutId};

use super::sql;
use crate::{Error, Write};

/// Has a payout pay so much less, unless it has left or may have. Gives whether it does.
pub(crate) async fn pay_less<R>(write: &mut Write, id: PayoutId, by: Amount, actor: &str) -> Result<bool, Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let rest = row.amount.less(by);
    let Ok(after) = row.payout.pay_less(rest.is_positive()) else { return Ok(false) };
    if row.payout.attempt > 0 && sql::find_unexplained(write.connection(), id).await? {
        return Ok(false);
    }
    if rest.is_positive() {
        sql::update_amount(write.connection(), id, rest).await?;
    } else {
        sql::update_state(write.connection(), id, after.state).await?;
        write.envelope.moved(id, (row.payout.state.code(), after.state.code()), actor, "");
    }
    Ok(true)
}
