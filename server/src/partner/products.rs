//! The funder's own products, which its offers refer to.

use axum::Json;
use domain::{
    Amount,
    id::{ProductId, ProductVersionId},
    offer::ContractKind,
    terms::{LoanTerms, Tenor},
};
use serde::Serialize;
use services::{
    error::Never,
    offer::{ProductRow, products},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::Caller,
    problem::{Problem, ProblemView},
};

#[derive(Serialize, ToSchema)]
pub struct ProductsView {
    products: Vec<ProductView>,
}

/// A product in its newest version.
#[derive(Serialize, ToSchema)]
pub struct ProductView {
    #[schema(value_type = String)]
    id: ProductId,
    name: String,
    #[schema(value_type = String, example = "loan")]
    contract_kind: ContractKind,
    /// What an offer names.
    #[schema(value_type = String)]
    version_id: ProductVersionId,
    version: i32,
    #[schema(value_type = String, example = "10000.00")]
    limit_min: Amount,
    #[schema(value_type = String, example = "300000.00")]
    limit_max: Amount,
    #[schema(value_type = Vec<String>, example = json!(["30d", "90d"]))]
    tenors: Vec<Tenor>,
    terms: TermsView,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    published_at: OffsetDateTime,
}

/// What is priced, whichever tenor is chosen.
#[derive(Serialize, ToSchema)]
pub struct TermsView {
    #[schema(example = "0.144")]
    annual_rate: String,
    #[schema(example = "act_360")]
    day_count: &'static str,
    #[schema(example = "bullet")]
    method: &'static str,
    min_days: u32,
    #[schema(example = "1.5")]
    penalty_multiplier: String,
    #[schema(example = "0")]
    early_fee_rate: String,
    /// So many days after a due date nothing is called overdue yet; penalty interest counts from the due date.
    grace_days: u32,
    /// In yuan: less than this unpaid is not called overdue.
    minimum_overdue: String,
    /// `overdue_cleared` or `all_settled`: when the freeze of a wallet for an overdue debt lifts.
    unfreeze_when: String,
    /// `stays`, `moves_on` or `moves_back`: what becomes of a due date on a day that is not worked.
    holiday_rule: &'static str,
    /// `penalty_first` or `interest_first`: what of a due instalment a payment pays before the other; principal comes last.
    allocation_order: &'static str,
}

impl From<&LoanTerms> for TermsView {
    fn from(terms: &LoanTerms) -> Self {
        Self {
            annual_rate: terms.annual_rate.to_string(),
            day_count: terms.day_count.code(),
            method: terms.method.code(),
            min_days: terms.min_days,
            penalty_multiplier: terms.penalty_multiplier.normalize().to_string(),
            early_fee_rate: terms.early_fee_rate.to_string(),
            grace_days: terms.grace_days,
            minimum_overdue: terms.minimum_overdue.to_string(),
            unfreeze_when: terms.unfreeze_when.code().to_owned(),
            holiday_rule: terms.holiday_rule.code(),
            allocation_order: terms.allocation_order.code(),
        }
    }
}

impl From<ProductRow> for ProductView {
    fn from(row: ProductRow) -> Self {
        Self {
            id: row.published.product,
            name: row.name,
            contract_kind: row.contract_kind,
            version_id: row.published.version_id,
            version: row.published.version,
            limit_min: row.terms.limit_min,
            limit_max: row.terms.limit_max,
            terms: TermsView::from(&row.terms.terms),
            tenors: row.terms.tenors,
            published_at: row.published_at,
        }
    }
}

#[utoipa::path(get, path = "/products", operation_id = "list_products",
    responses((status = 200, body = ProductsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller) -> Result<Json<ProductsView>, Problem> {
    let rows = products(&caller.db, &caller.context).await.map_err(Problem::of(Never::code))?;
    Ok(Json(ProductsView { products: rows.into_iter().map(ProductView::from).collect() }))
}
