//! What ends a difference between the network's file and our debits: whatever it was of has come right.
//!
//! Not in `settlement/`, which leads to `refund/`, which needs it too.

use domain::{
    id::SettlementBreakId,
    settlement::{BreakState, SettlementBreak},
};
use uuid::Uuid;

use crate::{Error, Write};

/// Settles what is open of a debit, a top-up or a refund that succeeded late.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle_late<R>(write: &mut Write, of: Uuid, why: (&str, &str)) -> Result<(), Error<R>> {
    settle(write, of, SettlementBreak::LateSuccess, why).await
}

/// Settles what is open of one kind of a debit, a top-up or a refund.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle<R>(
    write: &mut Write,
    of: Uuid,
    kind: SettlementBreak,
    (note, actor): (&str, &str),
) -> Result<(), Error<R>> {
    let at = write.at;
    let settled = sqlx::query_scalar!(
        "update settlement_breaks set state = 'settled', note = $2, settled_at = $3
         where debit_id = $1 and kind = $4 and state = 'open' returning id",
        of,
        note,
        at,
        kind.code()
    )
    .fetch_all(write.connection())
    .await?;
    for id in settled {
        write.envelope.moved(SettlementBreakId(id), (BreakState::Open.code(), BreakState::Settled.code()), actor, note);
    }
    Ok(())
}
