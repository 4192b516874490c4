//! What one of a funder's people proposes of a product, and another one publishes.

use std::collections::BTreeMap;

use domain::{
    Amount, Rate,
    id::ProductId,
    offer::{ContractKind, Misfit, OwnCost, ProductTerms},
    product::{ProductDraft, ProductField, ProductProposalState, read_product, usual},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Called, Names, Told, bad_field, db, id, instant, new_request_no, reader, role, writer};
use services::{
    Context,
    offer::{ProductProposalRow, ProductVersionRow, ProposeProductCommand},
};

/// A version that somebody has proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalView {
    pub id: String,
    /// The product's; empty while it is none yet.
    pub product: String,
    /// Which version it is to be.
    pub version: i32,
    pub draft: ProductDraft,
    pub state: ProductProposalState,
    pub proposed: (Called, String),
    /// Who has published or withdrawn it, and when.
    pub decided: Option<(Called, String)>,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionView {
    pub version: i32,
    pub terms: ProductTerms,
    pub published_at: String,
    pub proposed_by: Option<Called>,
    pub published_by: Option<Called>,
}

/// One product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductPageView {
    pub id: String,
    pub name: String,
    pub contract_kind: ContractKind,
    /// The newest first.
    pub versions: Vec<VersionView>,
    /// What waits for a second person; empty when nothing does.
    pub waiting: String,
    pub proposes: bool,
}

/// A proposal, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalPageView {
    pub proposal: ProposalView,
    /// Of the version before; none of a new product.
    pub before: Option<ProductTerms>,
    pub funder_name: String,
    pub cap: Rate,
    pub preview: Result<OwnCost, Misfit>,
    /// Whether the visitor is an approver, and somebody else has proposed it.
    pub publishes: bool,
    pub proposes: bool,
    pub request_no: String,
}

/// The form, with what stands in it before anybody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFormView {
    /// Number, name and newest version of the product that is to have another version.
    pub product: Option<(String, String, i32)>,
    pub written: BTreeMap<ProductField, String>,
    pub cap: Rate,
    pub proposes: bool,
    pub request_no: String,
}

impl ProposalView {
    fn of(row: ProductProposalRow, names: &Names) -> Self {
        Self {
            id: row.id.to_string(),
            product: if row.after > 0 { row.product.to_string() } else { String::new() },
            version: row.after.saturating_add(1),
            draft: row.draft,
            state: row.state,
            proposed: (names.of(&row.proposed_by), instant(row.proposed_at)),
            decided: row.decided_by.zip(row.decided_at).map(|(by, at)| (names.of(&by), instant(at))),
        }
    }
}

impl VersionView {
    fn of(row: ProductVersionRow, names: &Names) -> Self {
        Self {
            version: row.version,
            terms: row.terms,
            published_at: instant(row.published_at),
            proposed_by: row.proposed_by.map(|by| names.of(&by)),
            published_by: row.published_by.map(|by| names.of(&by)),
        }
    }
}

/// Whether whoever asks proposes products.
pub(super) fn proposes(context: &Context) -> Answer<bool> {
    Ok(matches!(role(context)?, Role::FunderReviewer | Role::FunderApprover))
}

/// What waits for a second person.
pub(super) async fn waiting() -> Answer<Vec<ProposalView>> {
    let rows = services::offer::product_proposals(&db(), &reader()?).await.told()?;
    let names = partner::api::team::names().await?;
    Ok(rows.into_iter().map(|row| ProposalView::of(row, &names)).collect())
}

/// One product with its versions.
pub async fn product(product: String) -> Answer<ProductPageView> {
    let (db, context) = (db(), reader()?);
    let detail = services::offer::product(&db, &context, id(&product)?).await.told()?;
    let names = partner::api::team::names().await?;
    Ok(ProductPageView {
        id: product,
        name: detail.name,
        contract_kind: detail.contract_kind,
        versions: detail.versions.into_iter().map(|row| VersionView::of(row, &names)).collect(),
        waiting: detail.waiting.map(|id| id.to_string()).unwrap_or_default(),
        proposes: proposes(&context)?,
    })
}

