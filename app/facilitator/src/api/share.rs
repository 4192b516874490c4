//! Shares of bindings.

use domain::{
    binding::{ShareState, ShareUse, Suspension},
    evidence::Subject,
    role::Role,
};
use leptos::prelude::*;
use partner::api::evidence::{EvidenceView, evidence};
use parts::api::{
    Answer, Told, batch, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer,
};
use services::{
    binding::{ReleaseShareCommand, ShareFilter, ShareRow},
    page::Page,
};

/// A share; of one that never was there is no payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareView {
    pub id: String,
    pub funder_name: String,
    pub settlement_id: String,
    pub alias: String,
    pub payer: String,
    pub card: String,
    pub state: ShareState,
    pub usable: ShareUse,
    pub suspension: Option<Suspension>,
    pub created_at: String,
    pub ended_at: String,
}

/// One share, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharePageView {
    pub share: ShareView,
    pub evidence: EvidenceView,
    pub may_release: bool,
    pub request_no: String,
}

impl ShareView {
    fn of(row: ShareRow) -> Self {
        Self {
            id: row.id.to_string(),
            funder_name: row.funder_name,
            settlement_id: row.settlement_id.to_string(),
            alias: row.alias,
            payer: row.payer_masked,
            card: row.card_masked,
            state: row.state,
            usable: row.usable,
            suspension: row.suspension,
            created_at: instant(row.created_at),
            ended_at: row.ended_at.map(instant).unwrap_or_default(),
        }
    }
}

/// A page of the facilitator's shares, as it is asked for, with a request number for those who may give them back.
pub async fn shares(
    filter: ShareFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<ShareView>, Option<String>)> {
    let rows = services::binding::shares(&db(), &reader()?, query.read(filter)?, page(after)).await.told()?;
    Ok((rows.map(ShareView::of), batch::offered_to(&[Role::FacilitatorApprover])?))
}

/// One share.
pub async fn share(share: String) -> Answer<SharePageView> {
    let (db, context) = (db(), reader()?);
    let id = id(&share)?;
    let row = services::binding::share(&db, &context, id).await.told()?;
    let approver = role(&context)? == Role::FacilitatorApprover;
    Ok(SharePageView {
        may_release: approver && row.state == ShareState::Shared,
        share: ShareView::of(row),
        evidence: evidence(Subject::Share(id)).await?,
        request_no: new_request_no(),
    })
}

/// Gives a share back.
#[server(endpoint = "share/release")]
pub async fn release_share(request_no: String, share: String, reason: String) -> Answer<()> {
    let command = ReleaseShareCommand { share: id(&share)?, reason };
    services::binding::release_share(&db(), &writer(&request_no)?, command).await.told()
}

/// Gives these shares back, for one reason.
#[server(endpoint = "share/release_ticked")]
pub async fn release_shares(request_no: String, #[server(default)] items: Vec<String>, reason: String) -> Answer<()> {
    batch::each(&request_no, &items, async |context, share| {
        let command = ReleaseShareCommand { share, reason: reason.clone() };
        services::binding::release_share(&db(), &context, command).await.told()
    })
    .await
}
