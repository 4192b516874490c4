//! Repayments on their way to the funder, and its word that they have arrived.

use axum::Json;
use domain::{
    Amount, Reference,
    id::{LoanId, RepaymentId},
    payout::ConfirmationRefusal,
};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    partner::{PartnerRepayment, repayments},
    repayment::{ConfirmRepaymentCommand, confirm_repayment},
};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words},
    list::{page_query, page_view},
    problem::{Problem, ProblemView},
    transfer::TransferView,
};

page_query!(RepaymentsQuery {
    /// Only those that the funder has not confirmed.
    #[serde(default)]
    unconfirmed: bool,
});

page_view! {
    /// Oldest first.
    RepaymentsView { repayments: RepaymentView of PartnerRepayment }
}

#[derive(Serialize, ToSchema)]
pub struct RepaymentView {
    #[schema(value_type = String, example = "repayment_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    id: RepaymentId,
    #[schema(value_type = String, example = "REP2026112000000005")]
    reference: Reference,
    #[schema(value_type = String)]
    loan: LoanId,
    #[schema(value_type = String, example = "DRW2026112000000017")]
    loan_reference: Reference,
    #[schema(value_type = String, example = "30120.00")]
    amount: Amount,
    #[schema(value_type = String, example = "0.00")]
    fee: Amount,
    #[schema(value_type = String, example = "0.00")]
    penalty: Amount,
    #[schema(value_type = String, example = "120.00")]
    interest: Amount,
    #[schema(value_type = String, example = "30000.00")]
    principal: Amount,
    /// What of the amount is withheld as the institution's share of the interest, where that is agreed: the rest is paid out to you, less
    /// what went back. `0.00` where the share is invoiced.
    #[schema(value_type = String, example = "0.00")]
    revenue_share: Amount,
    /// What of the amount went back to the borrower's wallet. The parts above are those of the rest, as they are known now: a fact of
    /// the loan that was found out later changes them.
    #[schema(value_type = String, example = "0.00")]
    returned: Amount,
    /// What of that you owe back, because it had been paid out to you.
    #[schema(value_type = String, example = "0.00")]
    owed_back: Amount,
    /// Where that has to go; absent where nothing is owed back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = TransferView, required = false)]
    pay_back_to: Option<TransferView>,
    /// It was a wrong debit: all of it went back.
    reversed: bool,
    /// The business date on which interest stopped.
    #[schema(value_type = String, format = Date)]
    debited_on: Date,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    debited_at: OffsetDateTime,
    /// The number that the bank transfer carries: of this repayment alone, or of all that are paid out together. Absent until
    /// there is a payout, which at the latest your settlement schedule decides.
    #[schema(value_type = String, example = "PAY2026112000000003", required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    payout_reference: Option<Reference>,
    /// `requested`, `sent`, `unknown`, `confirmed`, `failed`, or `sent_back`: it was paid, and your bank has sent it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    payout_state: Option<String>,
    /// What the bank transfer is of.
    #[schema(value_type = String, example = "30120.00", required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    payout_amount: Option<Amount>,
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    confirmed_at: Option<OffsetDateTime>,
}

impl From<PartnerRepayment> for RepaymentView {
    fn from(paid: PartnerRepayment) -> Self {
        Self {
            id: paid.id,
            reference: paid.reference.clone(),
            loan: paid.loan,
            loan_reference: paid.loan_reference,
            amount: paid.amount,
            fee: paid.fee,
            penalty: paid.penalty,
            interest: paid.interest,
            principal: paid.principal,
            revenue_share: paid.share,
            returned: paid.returned,
            owed_back: paid.owed_back,
            pay_back_to: paid.pay_back_to.map(|to| TransferView::new(to, paid.reference)),
            reversed: paid.reversed,
            debited_on: paid.debited_on,
            debited_at: paid.debited_at,
            payout_state: paid.payout.as_ref().map(|payout| payout.state.code().to_owned()),
            payout_amount: paid.payout.as_ref().map(|payout| payout.amount),
            payout_reference: paid.payout.map(|payout| payout.reference),
            confirmed_at: paid.confirmed_at,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationForm {
    /// The funder's own number of the receipt. At most 64 characters.
    #[schema(value_type = String, example = "JH20261123-0007")]
    payment_reference: Words,
}

#[derive(Serialize, ToSchema)]
pub struct ConfirmedView {
    #[schema(value_type = String)]
    id: RepaymentId,
    #[schema(example = "confirmed")]
    done: &'static str,
}

#[utoipa::path(get, path = "/repayments", operation_id = "list_repayments", params(RepaymentsQuery),
    responses((status = 200, body = RepaymentsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<RepaymentsQuery>) -> Result<Json<RepaymentsView>, Problem> {
    let rows = repayments(&caller.db, &caller.context, query.unconfirmed, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/repayments/{id}/confirmation", operation_id = "confirm_repayment",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = ConfirmationForm,
    responses((status = 200, body = ConfirmedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn confirm(
    caller: Caller,
    Id(repayment): Id<RepaymentId>,
    Form(form): Form<ConfirmationForm>,
) -> Result<Json<ConfirmedView>, Problem> {
    let payment_reference = form.payment_reference.into_string();
    let command = ConfirmRepaymentCommand { repayment, payment_reference };
    let confirmed = confirm_repayment(&caller.db, &caller.context, command).await;
    confirmed.map_err(Problem::of(ConfirmationRefusal::code))?;
    Ok(Json(ConfirmedView { id: repayment, done: "confirmed" }))
}
