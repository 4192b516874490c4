//! Debits for loans: whoever holds an overdue loan takes what is due from the card that its borrower has bound.

use axum::Json;
use domain::{
    Amount, Reference,
    agreement_debit::DebitFailure,
    debt::DebtRefusal,
    id::{LoanId, TopUpId},
    network::ReturnReason,
};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    loan_debit::{DebitLoanCommand, LoanDebitFilter, LoanDebitRow, debit_loan, loan_debits},
};
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, amount, from_text, from_text_if_given},
    list::{page_query, page_view},
    problem::{Problem, ProblemView},
};

page_query!(LoanDebitsQuery {
    /// Those for one loan.
    #[serde(default, deserialize_with = "from_text_if_given")]
    #[param(value_type = Option<String>)]
    loan: Option<LoanId>,
});

/// Who is paid is the loan's holder, by its registered account, and no choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanDebitForm {
    #[serde(deserialize_with = "from_text")]
    #[schema(value_type = String)]
    loan: LoanId,
    /// Up to what is due.
    #[serde(deserialize_with = "amount")]
    #[schema(value_type = String, example = "3000.00")]
    amount: Amount,
}

/// Accepted: what comes of it is told as an event. What the card gives repays the loan.
#[derive(Serialize, ToSchema)]
pub struct AcceptedLoanDebitView {
    #[schema(value_type = String)]
    id: TopUpId,
    #[schema(value_type = String, example = "DBT2026112000000001")]
    reference: Reference,
}

page_view! {
    /// Newest first.
    LoanDebitsView { debits: LoanDebitView of LoanDebitRow }
}

#[derive(Serialize, ToSchema)]
pub struct LoanDebitView {
    #[schema(value_type = String)]
    id: TopUpId,
    reference: String,
    #[schema(value_type = String)]
    loan: LoanId,
    /// The loan's number.
    loan_reference: String,
    #[schema(value_type = String)]
    amount: Amount,
    /// `accepted`, `unknown`, `succeeded` or `failed`.
    state: &'static str,
    /// Why it has failed: the network's reason, or the code of our refusal to send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    failure: Option<&'static str>,
    /// Why the network has given it back to its payer, where it has: `unauthorised`, `duplicate` or `other`. The loan owes it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    returned: Option<&'static str>,
}

impl From<LoanDebitRow> for LoanDebitView {
    fn from(row: LoanDebitRow) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            loan: row.loan,
            loan_reference: row.loan_reference,
            amount: row.amount,
            state: row.state.code(),
            failure: row.failure.map(DebitFailure::code),
            returned: row.returned.map(ReturnReason::code),
        }
    }
}

#[utoipa::path(get, path = "/loan-debits", operation_id = "list_loan_debits", params(LoanDebitsQuery),
    responses((status = 200, body = LoanDebitsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<LoanDebitsQuery>) -> Result<Json<LoanDebitsView>, Problem> {
    let filter = query.loan.map_or(LoanDebitFilter::All, LoanDebitFilter::Of);
    let rows = loan_debits(&caller.db, &caller.context, filter, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/loan-debits", operation_id = "debit_loan",
    params(("X-Request-No" = String, Header)), request_body = LoanDebitForm,
    responses((status = 200, body = AcceptedLoanDebitView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn take(caller: Caller, Form(form): Form<LoanDebitForm>) -> Result<Json<AcceptedLoanDebitView>, Problem> {
    let command = DebitLoanCommand { loan: form.loan, amount: form.amount };
    let accepted = debit_loan(&caller.db, &caller.context, caller.debit_limits, command).await;
    let accepted = accepted.map_err(Problem::of(DebtRefusal::code))?;
    Ok(Json(AcceptedLoanDebitView { id: accepted.top_up, reference: accepted.reference }))
}
