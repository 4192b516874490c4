//! Bindings: what they are good for, who shares them, and how they end.

use domain::{
    binding::{BindingState, ShareState, Suspension},
    evidence::Subject,
};
use leptos::prelude::*;
use partner::api::evidence::{EvidenceView, evidence};
use parts::api::{
    Answer, Told, batch, date, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer,
};
use services::{
    binding::{BindingFilter, BindingRow, Collectors, RevokeShareCommand, UnsignCommand},
    context::SIGNERS,
    page::Page,
};

/// A binding with its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingView {
    pub id: String,
    pub signing: String,
    pub signing_reference: String,
    pub settlement_id: String,
    pub facilitator_name: String,
    pub alias: String,
    pub payer: String,
    pub card: String,
    pub state: BindingState,
    pub signed_at: String,
    pub ended_at: String,
    pub suspension: Option<Suspension>,
    pub share: Option<(String, ShareState)>,
    pub collectors: Collectors,
}

/// One binding, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingPageView {
    pub binding: BindingView,
    pub evidence: EvidenceView,
    pub may_act: bool,
    pub request_no: String,
}

impl BindingView {
    fn of(row: BindingRow) -> Self {
        Self {
            id: row.id.to_string(),
            signing: row.signing.to_string(),
            signing_reference: row.signing_reference.to_string(),
            settlement_id: row.settlement_id.to_string(),
            facilitator_name: row.facilitator_name,
            alias: row.alias,
            payer: row.payer_masked,
            card: row.card_masked,
            state: row.state,
            signed_at: instant(row.signed_at),
            ended_at: row.ended_at.map(instant).unwrap_or_default(),
            suspension: row.suspension,
            share: row.share.map(|(id, state)| (id.to_string(), state)),
            collectors: row.collectors,
        }
    }
}

/// A page of the funder's bindings, as it is asked for, with a request number for those who may end shares.
pub async fn bindings(
    filter: BindingFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<BindingView>, Option<String>)> {
    let rows = services::binding::bindings(&db(), &reader()?, query.read(filter)?, page(after)).await.told()?;
    Ok((rows.map(BindingView::of), batch::offered_to(SIGNERS)?))
}

/// One binding.
pub async fn binding(binding: String) -> Answer<BindingPageView> {
    let (db, context) = (db(), reader()?);
    let id = id(&binding)?;
    let row = services::binding::binding(&db, &context, id).await.told()?;
    Ok(BindingPageView {
        may_act: SIGNERS.contains(&role(&context)?) && row.state == BindingState::Active,
        binding: BindingView::of(row),
        evidence: evidence(Subject::Binding(id)).await?,
        request_no: new_request_no(),
    })
}

/// Registers what the customer owes.
#[server(endpoint = "debt/register")]
pub async fn register_debt(
    request_no: String,
    binding: String,
    number: String,
    amount: String,
    due_on: String,
) -> Answer<()> {
    let command = services::debt::RegisterDebtCommand {
        number,
        binding: id(&binding)?,
        amount: parts::api::amount(&amount)?,
        due_on: date(&due_on)?,
    };
    let debt = services::debt::register_debt(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/funder/debts/{debt}"));
    Ok(())
}

/// Takes a share back.
#[server(endpoint = "share/revoke")]
pub async fn revoke_share(
    request_no: String,
    share: String,
    reason: String,
    payers_wish: Option<String>,
) -> Answer<()> {
    let command = RevokeShareCommand { share: id(&share)?, at_payers_wish: payers_wish.is_some(), reason };
    services::binding::revoke_share(&db(), &writer(&request_no)?, command).await.told()
}

/// Takes these shares back, for one reason.
#[server(endpoint = "share/revoke_ticked")]
pub async fn revoke_shares(request_no: String, #[server(default)] items: Vec<String>, reason: String) -> Answer<()> {
    batch::each(&request_no, &items, async |context, share| {
        let command = RevokeShareCommand { share, at_payers_wish: false, reason: reason.clone() };
        services::binding::revoke_share(&db(), &context, command).await.told()
    })
    .await
}

/// Ends a binding.
#[server(endpoint = "binding/unsign")]
pub async fn unsign(request_no: String, binding: String, reason: String, payers_wish: Option<String>) -> Answer<()> {
    let command = UnsignCommand { binding: id(&binding)?, at_payers_wish: payers_wish.is_some(), reason };
    services::binding::unsign(&db(), &writer(&request_no)?, command).await.told()
}
