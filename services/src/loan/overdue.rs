//! What the turn of a business date makes of loans.

use domain::loan::LoanState;
use time::Date;

use super::sql::{self, StateChange};
use crate::{Error, Write};

/// Marks the loans of which something fell due before `today`, the business date that begins, and is unpaid. It costs what
/// fell due, not what exists.
pub async fn fall_overdue<R>(write: &mut Write, today: Date, actor: &str) -> Result<(), Error<R>> {
    for (id, since) in sql::lock_fallen_due(write.connection(), today).await? {
        let state = LoanState::Overdue { since };
        write.envelope.change(StateChange { id, state });
        write.envelope.moved(id, (LoanState::Active.code(), state.code()), actor, "");
    }
    Ok(write.flush().await?)
}
