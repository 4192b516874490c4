//! What becomes of a difference between the network and us, in a person's words.

use domain::{
    approval::{ApprovalRefusal, check_note},
    id::SettlementBreakId,
    role::Role,
    settlement::BreakState,
};
use serde::{Deserialize, Serialize};

use super::sql;
use crate::{Context, Db, Error};

/// What became of a difference.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleBreakCommand {
    pub difference: SettlementBreakId,
    pub note: String,
}

/// A person has found out with the network what is the case, and what was done about it. Nothing is booked by this.
///
/// # Errors
/// `NotFound` when there is no such difference; refused without a note, when it was settled before, and when two people decide about it.
pub async fn settle_break(
    db: &Db,
    context: &Context,
    command: SettleBreakCommand,
) -> Result<(), Error<ApprovalRefusal>> {
    let maker = context.operator(&[Role::OperatorMaker])?.user;
    let actor = context.actor_name();
    db.write(context, "settlement.settle_break", &command.clone(), move |write| {
        Box::pin(async move {
            check_note(&command.note).map_err(Error::Refused)?;
            let found = sql::lock_break(write.connection(), command.difference).await?.ok_or(Error::NotFound)?;
            if !found.open {
                return Err(Error::Refused(ApprovalRefusal::AlreadyDecided));
            }
            if found.two_people {
                return Err(Error::Refused(ApprovalRefusal::LateTwoPeople));
            }
            let (note, at) = (command.note.trim(), write.at);
            sql::update_settled(write.connection(), command.difference, note, (maker, at)).await?;
            write.envelope.about(command.difference);
            write.envelope.moved(
                command.difference,
                (BreakState::Open.code(), BreakState::Settled.code()),
                &actor,
                note,
            );
            write.envelope.changed(&BreakState::Open.code(), &(BreakState::Settled.code(), note))
        })
    })
    .await
}
