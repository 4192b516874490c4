use domain::{
    Amount,
    capacity::Capacity,
    id::{OfferId, PartnerId, ProductId, ProductVersionId},
    offer::{ContractKind, ProductTerms},
    product::ProductDraft,
    terms::LoanTerms,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;

use super::super::{ProductRow, PublishedProduct};
use crate::{
    Error,
    tenors::{tenor_texts, tenors_of},
};

pub async fn insert_product(
    connection: &mut PgConnection,
    product: ProductId,
    funder: PartnerId,
    (name, kind): (&str, ContractKind),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into products (id, funder_id, name, contract_kind) values ($1, $2, $3, $4)",
        product.0,
        funder.0,
        name,
        kind.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a row of a version, or of one that is proposed, prices.
pub(super) struct RawTerms {
    pub terms: Json<LoanTerms>,
    pub tenors: Vec<String>,
    pub limit_min_fen: i64,
    pub limit_max_fen: i64,
}

impl RawTerms {
    pub fn read<R>(self) -> Result<ProductTerms, Error<R>> {
        Ok(ProductTerms {
            limit_min: Amount::from_fen(self.limit_min_fen),
            limit_max: Amount::from_fen(self.limit_max_fen),
            terms: self.terms.0,
            tenors: tenors_of(&self.tenors)?,
        })
    }
}

/// A product in its newest version, and which that is.
pub async fn find_newest<R>(
    connection: &mut PgConnection,
    product: ProductId,
    funder: PartnerId,
) -> Result<Option<(i32, ProductDraft)>, Error<R>> {
    let row = sqlx::query!(
        r#"select p.name, p.contract_kind, v.version, v.terms as "terms: Json<LoanTerms>", v.tenors, v.limit_min_fen, v.limit_max_fen
           from products p join product_versions v on v.product_id = p.id
           where p.id = $1 and p.funder_id = $2 order by v.version desc limit 1"#,
        product.0,
        funder.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let (terms, tenors) = (row.terms, row.tenors);
        let (limit_min_fen, limit_max_fen) = (row.limit_min_fen, row.limit_max_fen);
        let contract_kind: ContractKind = row.contract_kind.parse().map_err(Error::defect)?;
        let terms = RawTerms { terms, tenors, limit_min_fen, limit_max_fen }.read()?;
        Ok((row.version, ProductDraft { name: row.name, contract_kind, terms }))
    })
    .transpose()
}

pub async fn insert_version(
    connection: &mut PgConnection,
    published: PublishedProduct,
    funder: PartnerId,
    terms: &ProductTerms,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into product_versions (id, product_id, funder_id, version, terms, tenors, limit_min_fen, limit_max_fen,
                                       published_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        published.version_id.0,
        published.product.0,
        funder.0,
        published.version,
        Json(&terms.terms) as _,
        &tenor_texts(&terms.tenors),
        terms.limit_min.fen(),
        terms.limit_max.fen(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_version<R>(
    connection: &mut PgConnection,
    version: ProductVersionId,
    funder: PartnerId,
) -> Result<Option<(ProductId, ProductTerms)>, Error<R>> {
    let row = sqlx::query!(
        r#"select product_id, terms as "terms: Json<LoanTerms>", tenors, limit_min_fen, limit_max_fen
           from product_versions where id = $1 and funder_id = $2"#,
        version.0,
        funder.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let (terms, tenors) = (row.terms, row.tenors);
        let (limit_min_fen, limit_max_fen) = (row.limit_min_fen, row.limit_max_fen);
        Ok((ProductId(row.product_id), RawTerms { terms, tenors, limit_min_fen, limit_max_fen }.read()?))
    })
    .transpose()
}

/// The product that an offer is of; none for one without.
pub async fn find_product(connection: &mut PgConnection, offer: OfferId) -> Result<Option<ProductId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select v.product_id from offers o join product_versions v on v.id = o.product_version_id where o.id = $1",
        offer.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(ProductId))
}

/// Until this transaction ends nobody else grants a limit of a product, or bounds it.
pub async fn lock_capacity(connection: &mut PgConnection, product: ProductId) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4059, hashtext($1))", product.to_string()).execute(connection).await?;
    Ok(())
}

/// Whose product it is, and its capacity.
pub async fn find_capacity(
    connection: &mut PgConnection,
    product: ProductId,
) -> Result<Option<(PartnerId, Capacity)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select funder_id, capacity_fen, granted_limits(id) as "granted_fen!" from products where id = $1"#,
        product.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let (most, granted) = (row.capacity_fen.map(Amount::from_fen), Amount::from_fen(row.granted_fen));
        (PartnerId(row.funder_id), Capacity { most, granted })
    }))
}

pub async fn update_capacity(
    connection: &mut PgConnection,
    product: ProductId,
    most: Option<Amount>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update products set capacity_fen = $2 where id = $1", product.0, most.map(Amount::fen))
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn list_products<R>(connection: &mut PgConnection, funder: PartnerId) -> Result<Vec<ProductRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select distinct on (p.name, p.id) p.id as product, p.name, p.contract_kind, v.id as version_id, v.version,
                  v.terms as "terms: Json<LoanTerms>", v.tenors, v.limit_min_fen, v.limit_max_fen, v.published_at,
                  p.capacity_fen, granted_limits(p.id) as "granted_fen!"
           from products p join product_versions v on v.product_id = p.id
           where p.funder_id = $1 order by p.name, p.id, v.version desc"#,
        funder.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (terms, tenors) = (row.terms, row.tenors);
            let (limit_min_fen, limit_max_fen) = (row.limit_min_fen, row.limit_max_fen);
            Ok(ProductRow {
                published: PublishedProduct {
                    product: ProductId(row.product),
                    version_id: ProductVersionId(row.version_id),
                    version: row.version,
                },
                name: row.name,
                contract_kind: row.contract_kind.parse().map_err(Error::defect)?,
                terms: RawTerms { terms, tenors, limit_min_fen, limit_max_fen }.read()?,
                capacity: Capacity {
                    most: row.capacity_fen.map(Amount::from_fen),
                    granted: Amount::from_fen(row.granted_fen),
                },
                published_at: row.published_at,
            })
        })
        .collect()
}
