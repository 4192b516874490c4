//! Refunds: whoever has debited a card gives back of it. Accepted, written down as sent, and only then ordered of the network; what
//! it says is filed with the money's journal, and what it does not say is asked for.

mod by_hand;
mod follow;
mod sql;

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    debt::{DebtRefusal, check_refund_reason},
    id::{DebitId, DebtId, RefundId},
    job::Job,
    reference::ReferenceKind,
    role::Party,
};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    Context, Db, Error, Write,
    agreement_debit::{self, FACILITATORS, FUNDERS, LockedDebit},
    reference::next_reference,
};

pub use by_hand::{RefundDetail, RefundFilter, RefundRow, refund_detail, refunds};
pub(crate) use by_hand::{adopt, check_decide, decide_by_hand};
pub(crate) use follow::{file, follow};

/// Give so much of a debit back to the card that it was taken from, which is no choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefundCommand {
    pub debit: DebitId,
    pub amount: Amount,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedRefund {
    pub refund: RefundId,
    pub reference: Reference,
}

/// Accepts a refund by whoever was paid of the debit and holds the debt still. From now on its amount is spoken for, until it has failed.
///
/// # Errors
/// `NotFound` when the asker was not paid of it; refused when it brought nothing or was given back, when refunds would come to more
/// than it, without a reason, and when the debt has changed hands or does.
pub async fn refund(db: &Db, context: &Context, command: RefundCommand) -> Result<AcceptedRefund, Error<DebtRefusal>> {
    let partner = match context.party() {
        Party::Funder(_) => context.funder(FUNDERS)?,
        _ => context.facilitator(FACILITATORS)?,
    };
    let actor = context.actor_name();
    db.write(context, "refund.accept", &command.clone(), move |write| {
        Box::pin(async move {
            let (row, locked) = agreement_debit::lock(write, command.debit).await?;
            if row.payee != partner {
                return Err(Error::NotFound);
            }
            write.envelope.about(command.debit);
            check_refund_reason(&command.reason).map_err(Error::Refused)?;
            if locked.standing.holder.is_frozen() {
                return Err(Error::Refused(DebtRefusal::TransferFrozen));
            }
            if locked.holder_id != row.payee {
                return Err(Error::Refused(DebtRefusal::NotHeld));
            }
            let standing = sql::find_standing(write.connection(), &row).await?;
            standing.may_refund(command.amount).map_err(Error::Refused)?;
            let words = (command.reason.trim(), actor.as_str());
            let accepted = order(write, (&row, locked.id), (command.amount, false), words).await?;
            write.envelope.changed(&standing.refundable(), &(&accepted.reference, command.amount))?;
            Ok(accepted)
        })
    })
    .await
}

/// Orders of the network to give back what it has taken for a debit: `late` for one that had failed here, as two people say.
///
/// # Errors
/// When the database fails.
pub(crate) async fn order<R>(
    write: &mut Write,
    of: (&LockedDebit, DebtId),
    (amount, late): (Amount, bool),
    (reason, actor): (&str, &str),
) -> Result<AcceptedRefund, Error<R>> {
    let (id, at) = (RefundId(write.id()), write.at);
    let reference = next_reference(write, ReferenceKind::Refund).await?;
    let new = sql::NewRefund { id, reference: &reference, amount, reason, late };
    sql::insert_refund(write.connection(), new, of, at).await?;
    write.enqueue(Job::FollowRefund(id), Duration::ZERO);
    write.envelope.moved(id, ("", DebitState::Accepted.code()), actor, reason);
    Ok(AcceptedRefund { refund: id, reference })
}
