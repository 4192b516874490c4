//! Asking the institution to freeze a wallet.

use domain::approval::ApprovalState;
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, new_request_no, reader, role, writer};
use services::approval::RequestFreezeCommand;

/// What was asked, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeRequestView {
    pub evidence: String,
    pub state: ApprovalState,
    pub requested_by: String,
    pub requested_at: String,
    pub decision_note: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeRequestsView {
    pub requests: Vec<FreezeRequestView>,
    /// Of the form; empty where the visitor may not ask, or has asked already.
    pub request_no: String,
}

/// What the funder has asked about the wallet that a loan is repaid from.
pub async fn freeze_requests(loan: String) -> Answer<FreezeRequestsView> {
    let context = reader()?;
    let rows = services::approval::freeze_requests(&db(), &context, id(&loan)?).await.told()?;
    let waits = rows.iter().any(|row| row.state == ApprovalState::Proposed);
    let asks = matches!(role(&context)?, domain::role::Role::FunderApprover | domain::role::Role::FunderTreasurer);
    Ok(FreezeRequestsView {
        requests: rows
            .into_iter()
            .map(|row| FreezeRequestView {
                evidence: row.evidence,
                state: row.state,
                requested_by: row.requested_by,
                requested_at: instant(row.requested_at),
                decision_note: row.decision_note,
            })
            .collect(),
        request_no: if asks && !waits { new_request_no() } else { String::new() },
    })
}

/// Asks for a freeze.
#[server(endpoint = "freeze/request")]
pub async fn request_freeze(request_no: String, loan: String, evidence: String) -> Answer<()> {
    let command = RequestFreezeCommand { loan: id(&loan)?, evidence };
    services::approval::request_freeze(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
