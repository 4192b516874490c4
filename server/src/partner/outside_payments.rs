//! What is paid on debts elsewhere.

use axum::Json;
use domain::{
    Amount,
    debt::DebtRefusal,
    id::{DebtId, OutsidePaymentId, PassOnId},
    outside_payment::PassOnRefusal,
};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    outside_payment::{
        AnswerPaymentCommand, OutsidePaymentFilter, OutsidePaymentRow, PassOnFilter, PassOnRow, RecordPassOnCommand,
        ReportPaymentCommand, answer_payment, outside_payments, pass_ons, record_pass_on, report_payment,
    },
};
use time::Date;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words, amount},
    list::{PageQuery, page_view},
    problem::{Problem, ProblemView},
};

/// What you, or the other side, were paid on the debt elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsidePaymentForm {
    /// Your own, 1 to 64 characters: the same number with the same debt, amount and day is the same payment.
    #[schema(value_type = String, example = "HK20261119-0007")]
    number: Words,
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
    #[schema(value_type = String, format = Date)]
    paid_on: Date,
    /// What shows it. At most 500 characters.
    #[schema(value_type = String)]
    evidence: Words,
}

#[derive(Serialize, ToSchema)]
pub struct ReportedView {
    #[schema(value_type = String)]
    id: OutsidePaymentId,
    /// `counted`, or `reported` where the holder has to confirm it.
    state: &'static str,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsidePaymentAnswerForm {}

#[derive(Serialize, ToSchema)]
pub struct OutsidePaymentAnsweredView {
    #[schema(value_type = String)]
    id: OutsidePaymentId,
    /// `counted` or `declined`.
    state: &'static str,
}

page_view! {
    /// Newest first.
    OutsidePaymentsView { payments: OutsidePaymentView of OutsidePaymentRow }
}

#[derive(Serialize, ToSchema)]
pub struct OutsidePaymentView {
    #[schema(value_type = String)]
    id: OutsidePaymentId,
    /// Who was paid, and reports it.
    reporter: String,
    /// The reporter's own.
    number: String,
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
    #[schema(value_type = String, format = Date)]
    paid_on: Date,
    evidence: String,
    /// `reported`, `counted`, `declined` or `undone`.
    state: &'static str,
    /// To whom the reporter owes it; none where it held the debt itself, or it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    owed_to: Option<String>,
}

impl From<OutsidePaymentRow> for OutsidePaymentView {
    fn from(row: OutsidePaymentRow) -> Self {
        Self {
            id: row.id,
            reporter: row.reporter_name,
            number: row.number,
            amount: row.amount,
            paid_on: row.paid_on,
            evidence: row.evidence,
            state: row.state.code(),
            owed_to: Some(row.owed_to).filter(|holder| !holder.is_empty()),
        }
    }
}

#[utoipa::path(get, path = "/debts/{id}/payments", operation_id = "list_outside_payments",
    params(("id" = String, Path), PageQuery),
    responses((status = 200, body = OutsidePaymentsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(
    caller: Caller,
    Id(debt): Id<DebtId>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<OutsidePaymentsView>, Problem> {
    let of = OutsidePaymentFilter::Of(debt);
    let rows = outside_payments(&caller.db, &caller.context, of, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/debts/{id}/payments", operation_id = "report_outside_payment",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = OutsidePaymentForm,
    responses((status = 200, body = ReportedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn report(
    caller: Caller,
    Id(debt): Id<DebtId>,
    Form(form): Form<OutsidePaymentForm>,
) -> Result<Json<ReportedView>, Problem> {
    let command = ReportPaymentCommand {
        debt,
        number: form.number.into_string(),
        amount: form.amount,
        paid_on: form.paid_on,
        evidence: form.evidence.into_string(),
    };
    let reported = report_payment(&caller.db, &caller.context, command).await;
    let reported = reported.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(ReportedView { id: reported.payment, state: reported.state.code() }))
}

#[utoipa::path(post, path = "/outside-payments/{id}/confirmation", operation_id = "confirm_outside_payment",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = OutsidePaymentAnswerForm,
    responses((status = 200, body = OutsidePaymentAnsweredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn confirm(
    caller: Caller,
    Id(id): Id<OutsidePaymentId>,
    Form(OutsidePaymentAnswerForm {}): Form<OutsidePaymentAnswerForm>,
) -> Result<Json<OutsidePaymentAnsweredView>, Problem> {
    answer(&caller, id, true).await
}

#[utoipa::path(post, path = "/outside-payments/{id}/rejection", operation_id = "reject_outside_payment",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = OutsidePaymentAnswerForm,
    responses((status = 200, body = OutsidePaymentAnsweredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn reject(
    caller: Caller,
    Id(id): Id<OutsidePaymentId>,
    Form(OutsidePaymentAnswerForm {}): Form<OutsidePaymentAnswerForm>,
) -> Result<Json<OutsidePaymentAnsweredView>, Problem> {
    answer(&caller, id, false).await
}

async fn answer(
    caller: &Caller,
    id: OutsidePaymentId,
    agree: bool,
) -> Result<Json<OutsidePaymentAnsweredView>, Problem> {
    let command = AnswerPaymentCommand { payment: id, agree };
    answer_payment(&caller.db, &caller.context, command).await.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(OutsidePaymentAnsweredView { id, state: if agree { "counted" } else { "declined" } }))
}

page_view! {
    /// Newest first.
    PassOnsView { pass_ons: PassOnView of PassOnRow }
}

/// What former holders were paid on debts and pass on to who held them when it counted, of a business date: with no money of the
/// platform's.
#[derive(Serialize, ToSchema)]
pub struct PassOnView {
    #[schema(value_type = String)]
    id: PassOnId,
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Who was paid.
    payer: String,
    /// Who held the debts.
    payee: String,
    /// So many reports counted, or were found to be none.
    payments: i64,
    /// Below zero where more was found to be none on that date: the payee gives it back.
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// The number of the bank transfer, as whoever pays says; none before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    transfer_reference: Option<String>,
}

impl From<PassOnRow> for PassOnView {
    fn from(row: PassOnRow) -> Self {
        Self {
            id: row.id,
            on: row.on,
            payer: row.payer_name,
            payee: row.payee_name,
            payments: row.payments,
            amount: row.amount,
            due_on: row.due_on,
            transfer_reference: row.paid.map(|(_, reference)| reference),
        }
    }
}

/// It was passed on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassOnPaymentForm {
    /// The number of your bank transfer. At most 64 characters.
    #[schema(value_type = String, example = "JH20261123-0001")]
    transfer_reference: Words,
}

#[derive(Serialize, ToSchema)]
pub struct PassOnRecordedView {
    #[schema(value_type = String)]
    id: PassOnId,
}

#[utoipa::path(get, path = "/pass-ons", operation_id = "list_pass_ons", params(PageQuery),
    responses((status = 200, body = PassOnsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_pass_ons(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<PassOnsView>, Problem> {
    let rows = pass_ons(&caller.db, &caller.context, PassOnFilter::All, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/pass-ons/{id}/payment", operation_id = "record_pass_on",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = PassOnPaymentForm,
    responses((status = 200, body = PassOnRecordedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn pass_on(
    caller: Caller,
    Id(id): Id<PassOnId>,
    Form(form): Form<PassOnPaymentForm>,
) -> Result<Json<PassOnRecordedView>, Problem> {
    let command = RecordPassOnCommand { pass_on: id, transfer_reference: form.transfer_reference.into_string() };
    record_pass_on(&caller.db, &caller.context, command).await.map_err(Problem::of(PassOnRefusal::code))?;
    Ok(Json(PassOnRecordedView { id }))
}
