//! A funder's own products.

pub mod proposal;

use domain::{
    Amount,
    capacity::Capacity,
    offer::{ContractKind, Misfit, OfferTerms, OwnCost, ProductTerms, compare},
};
use leptos::prelude::*;
use parts::api::{Answer, Told, amount, db, id, instant, new_request_no, reader, role, writer};
use services::offer::SetCapacityCommand;

use self::proposal::ProposalView;

/// The newest version of a product, with what a borrower would read about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductView {
    pub id: String,
    pub name: String,
    pub contract_kind: ContractKind,
    /// Counts from 1.
    pub version: i32,
    pub published_at: String,
    pub terms: ProductTerms,
    pub capacity: Capacity,
    /// What the borrower's card says about the amount and the days asked for.
    pub preview: Result<OwnCost, Misfit>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductsView {
    pub funder_name: String,
    pub cap: domain::Rate,
    pub products: Vec<ProductView>,
    /// What waits for a second person.
    pub waiting: Vec<ProposalView>,
    /// Whether the visitor proposes products.
    pub proposes: bool,
    /// Of the forms; empty where the visitor sets no capacity.
    pub request_no: String,
}

/// The visitor's products, each previewed as an offer of its highest limit for `amount` and `days`.
pub async fn products(amount: Amount, days: u32) -> Answer<ProductsView> {
    let (db, context) = (db(), reader()?);
    let rows = services::offer::products(&db, &context).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let products = rows
        .into_iter()
        .map(|row| ProductView {
            preview: preview(&row.terms, amount, days, today),
            id: row.published.product.to_string(),
            capacity: row.capacity,
            name: row.name,
            contract_kind: row.contract_kind,
            version: row.published.version,
            published_at: instant(row.published_at),
            terms: row.terms,
        })
        .collect();
    let funder_name = services::party::party_name(&db, &context).await.told()?;
    let sets = role(&context)? == domain::role::Role::FunderApprover;
    let request_no = if sets { new_request_no() } else { String::new() };
    let (waiting, proposes) = (proposal::waiting().await?, proposal::proposes(&context)?);
    Ok(ProductsView { funder_name, cap: domain::cost::cap(), products, waiting, proposes, request_no })
}

/// Sets how much may be granted with a product; nothing takes the bound away.
#[server(endpoint = "product/capacity")]
pub async fn set_capacity(request_no: String, product: String, most: String) -> Answer<()> {
    let most = Some(most.trim()).filter(|text| !text.is_empty()).map(amount).transpose()?;
    let command = SetCapacityCommand { product: id(&product)?, most };
    services::offer::set_capacity(&db(), &writer(&request_no)?, command).await.told()
}

/// What a borrower's card says of terms, offered with their highest limit.
fn preview(terms: &ProductTerms, amount: Amount, days: u32, today: time::Date) -> Result<OwnCost, Misfit> {
    let offer = OfferTerms { limit: terms.limit_max, terms: terms.terms.clone(), tenors: terms.tenors.clone() };
    compare(&[offer], amount, days, today).pop().map_or(Err(Misfit::OutOfRange), |compared| compared.fit)
}
