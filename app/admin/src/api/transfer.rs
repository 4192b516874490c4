//! Transfers of debts, which two people of the institution approve.

use domain::{approval::Action, debt_transfer::TransferState, evidence::Subject};
use leptos::prelude::*;
use partner::api::{
    debt_transfer::{DocumentView, TransferItemView, TransferView},
    evidence::{EvidenceView, evidence},
};
use parts::api::{Answer, Told, batch, db, id, new_request_no, reader, role, writer};

use super::approval::{ApprovalView, Duty, duty};

/// One transfer, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferToApproveView {
    pub transfer: TransferView,
    pub items: Vec<TransferItemView>,
    pub documents: Vec<DocumentView>,
    pub evidence: EvidenceView,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// One transfer.
pub async fn transfer(transfer: String) -> Answer<TransferToApproveView> {
    let (db, context) = (db(), reader()?);
    let id = id(&transfer)?;
    let detail = services::debt_transfer::transfer(&db, &context, id).await.told()?;
    let open = detail.row.transfer.state == TransferState::Confirmed;
    Ok(TransferToApproveView {
        duty: duty(role(&context)?, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        transfer: TransferView::of(detail.row),
        items: detail.items.into_iter().map(TransferItemView::of).collect(),
        documents: detail.documents.into_iter().map(DocumentView::of).collect(),
        evidence: evidence(Subject::Transfer(id)).await?,
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

/// Proposes to approve each of these transfers, for one reason.
#[server(endpoint = "transfer/propose_ticked")]
pub async fn propose_transfers(
    request_no: String,
    #[server(default)] items: Vec<String>,
    reason: String,
) -> Answer<()> {
    batch::each(&request_no, &items, async |context, transfer| {
        let command =
            services::approval::ProposeCommand { action: Action::Transfer { transfer }, note: reason.clone() };
        services::approval::propose(&db(), &context, command).await.told().map(|_| ())
    })
    .await
}
