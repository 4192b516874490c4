//! How much a funder grants with a product at most: the bound, and who is held against it.

use domain::{
    Amount,
    capacity::CapacityRefusal,
    id::{OfferId, ProductId},
    offer::OfferRefusal,
    role::Role,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::sql;
use crate::{Context, Db, Error};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetCapacityCommand {
    pub product: ProductId,
    /// None takes the bound away.
    pub most: Option<Amount>,
}

/// Sets how much may be granted with a product, over all its lines that are not closed.
///
/// # Errors
/// `NotFound` for another funder's product; refused below what is granted already.
pub async fn set_capacity(db: &Db, context: &Context, command: SetCapacityCommand) -> Result<(), Error<OfferRefusal>> {
    let funder = context.funder(&[Role::FunderApprover])?;
    db.write(context, "product.set_capacity", &command, move |write| {
        Box::pin(async move {
            let SetCapacityCommand { product, most } = command;
            sql::lock_capacity(write.connection(), product).await?;
            let found = sql::find_capacity(write.connection(), product).await?;
            let (_, before) = found.filter(|(owner, _)| *owner == funder).ok_or(Error::NotFound)?;
            before.bound(most).map_err(|refusal| Error::Refused(refusal.into()))?;
            sql::update_capacity(write.connection(), product, most).await?;
            write.envelope.about(product);
            write.envelope.changed(&before.most, &most)
        })
    })
    .await
}

/// Whether a limit still fits the product of an offer. It counts once its line opens.
///
/// # Errors
/// Refused when it does not.
pub(crate) async fn check_capacity_of_offer<R: From<CapacityRefusal>>(
    connection: &mut PgConnection,
    offer: OfferId,
    limit: Amount,
) -> Result<(), Error<R>> {
    match sql::find_product(connection, offer).await? {
        Some(product) => check_capacity(connection, product, limit).await,
        None => Ok(()),
    }
}

/// The same, and until this transaction ends no other limit of that product is granted. Gives the product.
///
/// # Errors
/// Refused when it does not fit.
pub(crate) async fn take_capacity<R: From<CapacityRefusal>>(
    connection: &mut PgConnection,
    offer: OfferId,
    limit: Amount,
) -> Result<Option<ProductId>, Error<R>> {
    let Some(product) = sql::find_product(connection, offer).await? else { return Ok(None) };
    sql::lock_capacity(connection, product).await?;
    check_capacity(connection, product, limit).await?;
    Ok(Some(product))
}

pub(super) async fn check_capacity<R: From<CapacityRefusal>>(
    connection: &mut PgConnection,
    product: ProductId,
    limit: Amount,
) -> Result<(), Error<R>> {
    let (_, capacity) = sql::find_capacity(connection, product).await?.ok_or(Error::NotFound)?;
    capacity.check(limit).map_err(|refusal| Error::Refused(refusal.into()))
}
