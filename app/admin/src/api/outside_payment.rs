//! What was paid on debts elsewhere, which two people take back where it was not.

use domain::{approval::Action, id::OutsidePaymentId, outside_payment::OutsidePaymentState};
use leptos::prelude::*;
use partner::api::outside_payment::OutsidePaymentView;
use parts::api::{Answer, Told, db, id, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::{outside_payment::OutsidePaymentFilter, page::Page};

use super::approval::{ApprovalView, Duty, duty};

/// One payment, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePaymentPageView {
    pub payment: OutsidePaymentView,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// A page of what was paid on debts elsewhere, as it is asked for.
pub async fn outside_payments(
    filter: OutsidePaymentFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<OutsidePaymentView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::outside_payment::outside_payments(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(OutsidePaymentView::of))
}

/// One payment.
pub async fn outside_payment(payment: String) -> Answer<OutsidePaymentPageView> {
    let (db, context) = (db(), reader()?);
    let payment: OutsidePaymentId = id(&payment)?;
    let detail = services::outside_payment::outside_payment(&db, &context, payment).await.told()?;
    let counts = detail.row.state == OutsidePaymentState::Counted;
    Ok(OutsidePaymentPageView {
        payment: OutsidePaymentView::of(detail.row),
        duty: duty(role(&context)?, counts, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes to take a payment back.
#[server(endpoint = "outside_payment/undo")]
pub async fn propose_undo(request_no: String, payment: String, note: String) -> Answer<()> {
    let action = Action::UndoPayment { payment: id(&payment)? };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
