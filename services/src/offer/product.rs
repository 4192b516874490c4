//! Products: what a funder lends at all, in versions that never change. One of its people proposes a version, another one publishes it.

use domain::{
    capacity::Capacity,
    cost,
    id::{PartnerId, ProductId, ProductVersionId},
    offer::{ContractKind, ProductTerms},
    product::{ProductDraft, ProductProposalState, ProductRefusal},
    role::Role,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::sql::{self, NewProposal};
use crate::{
    Context, Db, Error, Write,
    context::{FUNDER_TEAM, INSTITUTION},
    error::{Conflict, Never, violated_constraint},
};

/// Who proposes what a product prices, or withdraws it.
const PROPOSERS: &[Role] = &[Role::FunderReviewer, Role::FunderApprover];

/// A new product, or a new version of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeProductCommand {
    /// `None` is a new product.
    pub product: Option<ProductId>,
    /// The newest version that whoever proposes has seen; 0 of a new product.
    pub after: i32,
    /// Its name and kind count only for a new product: they are what a product is.
    pub draft: ProductDraft,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedProduct {
    pub product: ProductId,
    pub version_id: ProductVersionId,
    /// Counts from 1.
    pub version: i32,
}

/// The newest version of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    pub published: PublishedProduct,
    pub name: String,
    pub contract_kind: ContractKind,
    pub terms: ProductTerms,
    pub capacity: Capacity,
    pub published_at: OffsetDateTime,
}

/// One version of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductVersionRow {
    pub version: i32,
    pub terms: ProductTerms,
    pub published_at: OffsetDateTime,
    /// As audit rows name actors; nobody where that was not kept.
    pub proposed_by: Option<String>,
    pub published_by: Option<String>,
}

/// What somebody of a funder has proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductProposalRow {
    /// The version's, once it is published.
    pub id: ProductVersionId,
    pub product: ProductId,
    /// The newest version when it was proposed; 0 of a new product.
    pub after: i32,
    pub draft: ProductDraft,
    pub state: ProductProposalState,
    /// As audit rows name actors.
    pub proposed_by: String,
    pub proposed_at: OffsetDateTime,
    /// Who has published or withdrawn it, and when.
    pub decided_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
}

/// A product with all its versions, and the one that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductDetail {
    pub name: String,
    pub contract_kind: ContractKind,
    /// The newest first, at most 200.
    pub versions: Vec<ProductVersionRow>,
    pub waiting: Option<ProductVersionId>,
}

/// A proposal beside the terms that it would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductProposalDetail {
    pub proposal: ProductProposalRow,
    /// Those of the version that was the newest when it was proposed; none of a new product.
    pub before: Option<ProductTerms>,
}

/// Proposes a product's terms. Nothing holds of them before another person of the funder has published them.
///
/// # Errors
/// `NotFound` for another funder's product; `Conflict` when a version was published that the proposer has not seen; refused when a loan
/// that the terms allow could cost more than the cap, nothing differs, or another version waits.
pub async fn propose_product(
    db: &Db,
    context: &Context,
    command: ProposeProductCommand,
) -> Result<ProductVersionId, Error<ProductRefusal>> {
    context.person::<ProductRefusal>()?;
    let (funder, by) = (context.funder(PROPOSERS)?, context.actor_name());
    db.write(context, "product.propose", &command.clone(), move |write| {
        Box::pin(async move { propose(write, (funder, by.as_str()), command).await })
    })
    .await
}

async fn propose(
    write: &mut Write,
    (funder, by): (PartnerId, &str),
    command: ProposeProductCommand,
) -> Result<ProductVersionId, Error<ProductRefusal>> {
    let ProposeProductCommand { product, after, mut draft } = command;
    let (product, before) = match product {
        None => (ProductId(write.id()), None),
        Some(product) => {
            let found = sql::find_newest(write.connection(), product, funder).await?;
            let (newest, before) = found.ok_or(Error::NotFound)?;
            check_newest(newest, after)?;
            (draft.name, draft.contract_kind) = (before.name, before.contract_kind);
            (product, Some(before.terms))
        }
    };
    write.envelope.about(product);
    draft.name = draft.name.trim().to_owned();
    draft.check(cost::cap(), write.business_date).map_err(Error::Refused)?;
    if before.as_ref() == Some(&draft.terms) {
        return Err(Error::Refused(ProductRefusal::Unchanged));
    }
    let (id, at) = (ProductVersionId(write.id()), write.at);
    let after = if before.is_some() { after } else { 0 };
    let new = NewProposal { id, product, funder, after, draft: &draft, by, at };
    sql::insert_proposal(write.connection(), &new).await.map_err(|error| match violated_constraint(&error) {
        Some("one_proposal_per_product") => Error::Refused(ProductRefusal::AlreadyProposed),
        _ => error.into(),
    })?;
    write.envelope.changed(&before, &draft)?;
    Ok(id)
}

fn check_newest<R>(newest: i32, seen: i32) -> Result<(), Error<R>> {
    if newest == seen { Ok(()) } else { Err(Error::Conflict(Conflict::Changed)) }
}

