//! Transfers of debts, which two people of the institution approve.

use domain::{approval::Action, debt_transfer::TransferState};
use leptos::prelude::*;
use partner::api::debt_transfer::{TransferItemView, TransferView};
use parts::api::{Answer, StepView, Told, db, id, new_request_no, reader, role, steps, writer};

use super::approval::{ApprovalView, Duty, duty};

/// One transfer, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferToApproveView {
    pub transfer: TransferView,
    pub items: Vec<TransferItemView>,
    pub timeline: Vec<StepView<TransferState>>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// One transfer.
pub async fn transfer(transfer: String) -> Answer<TransferToApproveView> {
    let (db, context) = (db(), reader()?);
    let detail = services::debt_transfer::transfer(&db, &context, id(&transfer)?).await.told()?;
    let open = detail.row.transfer.state == TransferState::Confirmed;
    Ok(TransferToApproveView {
        duty: duty(role(&context)?, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        transfer: TransferView::of(detail.row),
        items: detail.items.into_iter().map(TransferItemView::of).collect(),
        timeline: steps(detail.timeline)?,
        request_no: new_request_no(),
    })
}

/// Proposes to approve a transfer, which freezes its debts.
#[server(endpoint = "transfer/propose")]
pub async fn propose_transfer(request_no: String, transfer: String, note: String) -> Answer<()> {
    let action = Action::Transfer { transfer: id(&transfer)? };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
