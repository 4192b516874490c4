//! What is paid on a debt elsewhere.

use std::collections::BTreeMap;

use domain::{Amount, outside_payment::OutsidePaymentState, role::Role};
use leptos::prelude::*;
use parts::api::{
    Answer, Told, date, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer,
};
use services::{
    outside_payment::{OutsidePaymentFilter, OutsidePaymentRow, PassOnFilter, PassOnRow},
    page::{Narrow, Narrowed, Page, PageRequest, Sort},
};

/// A payment, as a debt's sides and the institution see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePaymentView {
    pub id: String,
    pub debt: String,
    pub debt_number: String,
    pub reporter_name: String,
    pub number: String,
    pub amount: Amount,
    pub paid_on: String,
    pub evidence: String,
    pub state: OutsidePaymentState,
    /// To whom whoever was paid owes it; empty where it is owed to nobody.
    pub owed_to: String,
    /// Whether the visitor's side is waited for.
    pub asks: bool,
    pub reported_at: String,
}

impl OutsidePaymentView {
    #[must_use]
    pub fn of(row: OutsidePaymentRow) -> Self {
        Self {
            id: row.id.to_string(),
            debt: row.debt.to_string(),
            debt_number: row.debt_number,
            reporter_name: row.reporter_name,
            number: row.number,
            amount: row.amount,
            paid_on: row.paid_on.to_string(),
            evidence: row.evidence,
            state: row.state,
            owed_to: row.owed_to,
            asks: row.asks,
            reported_at: instant(row.reported_at),
        }
    }
}

/// What counted on a date, and a former holder passes on to the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassOnView {
    pub on: String,
    pub payer_name: String,
    pub payee_name: String,
    pub payments: i64,
    pub amount: Amount,
    pub due_on: String,
    pub id: String,
    /// The number of the bank transfer by which it was passed on, as whoever owes it says; empty before.
    pub transfer_reference: String,
    /// Whether the visitor's side owes it, and can say that it has paid.
    pub asks: bool,
}

/// A page of what is passed on, and with which request number the visitor says that something was, if that is theirs to say.
#[derive(Clone, Debug)]
pub struct PassOnsView {
    pub page: Page<PassOnView>,
    pub request_no: Option<String>,
}

impl PassOnView {
    fn of(row: PassOnRow) -> Self {
        Self {
            on: row.on.to_string(),
            payer_name: row.payer_name,
            payee_name: row.payee_name,
            payments: row.payments,
            amount: row.amount,
            due_on: row.due_on.to_string(),
            id: row.id.to_string(),
            transfer_reference: row.paid.map(|(_, reference)| reference).unwrap_or_default(),
            asks: row.asks,
        }
    }
}

/// A page of what is to be passed on, as it is asked for.
pub async fn pass_ons(filter: PassOnFilter, query: NarrowQuery, after: Option<String>) -> Answer<PassOnsView> {
    let (list, context) = (query.read(filter)?, reader()?);
    let records = matches!(role(&context)?, Role::FunderTreasurer | Role::FacilitatorOperator);
    let rows = services::outside_payment::pass_ons(&db(), &context, list, page(after)).await.told()?;
    Ok(PassOnsView { page: rows.map(PassOnView::of), request_no: records.then(new_request_no) })
}

/// Records that something was passed on, by a transfer at a bank.
#[server(endpoint = "pass_on/record")]
pub async fn record_pass_on(request_no: String, pass_on: String, transfer_reference: String) -> Answer<()> {
    let command = services::outside_payment::RecordPassOnCommand { pass_on: id(&pass_on)?, transfer_reference };
    services::outside_payment::record_pass_on(&db(), &writer(&request_no)?, command).await.told()
}

/// A page of what was paid elsewhere, as it is asked for, with the portal in which it is shown.
pub async fn outside_payments(
    filter: OutsidePaymentFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<OutsidePaymentView>, &'static str)> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::outside_payment::outside_payments(&db(), &context, list, page(after)).await.told()?;
    Ok((rows.map(OutsidePaymentView::of), role(&context)?.portal()))
}

/// The payment that the visitor has to confirm next, of another debt than this one.
pub async fn next_payment(debt: String) -> Answer<Option<OutsidePaymentView>> {
    let context = reader()?;
    if !matches!(role(&context)?, Role::FacilitatorOperator | Role::FunderTreasurer) {
        return Ok(None);
    }
    let list = Narrowed { part: OutsidePaymentFilter::Asking, narrow: Narrow::default(), sort: Some(Sort::Oldest) };
    let oldest = services::outside_payment::outside_payments(&db(), &context, list, PageRequest::FIRST).await.told()?;
    Ok(oldest.rows.into_iter().map(OutsidePaymentView::of).find(|waiting| waiting.debt != debt))
}

/// Reports that so much was paid, on the day `shown[paid_on]`, as `shown[evidence]` shows.
#[server(endpoint = "debt/report_payment")]
pub async fn report_payment(
    request_no: String,
    debt: String,
    number: String,
    amount: String,
    shown: BTreeMap<String, String>,
) -> Answer<()> {
    let shown = |name: &str| shown.get(name).cloned().unwrap_or_default();
    let command = services::outside_payment::ReportPaymentCommand {
        debt: id(&debt)?,
        number,
        amount: parts::api::amount(&amount)?,
        paid_on: date(&shown("paid_on"))?,
        evidence: shown("evidence"),
    };
    services::outside_payment::report_payment(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// The holder confirms what a former holder reports, or does not.
#[server(endpoint = "debt/answer_payment")]
pub async fn answer_payment(request_no: String, payment: String, agree: bool) -> Answer<()> {
    let command = services::outside_payment::AnswerPaymentCommand { payment: id(&payment)?, agree };
    services::outside_payment::answer_payment(&db(), &writer(&request_no)?, command).await.told()
}
