//! Signings: having a customer's card bound.

use std::{collections::BTreeMap, sync::Arc};

use domain::{network::Reason, signing::SigningState};
use leptos::prelude::*;
use parts::api::{
    Answer, Called, StepView, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, steps,
    writer,
};
use services::{
    context::SIGNERS,
    mapping::Mapped,
    network::Network,
    page::Page,
    signing::{SigningFilter, SigningRow},
};

/// A signing, its payer masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningView {
    pub id: String,
    pub reference: String,
    pub settlement_id: String,
    pub facilitator_name: String,
    pub payer: String,
    pub card: String,
    pub state: SigningState,
    pub failure: Option<Reason>,
    pub tries: i16,
    pub code_ends_at: String,
    pub created_at: String,
    pub binding: String,
}

/// The funder's signings, and what can be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningsView {
    pub page: Page<SigningView>,
    /// What can be chosen now.
    pub settlement_ids: Vec<MappedView>,
    pub may_order: bool,
    pub request_no: String,
}

/// A settlement id with the facilitator that it stands for now, and what the customer agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedView {
    pub settlement_id: String,
    pub facilitator_name: String,
    pub consent: String,
}

/// One signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningPageView {
    pub signing: SigningView,
    pub consent: String,
    pub timeline: Vec<StepView<SigningState, Called>>,
    pub may_sign: bool,
    pub request_no: String,
}

impl SigningView {
    fn of(row: SigningRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            settlement_id: row.settlement_id.to_string(),
            facilitator_name: row.facilitator_name,
            payer: row.payer_masked,
            card: row.card_masked,
            state: row.state,
            failure: row.failure,
            tries: row.tries,
            code_ends_at: instant(row.code_ends_at),
            created_at: instant(row.created_at),
            binding: row.binding.map(|binding| binding.to_string()).unwrap_or_default(),
        }
    }
}

fn network() -> Arc<dyn Network> {
    expect_context::<Arc<dyn Network>>()
}

/// A page of the funder's signings, as it is asked for.
pub async fn signings(filter: SigningFilter, query: NarrowQuery, after: Option<String>) -> Answer<SigningsView> {
    let (db, context) = (db(), reader()?);
    let rows = services::signing::signings(&db, &context, query.read(filter)?, page(after)).await.told()?;
    let mapped = services::mapping::settlement_ids(&db, &context).await.told()?;
    let choice = |Mapped { settlement_id, facilitator_name, consent }| {
        let settlement_id = settlement_id.to_string();
        MappedView { settlement_id, facilitator_name, consent }
    };
    Ok(SigningsView {
        page: rows.map(SigningView::of),
        settlement_ids: mapped.into_iter().map(choice).collect(),
        may_order: SIGNERS.contains(&role(&context)?),
        request_no: new_request_no(),
    })
}

/// One signing.
pub async fn signing(signing: String) -> Answer<SigningPageView> {
    let (db, context) = (db(), reader()?);
    let detail = services::signing::signing(&db, &context, id(&signing)?).await.told()?;
    let names = partner::api::team::names().await?;
    Ok(SigningPageView {
        may_sign: SIGNERS.contains(&role(&context)?) && detail.row.state == SigningState::CodeSent,
        signing: SigningView::of(detail.row),
        consent: detail.consent,
        timeline: steps(detail.timeline)?.into_iter().map(|step| step.called(&names)).collect(),
        request_no: new_request_no(),
    })
}

/// Orders a signing, and has the customer sent a code. Of the payer: `name`, `id_number`, `card_number`, `mobile`,
/// and `line` of the borrower whose legal person it is.
#[server(endpoint = "signing/order")]
pub async fn order_signing(
    request_no: String,
    settlement_id: String,
    payer: BTreeMap<String, String>,
    #[server(default)] consents: bool,
    #[server(default)] consents_to_share: bool,
) -> Answer<()> {
    let field = |name: &str| payer.get(name).cloned().unwrap_or_default();
    let command = services::signing::OrderSigningCommand {
        settlement_id,
        name: field("name"),
        id_number: field("id_number"),
        card_number: field("card_number"),
        mobile: field("mobile"),
        consents,
        consents_to_share,
        line: payer.get("line").cloned(),
    };
    let context = writer(&request_no)?;
    let ordered = services::signing::order_signing(&db(), &*network(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("/funder/signings/{}", ordered.signing));
    Ok(())
}

/// Has the customer sent another code.
#[server(endpoint = "signing/again")]
pub async fn send_code_again(request_no: String, signing: String) -> Answer<()> {
    let (context, signing) = (writer(&request_no)?, id(&signing)?);
    services::signing::send_code_again(&db(), &*network(), &context, signing).await.told()
}

/// Signs with the customer's code.
#[server(endpoint = "signing/confirm")]
pub async fn confirm_signing(request_no: String, signing: String, code: String) -> Answer<()> {
    let (context, signing) = (writer(&request_no)?, id(&signing)?);
    let command = services::signing::ConfirmSigningCommand { signing, code };
    services::signing::confirm_signing(&db(), &*network(), &context, command).await.told()
}
