//! Money that leaves a reserve account.

use domain::{Amount, payout::PayoutState};
use parts::api::{
    Answer, StepView, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader,
    repayment::RepaymentView, role,
};
use services::{
    page::{Page, PageRequest},
    payout::{PayoutFilter, PayoutRow},
    repayment::RepaymentFilter,
};

use super::approval::{ApprovalView, Duty, duty};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutView {
    pub id: String,
    pub reference: String,
    /// The partner that is paid, or the payer whose money goes back.
    pub payee: String,
    /// Of whoever is paid: a partner, or an agent that takes its own money out; empty for another.
    pub partner: String,
    pub agent: String,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub state: PayoutState,
    /// The serial of the last attempt; 0 before the first.
    pub attempt: i16,
    pub requested_at: String,
    /// Empty until it was sent.
    pub sent_at: String,
    /// Empty until it stands on a statement.
    pub confirmed_at: String,
    pub repayments: i64,
    /// The first of them; empty when it pays none.
    pub repayment_reference: String,
    pub loan: Option<String>,
    /// The movement whose money it sends back.
    pub returns: Option<String>,
}

/// A payout with everything that is known of it, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutPageView {
    pub payout: PayoutView,
    /// The first two hundred that it pays.
    pub repayments: Vec<RepaymentView>,
    /// Something that is not explained may be it.
    pub unexplained: bool,
    pub timeline: Vec<StepView<PayoutState>>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl PayoutView {
    fn of(row: PayoutRow) -> Self {
        let at = |at: Option<time::OffsetDateTime>| at.map(instant).unwrap_or_default();
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            payee: row.payee,
            partner: row.partner.map(|id| id.to_string()).unwrap_or_default(),
            agent: row.agent.map(|id| id.to_string()).unwrap_or_default(),
            amount: row.amount,
            account_no: row.account_no,
            account_name: row.account_name,
            state: row.state,
            attempt: row.attempt,
            requested_at: instant(row.requested_at),
            sent_at: at(row.sent_at),
            confirmed_at: at(row.confirmed_at),
            repayments: row.repayments,
            repayment_reference: row.repayment.as_ref().map(|(reference, _)| reference.to_string()).unwrap_or_default(),
            loan: row.repayment.map(|(_, loan)| loan.to_string()),
            returns: row.returns.map(|movement| movement.to_string()),
        }
    }
}

/// A page of payouts, as it is asked for.
pub async fn payouts(filter: PayoutFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<PayoutView>> {
    let list = query.read(filter)?;
    let rows = services::payout::payouts(&db(), &reader()?, list, page(after)).await.told()?;
    Ok(rows.map(PayoutView::of))
}

/// One payout.
pub async fn payout(payout: String) -> Answer<PayoutPageView> {
    let (db, context) = (db(), reader()?);
    let id = id(&payout)?;
    let detail = services::payout::payout(&db, &context, id).await.told()?;
    let filter = RepaymentFilter::PaidBy(id);
    let paid = services::repayment::repayments(&db, &context, filter, PageRequest::FIRST).await.told()?;
    let open = matches!(detail.row.state, PayoutState::Failed | PayoutState::SentBack) && !detail.unexplained;
    Ok(PayoutPageView {
        payout: PayoutView::of(detail.row),
        repayments: paid.rows.into_iter().map(RepaymentView::of).collect(),
        unexplained: detail.unexplained,
        timeline: super::staff::named_timeline(detail.timeline).await?,
        duty: duty(role(&context)?, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}
