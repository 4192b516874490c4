//! Payers' complaints about debits, which two people settle.

use domain::{Amount, approval::Action, id::DebtId, network::ReturnReason};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::{
    complaint::{ComplaintFilter, ComplaintRow},
    loan_debit::StaysPaidRow,
    page::Page,
};

use super::approval::{ApprovalView, Duty, duty};

/// A debit that was given back to its payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintView {
    pub debt: String,
    pub number: String,
    pub funder_name: String,
    pub debit: String,
    pub reference: String,
    pub holder_name: String,
    pub amount: Amount,
    pub reason: ReturnReason,
    pub owed_back: bool,
    pub returned_at: String,
    pub open: bool,
}

/// What was given back of one debt, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintPageView {
    pub debt: String,
    pub number: String,
    pub open: bool,
    pub rows: Vec<ComplaintView>,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl ComplaintView {
    fn of(row: ComplaintRow) -> Self {
        Self {
            debt: row.debt.to_string(),
            number: row.number,
            funder_name: row.funder_name,
            debit: row.debit.to_string(),
            reference: row.reference.to_string(),
            holder_name: row.holder_name,
            amount: row.amount,
            reason: row.reason,
            owed_back: row.owed_back,
            returned_at: instant(row.returned_at),
            open: row.open,
        }
    }
}

/// A page of what was given back to payers, as it is asked for.
pub async fn complaints(
    filter: ComplaintFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<ComplaintView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::complaint::complaints(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(ComplaintView::of))
}

/// What was given back of loans that stay paid.
pub async fn stays_paid() -> Answer<Vec<StaysPaidRow>> {
    services::loan_debit::stays_paid(&db(), &reader()?).await.told()
}

/// What was given back of one debt.
pub async fn complaint(debt: String) -> Answer<ComplaintPageView> {
    let (db, context) = (db(), reader()?);
    let debt: DebtId = id(&debt)?;
    let detail = services::complaint::complaint(&db, &context, debt).await.told()?;
    let open = detail.rows.iter().any(|row| row.open);
    let number = detail.rows.first().map(|row| row.number.clone()).unwrap_or_default();
    Ok(ComplaintPageView {
        debt: debt.to_string(),
        number,
        open,
        duty: duty(role(&context)?, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        rows: detail.rows.into_iter().map(ComplaintView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes that whoever holds the debt may debit again.
#[server(endpoint = "complaint/propose")]
pub async fn propose_settlement(request_no: String, debt: String, note: String) -> Answer<()> {
    let action = Action::SettleComplaint { debt: id(&debt)? };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}
