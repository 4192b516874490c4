//! Debts that bound cards pay, and their debits.

use axum::Json;
use domain::{
    Amount, Reference,
    agreement_debit::DebitFailure,
    debt::DebtRefusal,
    id::{BindingId, DebitId, DebtId, RefundId},
};
use serde::{Deserialize, Serialize};
use services::{
    agreement_debit::{DebitCommand, DebitFilter, DebitRow, debit, debits},
    debt::{DebtFilter, DebtRow, RegisterDebtCommand, debts, register_debt},
    error::Never,
    refund::{RefundCommand, refund},
};
use time::Date;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words, amount, from_text},
    list::{PageQuery, page_query, page_view},
    problem::{Problem, ProblemView},
};

page_query!(DebtsQuery {
    /// Those that the other side holds, and those that are paid, too; of a facilitator those that it is offered or has held.
    #[serde(default)]
    all: bool,
});

page_view! {
    /// Newest first.
    DebtsView { debts: DebtView of DebtRow }
}

#[derive(Serialize, ToSchema)]
pub struct DebtView {
    #[schema(value_type = String)]
    id: DebtId,
    /// The funder's own.
    number: String,
    /// The asker's alias of the binding.
    alias: String,
    #[schema(value_type = String, example = "12800.00")]
    amount: Amount,
    /// None of what the asker has held and gave back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, example = "12800.00", required = false)]
    outstanding: Option<Amount>,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// `funder`, `in_transfer`, `facilitator` or `being_bought_back`; to whoever gave it back, whom it was given to.
    holder: &'static str,
    /// Whether the asker may debit it now, but for a day's limits.
    may_debit: bool,
    /// The code of why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    why_not: Option<&'static str>,
}

impl From<DebtRow> for DebtView {
    fn from(row: DebtRow) -> Self {
        let why_not = match &row.may_collect {
            Ok(()) => row.in_flight.then(|| DebtRefusal::InFlight.code()),
            Err(refusal) => Some(refusal.code()),
        };
        Self {
            id: row.id,
            number: row.number,
            alias: row.alias,
            amount: row.amount,
            outstanding: row.outstanding,
            due_on: row.due_on,
            holder: row.holder.code(),
            may_debit: why_not.is_none(),
            why_not,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DebtForm {
    /// The funder's own. 1 to 64 characters.
    #[schema(value_type = String, example = "XF20260711-0032")]
    number: Words,
    #[serde(deserialize_with = "from_text")]
    #[schema(value_type = String)]
    binding: BindingId,
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "12800.00")]
    amount: Amount,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
}

#[derive(Serialize, ToSchema)]
pub struct RegisteredView {
    #[schema(value_type = String)]
    id: DebtId,
}

/// Who is paid is the debt's holder, by its registered account, and no choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DebitForm {
    #[serde(deserialize_with = "from_text")]
    #[schema(value_type = String)]
    debt: DebtId,
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
}

/// Accepted: what comes of it is told as an event.
#[derive(Serialize, ToSchema)]
pub struct AcceptedView {
    #[schema(value_type = String)]
    id: DebitId,
    #[schema(value_type = String, example = "DBT2026112000000001")]
    reference: Reference,
}

/// It goes back to the card that was debited, and is no choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundForm {
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
    /// Up to 500 characters.
    #[schema(value_type = String)]
    reason: Words,
}

/// Accepted: what comes of it is told as an event.
#[derive(Serialize, ToSchema)]
pub struct AcceptedRefundView {
    #[schema(value_type = String)]
    id: RefundId,
    #[schema(value_type = String, example = "RFD2026112000000001")]
    reference: Reference,
}

page_view! {
    /// Newest first.
    DebitsView { debits: DebitView of DebitRow }
}

