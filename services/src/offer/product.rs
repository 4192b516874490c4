//! Products: what a funder lends at all, in versions that never change.

use domain::{
    capacity::Capacity,
    cost,
    id::{PartnerId, ProductId, ProductVersionId},
    offer::{ContractKind, OfferRefusal, ProductTerms},
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::sql;
use crate::{
    Context, Db, Error, Write,
    context::{FUNDER_TEAM, INSTITUTION},
    error::{Conflict, Never, violated_constraint},
};

/// A new product, or a new version of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublishProductCommand {
    /// `None` makes a new product.
    pub product: Option<ProductId>,
    /// The name and the kind count only for a new product: they are what a product is.
    pub name: String,
    pub contract_kind: ContractKind,
    pub terms: ProductTerms,
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

/// The longest name of a product, in characters.
const NAME_LIMIT: usize = 60;

/// Publishes a product's terms. They hold for what is offered from now on; what was offered before keeps its own.
///
/// # Errors
/// `NotFound` for another funder's product; refused when a loan that the terms allow could cost more than the cap.
pub async fn publish_product(
    db: &Db,
    context: &Context,
    command: PublishProductCommand,
) -> Result<PublishedProduct, Error<OfferRefusal>> {
    let funder = context.funder(&[Role::FunderApprover])?;
    db.write(context, "product.publish", &command.clone(), move |write| {
        Box::pin(async move { publish(write, funder, command).await })
    })
    .await
}

async fn publish(
    write: &mut Write,
    funder: PartnerId,
    command: PublishProductCommand,
) -> Result<PublishedProduct, Error<OfferRefusal>> {
    command.terms.check(cost::cap(), write.business_date).map_err(Error::Refused)?;
    let (product, version) = if let Some(product) = command.product {
        let newest = sql::find_newest_version(write.connection(), product, funder).await?.ok_or(Error::NotFound)?;
        (product, newest.saturating_add(1))
    } else {
        let product = ProductId(write.id());
        let name = checked_name(&command.name)?;
        sql::insert_product(write.connection(), product, funder, (name, command.contract_kind)).await?;
        (product, 1)
    };
    let published = PublishedProduct { product, version_id: ProductVersionId(write.id()), version };
    let at = write.at;
    let inserted = sql::insert_version(write.connection(), published, funder, &command.terms, at).await;
    inserted.map_err(|error| match violated_constraint(&error) {
        Some("product_versions_product_id_version_key") => Error::Conflict(Conflict::Changed),
        _ => error.into(),
    })?;
    write.envelope.about(product);
    write.envelope.changed(&(), &command)?;
    Ok(published)
}

fn checked_name(name: &str) -> Result<&str, Error<OfferRefusal>> {
    let (name, field) = (name.trim(), "name".to_owned());
    match name.chars().count() {
        0 => Err(Error::Refused(OfferRefusal::FieldMissing { field })),
        1..=NAME_LIMIT => Ok(name),
        _ => Err(Error::Refused(OfferRefusal::FieldTooLong { field })),
    }
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
