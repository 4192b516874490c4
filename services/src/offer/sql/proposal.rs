use domain::{
    id::{PartnerId, ProductId, ProductVersionId},
    product::{ProductDraft, ProductProposalState},
    terms::LoanTerms,
};
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    super::{ProductProposalRow, ProductVersionRow},
    product::RawTerms,
};
use crate::{Error, tenors::tenor_texts};

/// What somebody proposes.
pub struct NewProposal<'a> {
    pub id: ProductVersionId,
    pub product: ProductId,
    pub funder: PartnerId,
    pub after: i32,
    pub draft: &'a ProductDraft,
    pub by: &'a str,
    pub at: OffsetDateTime,
}

pub async fn insert_proposal(connection: &mut PgConnection, new: &NewProposal<'_>) -> Result<(), sqlx::Error> {
    let terms = &new.draft.terms;
    sqlx::query!(
        "insert into product_proposals (id, product_id, funder_id, after_version, name, contract_kind, terms, tenors,
                                        limit_min_fen, limit_max_fen, proposed_by, proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.0,
        new.product.0,
        new.funder.0,
        new.after,
        new.draft.name,
        new.draft.contract_kind.code(),
        Json(&terms.terms) as _,
        &tenor_texts(&terms.tenors),
        terms.limit_min.fen(),
        terms.limit_max.fen(),
        new.by,
        new.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_proposal(
    connection: &mut PgConnection,
    id: ProductVersionId,
    state: ProductProposalState,
    (by, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update product_proposals set state = $2, decided_by = $3, decided_at = $4 where id = $1",
        id.0,
        state.code(),
        by,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct RawProposal {
    id: Uuid,
    product_id: Uuid,
    after_version: i32,
    name: String,
    contract_kind: String,
    terms: Json<LoanTerms>,
    tenors: Vec<String>,
    limit_min_fen: i64,
    limit_max_fen: i64,
    state: String,
    proposed_by: String,
    proposed_at: OffsetDateTime,
    decided_by: Option<String>,
    decided_at: Option<OffsetDateTime>,
}

impl RawProposal {
    fn read<R>(self) -> Result<ProductProposalRow, Error<R>> {
        let Self { terms, tenors, limit_min_fen, limit_max_fen, .. } = self;
        Ok(ProductProposalRow {
            id: ProductVersionId(self.id),
            product: ProductId(self.product_id),
            after: self.after_version,
            draft: ProductDraft {
                name: self.name,
                contract_kind: self.contract_kind.parse().map_err(Error::defect)?,
                terms: RawTerms { terms, tenors, limit_min_fen, limit_max_fen }.read()?,
            },
            state: self.state.parse().map_err(Error::defect)?,
            proposed_by: self.proposed_by,
            proposed_at: self.proposed_at,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
        })
    }
}

/// Until this transaction ends nobody else decides about it.
pub async fn lock_proposal(connection: &mut PgConnection, id: ProductVersionId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from product_proposals where id = $1 for update", id.0).fetch_optional(connection).await?;
    Ok(())
}

pub async fn find_proposal<R>(
    connection: &mut PgConnection,
    id: ProductVersionId,
    funder: PartnerId,
) -> Result<Option<ProductProposalRow>, Error<R>> {
    let row = sqlx::query_as!(
        RawProposal,
        r#"select id, product_id, after_version, name, contract_kind, terms as "terms: Json<LoanTerms>", tenors,
                  limit_min_fen, limit_max_fen, state, proposed_by, proposed_at, decided_by, decided_at
           from product_proposals where id = $1 and funder_id = $2"#,
        id.0,
        funder.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(RawProposal::read).transpose()
}

/// Those that wait, the oldest first.
pub async fn list_proposals<R>(
    connection: &mut PgConnection,
    funder: PartnerId,
) -> Result<Vec<ProductProposalRow>, Error<R>> {
    let rows = sqlx::query_as!(
        RawProposal,
        r#"select id, product_id, after_version, name, contract_kind, terms as "terms: Json<LoanTerms>", tenors,
                  limit_min_fen, limit_max_fen, state, proposed_by, proposed_at, decided_by, decided_at
           from product_proposals where funder_id = $1 and state = 'proposed' order by proposed_at, id limit 100"#,
        funder.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawProposal::read).collect()
}

/// Every version of a product, the newest first.
pub async fn list_versions<R>(
    connection: &mut PgConnection,
    product: ProductId,
    funder: PartnerId,
) -> Result<Vec<ProductVersionRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"select v.version, v.terms as "terms: Json<LoanTerms>", v.tenors, v.limit_min_fen, v.limit_max_fen, v.published_at,
                  p.proposed_by as "proposed_by?", p.decided_by as "published_by?"
           from product_versions v left join product_proposals p on p.id = v.id
           where v.product_id = $1 and v.funder_id = $2 order by v.version desc limit 200"#,
        product.0,
        funder.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (terms, tenors) = (row.terms, row.tenors);
            let (limit_min_fen, limit_max_fen) = (row.limit_min_fen, row.limit_max_fen);
            Ok(ProductVersionRow {
                version: row.version,
                terms: RawTerms { terms, tenors, limit_min_fen, limit_max_fen }.read()?,
                published_at: row.published_at,
                proposed_by: row.proposed_by,
                published_by: row.published_by,
            })
        })
        .collect()
}