/// One proposal, previewed for `amount` and `days`.
pub async fn proposal(proposal: String, (amount, days): (Amount, u32)) -> Answer<ProposalPageView> {
    let (db, context) = (db(), reader()?);
    let detail = services::offer::product_proposal(&db, &context, id(&proposal)?).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let names = partner::api::team::names().await?;
    let row = detail.proposal;
    let another = row.proposed_by != context.actor_name();
    Ok(ProposalPageView {
        preview: super::preview(&row.draft.terms, amount, days, today),
        proposal: ProposalView::of(row, &names),
        before: detail.before,
        funder_name: services::party::party_name(&db, &context).await.told()?,
        cap: domain::cost::cap(),
        publishes: another && role(&context)? == Role::FunderApprover,
        proposes: proposes(&context)?,
        request_no: new_request_no(),
    })
}

/// The form of a new product, or of another version of `product`, filled in as its newest one or as the proposal `like` was.
pub async fn product_form(product: Option<String>, like: Option<String>) -> Answer<ProductFormView> {
    let (db, context) = (db(), reader()?);
    let like = match like {
        Some(like) => Some(services::offer::product_proposal(&db, &context, id(&like)?).await.told()?.proposal),
        None => None,
    };
    let of_like = like.as_ref().filter(|row| row.after > 0).map(|row| row.product);
    let product: Option<ProductId> = match product {
        Some(product) => Some(id(&product)?),
        None => of_like,
    };
    let mut draft = like.map(|row| row.draft);
    let product = match product {
        Some(product) => {
            let known = services::offer::product(&db, &context, product).await.told()?;
            let newest = known.versions.into_iter().next();
            let version = newest.as_ref().map_or(0, |row| row.version);
            let (name, contract_kind) = (known.name.clone(), known.contract_kind);
            draft = draft.or(newest.map(|row| ProductDraft { name, contract_kind, terms: row.terms }));
            Some((product.to_string(), known.name, version))
        }
        None => None,
    };
    let written = |field: ProductField| match &draft {
        Some(draft) => draft.written(field),
        None => usual(field).to_owned(),
    };
    Ok(ProductFormView {
        written: ProductField::ALL.into_iter().map(|field| (field, written(field))).collect(),
        product,
        cap: domain::cost::cap(),
        proposes: proposes(&context)?,
        request_no: new_request_no(),
    })
}

/// Proposes a new product, or another version of one that has had `after` so far. Its fields come as `draft[field]`.
#[server(endpoint = "product/propose")]
pub async fn propose_product(
    request_no: String,
    product: String,
    after: i32,
    draft: BTreeMap<String, String>,
) -> Answer<()> {
    let (db, context, mut typed) = (db(), writer(&request_no)?, draft);
    let product: Option<ProductId> = if product.is_empty() { None } else { Some(id(&product)?) };
    if let Some(product) = product {
        let known = services::offer::product(&db, &context, product).await.told()?;
        typed.insert(ProductField::Name.code().to_owned(), known.name);
        typed.insert(ProductField::ContractKind.code().to_owned(), known.contract_kind.code().to_owned());
    }
    let draft = read_product(&typed).map_err(bad_field)?;
    let command = ProposeProductCommand { product, after, draft };
    let proposed = services::offer::propose_product(&db, &context, command).await.told()?;
    leptos_axum::redirect(&format!("/funder/products/proposals/{proposed}"));
    Ok(())
}

/// Publishes what a colleague has proposed.
#[server(endpoint = "product/publish")]
pub async fn publish_product(request_no: String, proposal: String) -> Answer<()> {
    let published = services::offer::publish_product(&db(), &writer(&request_no)?, id(&proposal)?).await.told()?;
    leptos_axum::redirect(&format!("/funder/products/{}", published.product));
    Ok(())
}

/// Withdraws what was proposed.
#[server(endpoint = "product/withdraw")]
pub async fn withdraw_product(request_no: String, proposal: String) -> Answer<()> {
    services::offer::withdraw_product(&db(), &writer(&request_no)?, id(&proposal)?).await.told()
}
