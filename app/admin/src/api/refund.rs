//! Refunds of debits, and what two people say of those for which the network does not answer.

use domain::{Amount, agreement_debit::DebitState, approval::Action, id::RefundId, network::Reason};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::{
    page::Page,
    refund::{RefundFilter, RefundRow},
};

use super::approval::{ApprovalView, Duty, duty};

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundView {
    pub id: String,
    pub reference: String,
    pub debit_reference: String,
    pub debt_number: String,
    pub holder_name: String,
    pub amount: Amount,
    pub reason: String,
    pub state: DebitState,
    pub failure: Option<Reason>,
    pub accepted_at: String,
    pub open: bool,
}

/// One refund, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPageView {
    pub refund: RefundView,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl RefundView {
    fn of(row: RefundRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            debit_reference: row.debit_reference.to_string(),
            debt_number: row.debt_number,
            holder_name: row.holder_name,
            amount: row.amount,
            reason: row.reason,
            state: row.state,
            failure: row.failure,
            accepted_at: instant(row.accepted_at),
            open: row.open,
        }
    }
}

/// A page of refunds, as it is asked for.
pub async fn refunds(filter: RefundFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<RefundView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::refund::refunds(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(RefundView::of))
}

/// One refund.
pub async fn refund(refund: String) -> Answer<RefundPageView> {
    let (db, context) = (db(), reader()?);
    let refund: RefundId = id(&refund)?;
    let detail = services::refund::refund_detail(&db, &context, refund).await.told()?;
    Ok(RefundPageView {
        duty: duty(role(&context)?, detail.row.open, &detail.approvals),
        refund: RefundView::of(detail.row),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes that a refund was made, or that it was not.
#[server(endpoint = "refund/decide")]
pub async fn propose_refund(request_no: String, refund: String, made: bool, note: String) -> Answer<()> {
    let action = Action::DecideRefund { refund: id(&refund)?, made };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
