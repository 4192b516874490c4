//! The confirmation of whoever was paid that a repayment has reached it.

use domain::{
    id::RepaymentId,
    payout::{ConfirmationRefusal, confirm_repayment as decide},
    repayment::RepaymentState,
    role::{Party, Role},
};
use serde::{Deserialize, Serialize};

use crate::{Context, Db, Error, payable::PaidBy};

/// The holder has found the money on its account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmRepaymentCommand {
    pub repayment: RepaymentId,
    /// The holder's own number of the receipt, for people to find it by.
    pub payment_reference: String,
}

/// Whoever was paid confirms a repayment, once: the loan's funder, or the facilitator that held it.
///
/// # Errors
/// `NotFound` for another's repayment; refused when it was confirmed before, the money cannot be there yet, or
/// the payment reference is missing or too long.
pub async fn confirm_repayment(
    db: &Db,
    context: &Context,
    command: ConfirmRepaymentCommand,
) -> Result<(), Error<ConfirmationRefusal>> {
    let holder = match context.party() {
        Party::Facilitator(_) => context.facilitator(&[Role::FacilitatorOperator])?,
        _ => context.funder(&[Role::FunderTreasurer])?,
    };
    let actor = context.actor_name();
    db.write(context, "repayment.confirm", &command.clone(), move |write| {
        Box::pin(async move {
            // Before the repayment, as who brings a payout back does: either sees what the other has done.
            sqlx::query!(
                "select from payouts where id = (select payout_id from payables where id = $1) for share",
                command.repayment.0
            )
            .fetch_optional(write.connection())
            .await?;
            let row = sqlx::query!(
                r#"select r.partner_confirmed_at, p.id as "payout_id?", p.reference as "reference?", p.state as "state?", p.amount_fen as "fen?"
                   from repayments r left join payables o on o.id = r.id left join payouts p on p.id = o.payout_id
                   where r.id = $1 and r.holder_id = $2 for update of r"#,
                command.repayment.0,
                holder.0,
            )
            .fetch_optional(write.connection())
            .await?
            .ok_or(Error::NotFound)?;
            let payout = PaidBy::from_parts(row.payout_id, row.reference, row.state, row.fen)?.map(|payout| payout.state);
            let reference = command.payment_reference.trim();
            decide(payout, row.partner_confirmed_at.is_some(), reference).map_err(Error::Refused)?;
            let at = write.at;
            sqlx::query!("update repayments set partner_confirmed_at = $2 where id = $1", command.repayment.0, at)
                .execute(write.connection())
                .await?;
            write.envelope.moved(command.repayment, (RepaymentState::Debited.code(), RepaymentState::PartnerConfirmed.code()), &actor, reference);
            write.envelope.about(command.repayment);
            write.envelope.changed(&(), &command)
        })
    })
    .await
}
