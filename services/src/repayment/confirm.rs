//! The funder's confirmation that a repayment has reached it.

use domain::{
    Amount, Reference,
    id::RepaymentId,
    payout::{ConfirmationRefusal, PayoutState, confirm_repayment as decide},
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{Context, Db, Error, context::FUNDER_TEAM, error::Never};

/// The funder has found the money on its account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmRepaymentCommand {
    pub repayment: RepaymentId,
    /// The funder's own number of the receipt, for people to find it by.
    pub payment_reference: String,
}

/// A repayment that was paid out and that its funder has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepaymentToConfirm {
    pub id: RepaymentId,
    pub reference: Reference,
    /// The number of the draw and of its loan.
    pub loan_reference: Reference,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// From which date on it counts.
    pub debited_on: Date,
    /// Stands in the remittance text of the money.
    pub payout_reference: Reference,
    pub sent_at: Option<OffsetDateTime>,
}

/// The funder confirms a repayment, once.
///
/// # Errors
/// `NotFound` for another funder's repayment; refused when it was confirmed before, the money cannot be there yet, or
/// the payment reference is missing or too long.
pub async fn confirm_repayment(
    db: &Db,
    context: &Context,
    command: ConfirmRepaymentCommand,
) -> Result<(), Error<ConfirmationRefusal>> {
    let funder = context.funder(&[Role::FunderTreasurer])?;
    let actor = context.actor_name();
    db.write(context, "repayment.confirm", &command.clone(), move |write| {
        Box::pin(async move {
            let row = sqlx::query!(
                "select r.partner_confirmed_at, p.state from repayments r join payouts p on p.id = r.payout_id
                 where r.id = $1 and r.funder_id = $2 for update of r",
                command.repayment.0,
                funder.0,
            )
            .fetch_optional(write.connection())
            .await?
            .ok_or(Error::NotFound)?;
            let payout = PayoutState::from_code(&row.state)
                .ok_or_else(|| Error::defect(format!("a payout is {}", row.state)))?;
            let reference = command.payment_reference.trim();
            decide(payout, row.partner_confirmed_at.is_some(), reference).map_err(Error::Refused)?;
            let at = write.at;
            sqlx::query!("update repayments set partner_confirmed_at = $2 where id = $1", command.repayment.0, at)
                .execute(write.connection())
                .await?;
            write.envelope.moved(command.repayment, ("debited", "partner_confirmed"), &actor, reference);
            write.envelope.about(command.repayment);
            write.envelope.changed(&(), &command)
        })
    })
    .await
}

/// The repayments that the funder has not confirmed although their money was paid out, oldest first.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn repayments_to_confirm(db: &Db, context: &Context) -> Result<Vec<RepaymentToConfirm>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select r.id, r.reference, l.reference as loan_reference, r.amount_fen, r.fee_fen, r.penalty_fen,
                        r.interest_fen, r.principal_fen, r.debited_on, p.reference as payout_reference, p.sent_at
                 from repayments r join loans l on l.id = r.loan_id join payouts p on p.id = r.payout_id
                 where r.funder_id = $1 and r.partner_confirmed_at is null and p.state in ('sent', 'confirmed')
                 order by r.debited_at, r.id limit 200",
                funder.0
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(RepaymentToConfirm {
                        id: RepaymentId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        loan_reference: row.loan_reference.parse().map_err(Error::defect)?,
                        amount: Amount::from_fen(row.amount_fen),
                        fee: Amount::from_fen(row.fee_fen),
                        penalty: Amount::from_fen(row.penalty_fen),
                        interest: Amount::from_fen(row.interest_fen),
                        principal: Amount::from_fen(row.principal_fen),
                        debited_on: row.debited_on,
                        payout_reference: row.payout_reference.parse().map_err(Error::defect)?,
                        sent_at: row.sent_at,
                    })
                })
                .collect()
        })
    })
    .await
}
