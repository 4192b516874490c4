//! What was repaid.

use domain::{Amount, payout::PayoutState, repayment::RepaymentCause};
use services::{page::Page, repayment::RepaymentFilter};

use super::{Answer, Told, db, instant, narrow::NarrowQuery, page, reader};

/// A payment with its split, and how far the money has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepaymentView {
    pub id: String,
    pub reference: String,
    pub loan: String,
    pub loan_reference: String,
    pub agent: String,
    pub agent_name: String,
    /// Who was paid.
    pub holder_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What of it was withheld for the institution: the rest is paid out.
    pub share: Amount,
    /// What of it is the wallet's again.
    pub returned: Amount,
    /// What its holder owes back of that, because it had been paid out.
    pub owed_back: Amount,
    /// It was none.
    pub reversed: bool,
    pub debited_at: String,
    pub cause: RepaymentCause,
    /// The payout that pays it out, perhaps with others; empty until there is one.
    pub payout: String,
    pub payout_reference: String,
    /// Of all that it pays.
    pub payout_amount: Amount,
    pub payout_state: PayoutState,
    /// Empty until the funder has confirmed.
    pub confirmed_at: String,
}

impl RepaymentView {
    #[must_use]
    pub fn of(row: services::repayment::RepaymentRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference.to_string(),
            agent: row.agent.to_string(),
            agent_name: row.agent_name,
            holder_name: row.holder_name,
            amount: row.amount,
            fee: row.fee,
            penalty: row.penalty,
            interest: row.interest,
            principal: row.principal,
            share: row.share,
            returned: row.returned,
            owed_back: row.owed_back,
            reversed: row.reversed,
            debited_at: instant(row.debited_at),
            cause: row.cause,
            payout: row.payout.as_ref().map(|payout| payout.id.to_string()).unwrap_or_default(),
            payout_amount: row.payout.as_ref().map(|payout| payout.amount).unwrap_or_default(),
            payout_reference: row.payout.as_ref().map(|payout| payout.reference.to_string()).unwrap_or_default(),
            payout_state: row.payout.map_or(PayoutState::Requested, |payout| payout.state),
            confirmed_at: row.partner_confirmed_at.map(instant).unwrap_or_default(),
        }
    }
}

/// A page of repayments that the visitor may see, as it is asked for.
pub async fn repayments(
    filter: RepaymentFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<RepaymentView>> {
    let list = query.read(filter)?;
    Ok(services::repayment::repayments(&db(), &reader()?, list, page(after)).await.told()?.map(RepaymentView::of))
}
