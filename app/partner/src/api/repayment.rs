//! Repayments that have reached whoever holds the loans.

use domain::role::Role;
use leptos::prelude::*;
use parts::api::{
    Answer, Told, batch, db,
    narrow::NarrowQuery,
    repayment::{RepaymentView, repayments},
};
use services::{
    page::Page,
    repayment::{ConfirmRepaymentCommand, RepaymentFilter},
};

/// A page of what the visitor's side was repaid, with a request number for those who may confirm it.
pub async fn to_confirm(
    filter: RepaymentFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<RepaymentView>, Option<String>)> {
    Ok((
        repayments(filter, query, after).await?,
        batch::offered_to(&[Role::FunderTreasurer, Role::FacilitatorOperator])?,
    ))
}

/// Confirms that these repayments have reached the visitor's account, with one receipt.
#[server(endpoint = "repayment/confirm")]
pub async fn confirm_repayments(
    request_no: String,
    #[server(default)] items: Vec<String>,
    payment_reference: String,
) -> Answer<()> {
    batch::each(&request_no, &items, async |context, repayment| {
        let command = ConfirmRepaymentCommand { repayment, payment_reference: payment_reference.clone() };
        services::repayment::confirm_repayment(&db(), &context, command).await.told()
    })
    .await
}
