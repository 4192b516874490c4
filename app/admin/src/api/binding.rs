//! One binding, whose debits two people suspend and resume.

use domain::{
    approval::Action,
    binding::{BindingState, Suspension},
    evidence::Subject,
};
use leptos::prelude::*;
use partner::api::evidence::{EvidenceView, evidence};
use parts::api::{Answer, Told, db, id, instant, new_request_no, not_found, reader, role, writer};
use services::binding::BindingRow;

use super::approval::{ApprovalView, Duty, duty};

/// A binding, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingPageView {
    pub id: String,
    pub alias: String,
    pub funder: String,
    pub funder_name: String,
    pub facilitator: String,
    pub facilitator_name: String,
    pub settlement_id: String,
    pub payer: String,
    pub card: String,
    pub state: BindingState,
    pub suspension: Option<Suspension>,
    pub signed_at: String,
    pub evidence: EvidenceView,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// One binding.
pub async fn binding(binding: String) -> Answer<BindingPageView> {
    let (db, context) = (db(), reader()?);
    let id = id(&binding)?;
    let row: BindingRow = services::binding::binding(&db, &context, id).await.told()?;
    let approvals = services::binding::approvals(&db, &context, id).await.told()?;
    Ok(BindingPageView {
        id: binding,
        duty: duty(role(&context)?, row.state == BindingState::Active, &approvals),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        alias: row.alias,
        funder: row.funder.to_string(),
        funder_name: row.funder_name,
        facilitator: row.facilitator.to_string(),
        facilitator_name: row.facilitator_name,
        settlement_id: row.settlement_id.to_string(),
        payer: row.payer_masked,
        card: row.card_masked,
        state: row.state,
        suspension: row.suspension,
        signed_at: instant(row.signed_at),
        evidence: evidence(Subject::Binding(id)).await?,
        request_no: new_request_no(),
    })
}

/// Proposes that nobody debits with a binding for this reason (`risk` or `operations`), or, with none, that it is resumed.
#[server(endpoint = "binding/suspend")]
pub async fn propose_suspension(request_no: String, binding: String, reason: String, note: String) -> Answer<()> {
    let binding = id(&binding)?;
    let action = match reason.parse::<Suspension>() {
        Ok(Suspension::CardRefused | Suspension::MappingBlocked) => return Err(not_found()),
        Ok(reason) => Action::SuspendBinding { binding, risk: reason == Suspension::Risk },
        Err(_) => Action::ResumeBinding { binding },
    };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
