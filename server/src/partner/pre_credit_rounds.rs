//! What a funder is asked before an application: pseudonymous data, to be answered before a deadline.

use axum::Json;
use domain::{
    Amount, Rate,
    id::{OfferId, ProductVersionId},
    offer::{OfferRefusal, OfferState, Quotation},
    terms::{RepaymentMethod, Tenor},
};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    offer::{Answer, AnswerOfferCommand, AskedOffer, answer_offer, rounds_to_answer, withdraw_offer},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Caller, Form, Id, Words, amount, from_text},
    problem::{Problem, ProblemView},
};

/// The requests that wait for the funder's answer, oldest first, at most 500.
#[derive(Serialize, ToSchema)]
pub struct RoundsView {
    rounds: Vec<RoundView>,
}

#[derive(Serialize, ToSchema)]
pub struct RoundView {
    #[schema(value_type = String, example = "offer_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    id: OfferId,
    /// Another one for every funder and round.
    #[schema(value_type = String)]
    pseudonym: uuid::Uuid,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    asked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    deadline_at: OffsetDateTime,
    /// Oldest first.
    months: Vec<MonthView>,
}

#[derive(Serialize, ToSchema)]
pub struct MonthView {
    #[schema(example = "2026-10")]
    month: String,
    #[schema(value_type = String, example = "120000.00")]
    prepayments: Amount,
    #[schema(value_type = String, example = "180000.00")]
    sales: Amount,
    #[schema(value_type = String, example = "15300.00")]
    commissions: Amount,
}

impl From<AskedOffer> for RoundView {
    fn from(asked: AskedOffer) -> Self {
        let months = asked.months.into_iter().map(|data| MonthView {
            month: data.month.to_string(),
            prepayments: data.prepayments,
            sales: data.sales,
            commissions: data.commissions,
        });
        Self {
            id: asked.offer,
            pseudonym: asked.pseudonym,
            asked_at: asked.asked_at,
            deadline_at: asked.deadline_at,
            months: months.collect(),
        }
    }
}

/// An offer on one of the funder's products. What it does not name is the product's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferForm {
    #[schema(value_type = String, example = "version_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    product_version: ProductVersionId,
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "100000.00")]
    limit: Amount,
    #[serde(deserialize_with = "from_text")]
    #[schema(value_type = String, example = "0.144")]
    annual_rate: Rate,
    #[schema(value_type = String, example = "bullet")]
    method: RepaymentMethod,
    /// Some of the product's.
    #[schema(value_type = Vec<String>, example = json!(["30d", "90d"]))]
    tenors: Vec<Tenor>,
    /// 1 to 90.
    valid_days: u32,
}

impl From<OfferForm> for Answer {
    fn from(form: OfferForm) -> Self {
        Self::Offer {
            product_version: form.product_version,
            quotation: Quotation {
                limit: form.limit,
                annual_rate: form.annual_rate,
                method: form.method,
                tenors: form.tenors,
                valid_days: form.valid_days,
            },
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineForm {
    /// The agent reads it. At most 200 characters.
    #[schema(value_type = String, example = "经营时间不足 12 个月")]
    reason: Words,
}

/// An empty object: the operation needs no more than its path.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalForm {}

#[derive(Serialize, ToSchema)]
pub struct AnsweredView {
    #[schema(value_type = String, example = "offered")]
    state: OfferState,
}

#[utoipa::path(get, path = "/pre-credit-rounds", operation_id = "list_pre_credit_rounds",
    responses((status = 200, body = RoundsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller) -> Result<Json<RoundsView>, Problem> {
    let asked = rounds_to_answer(&caller.db, &caller.context).await.map_err(Problem::of(Never::code))?;
    Ok(Json(RoundsView { rounds: asked.into_iter().map(RoundView::from).collect() }))
}

#[utoipa::path(post, path = "/pre-credit-rounds/{id}/offer", operation_id = "offer_in_pre_credit_round",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = OfferForm,
    responses((status = 200, body = AnsweredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn offer(
    caller: Caller,
    Id(offer): Id<OfferId>,
    Form(form): Form<OfferForm>,
) -> Result<Json<AnsweredView>, Problem> {
    answer(&caller, AnswerOfferCommand { offer, answer: form.into() }).await
}

#[utoipa::path(post, path = "/pre-credit-rounds/{id}/decline", operation_id = "decline_pre_credit_round",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = DeclineForm,
    responses((status = 200, body = AnsweredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn decline(
    caller: Caller,
    Id(offer): Id<OfferId>,
    Form(form): Form<DeclineForm>,
) -> Result<Json<AnsweredView>, Problem> {
    let reason = form.reason.into_string();
    answer(&caller, AnswerOfferCommand { offer, answer: Answer::Decline { reason } }).await
}

#[utoipa::path(post, path = "/pre-credit-rounds/{id}/withdrawal", operation_id = "withdraw_offer",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = WithdrawalForm,
    responses((status = 200, body = AnsweredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn withdraw(
    caller: Caller,
    Id(offer): Id<OfferId>,
    Form(WithdrawalForm {}): Form<WithdrawalForm>,
) -> Result<Json<AnsweredView>, Problem> {
    let withdrawn = withdraw_offer(&caller.db, &caller.context, offer).await;
    Ok(Json(AnsweredView { state: withdrawn.map_err(Problem::of(OfferRefusal::code))? }))
}

async fn answer(caller: &Caller, command: AnswerOfferCommand) -> Result<Json<AnsweredView>, Problem> {
    let answered = answer_offer(&caller.db, &caller.context, command).await;
    Ok(Json(AnsweredView { state: answered.map_err(Problem::of(OfferRefusal::code))? }))
}
