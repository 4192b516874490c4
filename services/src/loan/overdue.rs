//! What the turn of a business date makes of loans.

use domain::{
    Amount,
    event::PartnerEvent,
    id::{AgentId, LoanId, PartnerId},
    loan::LoanState,
};
use time::Date;

use super::sql::{self, StateChange};
use crate::{Error, Write};

/// A loan that becomes overdue with the date that begins.
pub(crate) struct Fallen {
    pub id: LoanId,
    pub agent: AgentId,
    pub owed: Amount,
    state: LoanState,
    holder: PartnerId,
    reference: String,
}

/// The loans that become overdue when `next` begins: enough of what fell due before it is unpaid, for long enough. Locked. It
/// costs what fell due, not what exists.
pub(crate) async fn list_falling<R>(write: &mut Write, next: Date) -> Result<Vec<Fallen>, Error<R>> {
    let mut fallen = Vec::new();
    for loan in sql::lock_fallen_due(write.connection(), next).await? {
        let state = LoanState::of(&loan.position, next);
        if state.overdue_since().is_some() {
            let owed = loan.position.quote(next).overdue_total();
            let (id, agent, holder, reference) = (loan.id, loan.agent, loan.holder, loan.reference);
            fallen.push(Fallen { id, agent, owed, state, holder, reference });
        }
    }
    Ok(fallen)
}

/// Marks them.
pub(crate) async fn fall_overdue<R>(write: &mut Write, fallen: Vec<Fallen>, actor: &str) -> Result<(), Error<R>> {
    for Fallen { id, owed, state, holder, reference, .. } in fallen {
        write.envelope.moved(id, (LoanState::Active.code(), state.code()), actor, "");
        let reference = reference.parse().map_err(Error::defect)?;
        write.envelope.tell(holder, id, &PartnerEvent::LoanOverdue { reference, amount: owed })?;
        write.envelope.change(StateChange { id, state });
    }
    Ok(write.flush().await?)
}
