//! Draws: the funder takes them on or refuses them, and reports its payment.

use axum::Json;
use domain::{
    Amount, Reference,
    draw::{DrawPhase, DrawRefusal},
    id::{DrawId, LoanId},
    terms::Tenor,
};
use serde::{Deserialize, Serialize};
use services::{
    draw::{AnswerDrawCommand, DrawAnswer, InstructDrawCommand, answer_draw, instruct_draw},
    error::Never,
    partner::{PartnerDraw, draws},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words, amount},
    list::{page_query, page_view},
    problem::{Problem, ProblemView},
    products::TermsView,
    transfer::TransferView,
};

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhaseForm {
    Requested,
    Awaiting,
    Credited,
}

impl From<PhaseForm> for DrawPhase {
    fn from(form: PhaseForm) -> Self {
        match form {
            PhaseForm::Requested => Self::Requested,
            PhaseForm::Awaiting => Self::Awaiting,
            PhaseForm::Credited => Self::Credited,
        }
    }
}

page_query!(DrawsQuery {
    /// All states, if none is named.
    #[param(inline)]
    state: Option<PhaseForm>,
});

page_view! {
    /// Oldest first.
    DrawsView { draws: DrawView of PartnerDraw }
}

#[derive(Serialize, ToSchema)]
pub struct DrawView {
    #[schema(value_type = String, example = "draw_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    id: DrawId,
    #[schema(value_type = String, example = "DRW2026112000000017")]
    reference: Reference,
    agent_number: String,
    agent_name: String,
    #[schema(value_type = String, example = "50000.00")]
    amount: Amount,
    #[schema(value_type = String, example = "30d")]
    tenor: Tenor,
    terms: TermsView,
    purpose: String,
    /// `requested`, `awaiting`, `refused`, `cancelled`, `lapsed` (by itself) or `credited`.
    state: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    requested_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    accepted_at: Option<OffsetDateTime>,
    /// The information flow: when the payment was reported, and under which number.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    instruction_at: Option<OffsetDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    payment_reference: Option<String>,
    /// The funds flow: what has arrived.
    #[schema(value_type = String, example = "0.00")]
    funds: Amount,
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    credited_at: Option<OffsetDateTime>,
    /// The debt that it has become.
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    loan: Option<LoanId>,
    /// The funder's own account, from which it is expected to pay.
    payer: AccountView,
    /// Where the money has to go.
    pay_to: TransferView,
}

#[derive(Serialize, ToSchema)]
pub struct AccountView {
    account_no: String,
    account_name: String,
}

impl From<PartnerDraw> for DrawView {
    fn from(draw: PartnerDraw) -> Self {
        Self {
            id: draw.id,
            reference: draw.reference.clone(),
            agent_number: draw.agent_number,
            agent_name: draw.agent_name,
            amount: draw.amount,
            tenor: draw.tenor,
            terms: TermsView::from(&draw.terms),
            purpose: draw.purpose,
            state: draw.phase.code().to_owned(),
            requested_at: draw.requested_at,
            accepted_at: draw.accepted_at,
            instruction_at: draw.instruction_at,
            payment_reference: draw.instruction_reference,
            funds: draw.funds,
            credited_at: draw.credited_at,
            loan: draw.loan,
            payer: AccountView { account_no: draw.payer_account, account_name: draw.payer_name },
            pay_to: TransferView::new(draw.reserve, draw.reference),
        }
    }
}

/// An empty object: the operation needs no more than its path.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceForm {}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalForm {
    /// The agent reads it.
    #[schema(value_type = String, example = "额度已用尽")]
    reason: Words,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstructionForm {
    /// Equal to the draw's.
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "50000.00")]
    amount: Amount,
    /// The funder's own number of the payment. 1 to 64 characters.
    #[schema(value_type = String, example = "JH20261120-0001")]
    payment_reference: Words,
}

/// What was done: the request changed exactly this.
#[derive(Serialize, ToSchema)]
pub struct DoneView {
    #[schema(value_type = String)]
    id: DrawId,
    #[schema(example = "accepted")]
    done: &'static str,
}

#[utoipa::path(get, path = "/draws", operation_id = "list_draws", params(DrawsQuery),
    responses((status = 200, body = DrawsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<DrawsQuery>) -> Result<Json<DrawsView>, Problem> {
    let phase = query.state.map(DrawPhase::from);
    let rows = draws(&caller.db, &caller.context, phase, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/draws/{id}/acceptance", operation_id = "accept_draw",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = AcceptanceForm,
    responses((status = 200, body = DoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn accept(
    caller: Caller,
    Id(draw): Id<DrawId>,
    Form(AcceptanceForm {}): Form<AcceptanceForm>,
) -> Result<Json<DoneView>, Problem> {
    answer(&caller, AnswerDrawCommand { draw, answer: DrawAnswer::Accept }, "accepted").await
}

#[utoipa::path(post, path = "/draws/{id}/refusal", operation_id = "refuse_draw",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = RefusalForm,
    responses((status = 200, body = DoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn refuse(
    caller: Caller,
    Id(draw): Id<DrawId>,
    Form(form): Form<RefusalForm>,
) -> Result<Json<DoneView>, Problem> {
    let answer_form = DrawAnswer::Refuse { reason: form.reason.into_string() };
    answer(&caller, AnswerDrawCommand { draw, answer: answer_form }, "refused").await
}

#[utoipa::path(post, path = "/draws/{id}/instruction", operation_id = "instruct_draw",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = InstructionForm,
    responses((status = 200, body = DoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn instruct(
    caller: Caller,
    Id(draw): Id<DrawId>,
    Form(form): Form<InstructionForm>,
) -> Result<Json<DoneView>, Problem> {
    let payment_reference = form.payment_reference.into_string();
    let command = InstructDrawCommand { draw, amount: form.amount, payment_reference };
    instruct_draw(&caller.db, &caller.context, command).await.map_err(Problem::of(DrawRefusal::code))?;
    Ok(Json(DoneView { id: draw, done: "instructed" }))
}

async fn answer(caller: &Caller, command: AnswerDrawCommand, done: &'static str) -> Result<Json<DoneView>, Problem> {
    let id = command.draw;
    answer_draw(&caller.db, &caller.context, command).await.map_err(Problem::of(DrawRefusal::code))?;
    Ok(Json(DoneView { id, done }))
}
