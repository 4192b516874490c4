//! Agreement debits: whoever holds a debt takes what is owed from the bound card. Accepted, written down as sent, and only then
//! asked of the network; what it says is filed with the money's journal, and what it does not say is asked for.

mod follow;
mod report;
mod returned;
mod sql;

use domain::{
    Amount, Reference,
    debt::{DebitLimits, DebtRefusal, day_of},
    id::{DebitId, DebtId},
    job::Job,
    reference::ReferenceKind,
    role::{PartnerKind, Party, Role},
};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{Context, Db, Error, debt, error::violated_constraint, reference::next_reference};

pub(crate) use follow::{file, follow, followed, lock};
pub use report::{DebitFilter, DebitRow, debits};
pub(crate) use returned::record_return;
pub(crate) use sql::{LockedDebit, find_left, find_waiting, hold_payable, hold_tries, is_in_no_file};

/// Who debits for a funder.
pub(crate) const FUNDERS: &[Role] = &[Role::FunderTreasurer];
/// And for a facilitator.
pub(crate) const FACILITATORS: &[Role] = &[Role::FacilitatorOperator];

/// Take this much of what is owed. Who is paid follows from the debt, and is no choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DebitCommand {
    pub debt: DebtId,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedDebit {
    pub debit: DebitId,
    pub reference: Reference,
}

/// Accepts a debit by the debt's holder.
///
/// # Errors
/// `NotFound` to whom the debt was never named; refused by the one rule that decides who may debit what ([`domain::debt`]).
pub async fn debit(
    db: &Db,
    context: &Context,
    limits: DebitLimits,
    command: DebitCommand,
) -> Result<AcceptedDebit, Error<DebtRefusal>> {
    let (kind, partner) = match context.party() {
        Party::Funder(_) => (PartnerKind::Funder, context.funder(FUNDERS)?),
        _ => (PartnerKind::Facilitator, context.facilitator(FACILITATORS)?),
    };
    let actor = context.actor_name();
    db.write(context, "debit.accept", &command.clone(), move |write| {
        Box::pin(async move {
            let (today, at) = (write.business_date, write.at);
            let mut debts = debt::lock_debts(write.connection(), &[command.debt.0], None, day_of(at)).await?;
            let locked = debts.remove(&command.debt).ok_or(Error::NotFound)?;
            if ![Some(locked.funder), locked.facilitator].contains(&Some(partner)) {
                return Err(Error::NotFound);
            }
            write.envelope.about(command.debt);
            locked.standing.may_debit(kind, command.amount, (today, at), limits).map_err(Error::Refused)?;
            let id = DebitId(write.id());
            let reference = next_reference(write, ReferenceKind::Debit).await?;
            let saved = sql::insert_debit(write.connection(), (id, &reference), &locked, command.amount, at).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("one_debit_in_flight") => Error::Refused(DebtRefusal::InFlight),
                _ => error.into(),
            })?;
            write.enqueue(Job::FollowDebit(id), Duration::ZERO);
            write.envelope.moved(id, ("", domain::agreement_debit::DebitState::Accepted.code()), &actor, "");
            write.envelope.changed(&(), &(&reference, command.amount))?;
            Ok(AcceptedDebit { debit: id, reference })
        })
    })
    .await
}
