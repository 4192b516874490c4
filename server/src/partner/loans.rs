//! Loans of this platform, as the systems of whoever lent and of whoever holds them see them.

use axum::Json;
use domain::{Amount, Reference, debt::Holder, id::LoanId, role::Party};
use serde::Serialize;
use services::{
    error::Never,
    loan::{FoundFilter, LoanFilter, LoanRow, book, held},
};
use time::Date;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller},
    list::{PageQuery, page_view},
    problem::{Problem, ProblemView},
};

page_view! {
    /// Of a funder what is still owed, what is to be paid first before the rest; of a facilitator what it holds, the newest first.
    LoansView { loans: LoanView of LoanRow }
}

#[derive(Serialize, ToSchema)]
pub struct LoanView {
    #[schema(value_type = String)]
    id: LoanId,
    #[schema(value_type = String)]
    reference: Reference,
    /// `funder` or `facilitator`: who is paid, and who may debit a card for it.
    holder: &'static str,
    /// `active`, `overdue` or `settled`.
    state: &'static str,
    #[schema(value_type = String, example = "50000.00")]
    principal: Amount,
    /// Of the principal.
    #[schema(value_type = String, example = "50000.00")]
    outstanding: Amount,
    /// What is to be paid by the open business date: as much as a card may be debited for.
    #[schema(value_type = String, example = "0.00")]
    due: Amount,
    /// What settles it on that date.
    #[schema(value_type = String, example = "50120.00")]
    payoff: Amount,
    /// On which what is not paid yet falls due, or fell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date, required = false)]
    due_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date, required = false)]
    overdue_since: Option<Date>,
}

impl From<LoanRow> for LoanView {
    fn from(row: LoanRow) -> Self {
        let quote = row.position.quote(row.today);
        let holder = if row.holder == row.funder { Holder::Funder } else { Holder::Facilitator };
        Self {
            id: row.id,
            reference: row.reference,
            holder: holder.code(),
            state: row.state.code(),
            principal: row.principal,
            outstanding: row.outstanding,
            due: quote.due_total(),
            payoff: quote.payoff_total(),
            due_on: row.position.first_unpaid().map(|(on, _)| on),
            overdue_since: row.state.overdue_since(),
        }
    }
}

#[utoipa::path(get, path = "/loans", operation_id = "list_loans", params(PageQuery),
    responses((status = 200, body = LoansView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<LoansView>, Problem> {
    let (db, context) = (&caller.db, &caller.context);
    let rows = match context.party() {
        Party::Facilitator(_) => held(db, context, FoundFilter::All, query.page()).await,
        _ => book(db, context, LoanFilter::Open, query.page()).await,
    };
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}