/// Publishes what a colleague has proposed. It holds for what is offered from now on; what was offered before keeps its own.
///
/// # Errors
/// `Forbidden` to anybody but an approver of the funder; `NotFound` when it is another funder's; `Conflict` when another version was
/// published since; refused to whoever proposed it, unless it waits, and when it is above the cap by now.
pub async fn publish_product(
    db: &Db,
    context: &Context,
    id: ProductVersionId,
) -> Result<PublishedProduct, Error<ProductRefusal>> {
    context.person::<ProductRefusal>()?;
    let (funder, by) = (context.funder(&[Role::FunderApprover])?, context.actor_name());
    db.write(context, "product.publish", &id, move |write| {
        Box::pin(async move { publish(write, (funder, by.as_str()), id).await })
    })
    .await
}

async fn publish(
    write: &mut Write,
    (funder, by): (PartnerId, &str),
    id: ProductVersionId,
) -> Result<PublishedProduct, Error<ProductRefusal>> {
    let ProductProposalRow { product, after, draft, state, proposed_by, .. } = lock(write, id, funder).await?;
    let state = state.publish(&proposed_by, by).map_err(Error::Refused)?;
    draft.check(cost::cap(), write.business_date).map_err(Error::Refused)?;
    let found = sql::find_newest(write.connection(), product, funder).await?;
    check_newest(found.as_ref().map_or(0, |(newest, _)| *newest), after)?;
    let before = found.map(|(_, before)| before.terms);
    if before.is_none() {
        sql::insert_product(write.connection(), product, funder, (&draft.name, draft.contract_kind)).await?;
    }
    let published = PublishedProduct { product, version_id: id, version: after.saturating_add(1) };
    let at = write.at;
    let inserted = sql::insert_version(write.connection(), published, funder, &draft.terms, at).await;
    inserted.map_err(|error| match violated_constraint(&error) {
        Some("product_versions_product_id_version_key") => Error::Conflict(Conflict::Changed),
        _ => error.into(),
    })?;
    sql::update_proposal(write.connection(), id, state, (by, at)).await?;
    write.envelope.changed(&before, &draft)?;
    Ok(published)
}

/// Withdraws what was proposed, before it is published: nothing becomes of it.
///
/// # Errors
/// `NotFound` when it is another funder's; refused unless it waits.
pub async fn withdraw_product(db: &Db, context: &Context, id: ProductVersionId) -> Result<(), Error<ProductRefusal>> {
    context.person::<ProductRefusal>()?;
    let (funder, by) = (context.funder(PROPOSERS)?, context.actor_name());
    db.write(context, "product.withdraw", &id, move |write| {
        Box::pin(async move {
            let proposal = lock(write, id, funder).await?;
            let state = proposal.state.withdraw().map_err(Error::Refused)?;
            let at = write.at;
            sql::update_proposal(write.connection(), id, state, (by.as_str(), at)).await?;
            write.envelope.changed(&proposal.draft, &())
        })
    })
    .await
}

async fn lock<R>(write: &mut Write, id: ProductVersionId, funder: PartnerId) -> Result<ProductProposalRow, Error<R>> {
    sql::lock_proposal(write.connection(), id).await?;
    let proposal: Option<ProductProposalRow> = sql::find_proposal(write.connection(), id, funder).await?;
    let proposal = proposal.ok_or(Error::NotFound)?;
    write.envelope.about(proposal.product);
    Ok(proposal)
}

/// A funder's products, each in its newest version.
///
/// # Errors
/// `Forbidden` for anybody but the funder.
pub async fn products(db: &Db, context: &Context) -> Result<Vec<ProductRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| Box::pin(async move { sql::list_products(connection, funder).await })).await
}

/// Another's products, for the institution's people.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn products_of(db: &Db, context: &Context, funder: PartnerId) -> Result<Vec<ProductRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { sql::list_products(connection, funder).await })).await
}

/// What the acting funder's people have proposed and nobody has decided, the oldest first.
///
/// # Errors
/// `Forbidden` for anybody but the funder.
pub async fn product_proposals(db: &Db, context: &Context) -> Result<Vec<ProductProposalRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| Box::pin(async move { sql::list_proposals(connection, funder).await })).await
}

/// One of the acting funder's products.
///
/// # Errors
/// `Forbidden` for anybody but the funder; `NotFound` for another's.
pub async fn product(db: &Db, context: &Context, id: ProductId) -> Result<ProductDetail, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| Box::pin(async move { detail(connection, id, funder).await })).await
}

async fn detail(
    connection: &mut PgConnection,
    id: ProductId,
    funder: PartnerId,
) -> Result<ProductDetail, Error<Never>> {
    let (_, newest) = sql::find_newest(connection, id, funder).await?.ok_or(Error::NotFound)?;
    let proposals: Vec<ProductProposalRow> = sql::list_proposals(connection, funder).await?;
    Ok(ProductDetail {
        name: newest.name,
        contract_kind: newest.contract_kind,
        versions: sql::list_versions(connection, id, funder).await?,
        waiting: proposals.into_iter().find(|proposal| proposal.product == id).map(|proposal| proposal.id),
    })
}

/// What somebody of the acting funder has proposed, decided or not.
///
/// # Errors
/// `Forbidden` for anybody but the funder; `NotFound` for another's.
pub async fn product_proposal(
    db: &Db,
    context: &Context,
    id: ProductVersionId,
) -> Result<ProductProposalDetail, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let found: Option<ProductProposalRow> = sql::find_proposal(connection, id, funder).await?;
            let proposal = found.ok_or(Error::NotFound)?;
            let versions = sql::list_versions::<Never>(connection, proposal.product, funder).await?;
            let before = versions.into_iter().find(|row| row.version == proposal.after).map(|row| row.terms);
            Ok(ProductProposalDetail { proposal, before })
        })
    })
    .await
}
