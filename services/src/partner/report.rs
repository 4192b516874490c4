//! A partner's draws and repayments as its own system reads them.

use domain::{
    Amount, Reference,
    draw::DrawPhase,
    id::{DrawId, LoanId, RepaymentId},
    role::Party,
    terms::{LoanTerms, Tenor},
};
use time::{Date, OffsetDateTime};

use super::sql;
use crate::{
    Context, Db, Error,
    context::{FACILITATOR_TEAM, FUNDER_TEAM},
    error::Never,
    page::{Cursor, Page, PageRequest},
    party::{ReceivingAccount, find_receiving_account},
    payable::PaidBy,
};

/// A draw with both flows, for the funder that it was asked of.
#[derive(Clone, Debug)]
pub struct PartnerDraw {
    pub id: DrawId,
    pub reference: Reference,
    pub agent_number: String,
    pub agent_name: String,
    pub amount: Amount,
    pub tenor: Tenor,
    pub terms: LoanTerms,
    pub purpose: String,
    pub phase: DrawPhase,
    pub requested_at: OffsetDateTime,
    pub accepted_at: Option<OffsetDateTime>,
    pub instruction_reference: Option<String>,
    pub instruction_at: Option<OffsetDateTime>,
    pub funds: Amount,
    pub credited_at: Option<OffsetDateTime>,
    pub loan: Option<LoanId>,
    /// The account from which the funder is expected to pay.
    pub payer_account: String,
    pub payer_name: String,
    /// Where its money has to go.
    pub reserve: ReceivingAccount,
}

/// A payment of an agent, on its way to the partner that held the loan, or there.
#[derive(Clone, Debug)]
pub struct PartnerRepayment {
    pub id: RepaymentId,
    pub reference: Reference,
    pub loan: LoanId,
    /// The number of the draw, which the loan keeps.
    pub loan_reference: Reference,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What of it was withheld for the institution, less what went back: the rest is paid out.
    pub share: Amount,
    /// What of it is the wallet's again.
    pub returned: Amount,
    /// What its holder owes back of that, because it had been paid out.
    pub owed_back: Amount,
    /// Where that has to go.
    pub pay_back_to: Option<ReceivingAccount>,
    /// It was none.
    pub reversed: bool,
    /// The business date on which interest stopped.
    pub debited_on: Date,
    pub debited_at: OffsetDateTime,
    /// The payout that pays it out, once there is one.
    pub payout: Option<PaidBy>,
    pub confirmed_at: Option<OffsetDateTime>,
}

/// The funder's draws, oldest first; of one state, if one is named.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn draws(
    db: &Db,
    context: &Context,
    phase: Option<DrawPhase>,
    page: PageRequest,
) -> Result<Page<PartnerDraw>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let reserve = find_receiving_account(connection, Some(funder)).await?;
            let reserve = reserve.ok_or_else(|| Error::<Never>::defect("there is no reserve account"))?;
            let rows = sql::list_draws(connection, funder, phase, page, &reserve).await?;
            Ok(Page::of(rows, page, |draw: &PartnerDraw| Cursor { at: draw.requested_at, id: draw.id.0 }))
        })
    })
    .await
}

/// What a partner was repaid of the loans that it held, oldest first; only what it has not confirmed, if so asked.
///
/// # Errors
/// `Forbidden` for anybody but a partner.
pub async fn repayments(
    db: &Db,
    context: &Context,
    unconfirmed_only: bool,
    page: PageRequest,
) -> Result<Page<PartnerRepayment>, Error<Never>> {
    let holder = match context.party() {
        Party::Facilitator(_) => context.facilitator(FACILITATOR_TEAM)?,
        _ => context.funder(FUNDER_TEAM)?,
    };
    db.read(context, move |connection| {
        Box::pin(async move {
            let reserve = find_receiving_account(connection, Some(holder)).await?;
            let rows = sql::list_repayments(connection, holder, unconfirmed_only, page, reserve.as_ref()).await?;
            Ok(Page::of(rows, page, |paid: &PartnerRepayment| Cursor { at: paid.debited_at, id: paid.id.0 }))
        })
    })
    .await
}