#[derive(Serialize, ToSchema)]
pub struct DebitView {
    #[schema(value_type = String)]
    id: DebitId,
    #[schema(value_type = String)]
    reference: Reference,
    #[schema(value_type = String)]
    debt: DebtId,
    #[schema(value_type = String)]
    amount: Amount,
    /// `accepted`, `unknown`, `succeeded` or `failed`.
    state: &'static str,
    /// Why it has failed: the network's reason, or the code of our refusal to send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    failure: Option<&'static str>,
    /// The number that the bank transfer carries.
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    payout_reference: Option<Reference>,
    /// Why the network has given it back to its payer, where it has: `unauthorised`, `duplicate` or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    returned: Option<&'static str>,
    /// What its holder owes back of it, with its reference in the remittance text; none where it was not paid out.
    #[schema(value_type = String, example = "3000.00", required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    owed_back: Option<Amount>,
    /// What went back to its payer as was ordered, and what may go back yet.
    #[schema(value_type = String, example = "0.00")]
    refunded: Amount,
    #[schema(value_type = String, example = "3000.00")]
    refundable: Amount,
}

impl From<DebitRow> for DebitView {
    fn from(row: DebitRow) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            debt: row.debt,
            amount: row.amount,
            state: row.state.code(),
            failure: row.failure.map(DebitFailure::code),
            payout_reference: row.payout.map(|(reference, _)| reference),
            returned: row.returned.map(|(reason, ..)| reason.code()),
            owed_back: match row.returned {
                Some((.., true)) => Some(row.amount),
                _ => Some(row.refund_owed_back).filter(|owed| owed.is_positive()),
            },
            refunded: row.refunded,
            refundable: row.refundable,
        }
    }
}

#[utoipa::path(get, path = "/debts", operation_id = "list_debts", params(DebtsQuery),
    responses((status = 200, body = DebtsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<DebtsQuery>) -> Result<Json<DebtsView>, Problem> {
    let filter = if query.all { DebtFilter::All } else { DebtFilter::Held };
    let rows = debts(&caller.db, &caller.context, filter, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/debts", operation_id = "register_debt",
    params(("X-Request-No" = String, Header)), request_body = DebtForm,
    responses((status = 200, body = RegisteredView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn register(caller: Caller, Form(form): Form<DebtForm>) -> Result<Json<RegisteredView>, Problem> {
    let command = RegisterDebtCommand {
        number: form.number.into_string(),
        binding: form.binding,
        amount: form.amount,
        due_on: form.due_on,
    };
    let id = register_debt(&caller.db, &caller.context, command).await.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(RegisteredView { id }))
}

#[utoipa::path(get, path = "/agreement-debits", operation_id = "list_debits", params(PageQuery),
    responses((status = 200, body = DebitsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_debits(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<DebitsView>, Problem> {
    let rows = debits(&caller.db, &caller.context, DebitFilter::All, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/agreement-debits", operation_id = "debit",
    params(("X-Request-No" = String, Header)), request_body = DebitForm,
    responses((status = 200, body = AcceptedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn take(caller: Caller, Form(form): Form<DebitForm>) -> Result<Json<AcceptedView>, Problem> {
    let command = DebitCommand { debt: form.debt, amount: form.amount };
    let accepted = debit(&caller.db, &caller.context, caller.debit_limits, command).await;
    let accepted = accepted.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(AcceptedView { id: accepted.debit, reference: accepted.reference }))
}

#[utoipa::path(post, path = "/agreement-debits/{id}/refunds", operation_id = "refund_debit",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = RefundForm,
    responses((status = 200, body = AcceptedRefundView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn give_back(
    caller: Caller,
    Id(debit): Id<DebitId>,
    Form(form): Form<RefundForm>,
) -> Result<Json<AcceptedRefundView>, Problem> {
    let command = RefundCommand { debit, amount: form.amount, reason: form.reason.into_string() };
    let accepted = refund(&caller.db, &caller.context, command).await.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(AcceptedRefundView { id: accepted.refund, reference: accepted.reference }))
}
