//! One loan of whoever lent or holds it, and how it changes hands.

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState},
    debt::DebitLimits,
    debt_transfer::Item,
    id::LoanId,
    loan::LoanState,
    network::ReturnReason,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Told, batch, date, db, id, instant,
    loan::{LoanPageView, LoanView, book, loan as find},
    narrow::NarrowQuery,
    page, reader, role, writer,
};
use services::{
    loan::{FoundFilter, LoanFilter},
    loan_debit::{LoanDebitFilter, LoanDebitRow},
    page::{Page, PageRequest},
    timeline::TimelineStep,
};

use super::{
    debt::{TRANSFERRERS, TransferOfDebtView},
    document::DocumentView,
};

/// A debit for a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitView {
    pub reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: String,
    pub loan: String,
    pub loan_reference: String,
    /// Why the network has given it back, where it has.
    pub returned: Option<ReturnReason>,
}

impl LoanDebitView {
    fn of(row: LoanDebitRow) -> Self {
        Self {
            reference: row.reference,
            amount: row.amount,
            state: row.state,
            failure: row.failure,
            accepted_at: instant(row.accepted_at),
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference,
            returned: row.returned,
        }
    }
}

/// How many debits a loan's page shows, the newest.
const DEBITS: u16 = 20;

/// A loan with its transfers, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLoanView {
    pub page: LoanPageView,
    /// Oldest first; for the funder alone, whose loan it was from the beginning.
    pub steps: Vec<TimelineStep>,
    pub documents: Vec<DocumentView>,
    pub transfers: Vec<TransferOfDebtView>,
    /// With a card that its borrower has bound, by the visitor's side.
    pub debits: Vec<LoanDebitView>,
    pub may_debit: bool,
    /// To the facilitator, or back.
    pub may_transfer: Option<bool>,
    pub portal: &'static str,
}

/// One loan, with a page of what was paid of it to the visitor's side.
pub async fn loan(loan: String, after: Option<String>) -> Answer<HeldLoanView> {
    let (db, context) = (db(), reader()?);
    let (role, number): (Role, LoanId) = (role(&context)?, id(&loan)?);
    let page = find(loan, after).await?;
    let funder = role.portal() == Role::FunderTreasurer.portal();
    let steps = if funder { services::loan::timeline(&db, &context, number).await.told()? } else { Vec::new() };
    let documents = services::loan::documents(&db, &context, number).await.told()?;
    let transfers = services::debt_transfer::transfers_of(&db, &context, Item::Loan(number)).await.told()?;
    let may_transfer = match (page.loan.transferred, page.loan.state) {
        (true, LoanState::Active | LoanState::Overdue { .. }) => Some(true),
        (false, LoanState::Overdue { .. }) => Some(false),
        _ => None,
    };
    let open = transfers.iter().any(|one| one.item.is_open());
    let (own, first) = (LoanDebitFilter::Of(number), PageRequest::new(None, DEBITS));
    let debits = services::loan_debit::loan_debits(&db, &context, own, first).await.told()?;
    let debits = debits.map(LoanDebitView::of).rows;
    let debits_by = matches!(role, Role::FacilitatorOperator | Role::FunderTreasurer)
        && page.loan.due_today.is_positive()
        && page.marks.is_empty();
    Ok(HeldLoanView {
        debits,
        may_debit: debits_by && services::loan_debit::has_card(&db, &context, number).await.told()?,
        page,
        steps,
        documents: documents.into_iter().map(DocumentView::of).collect(),
        transfers: transfers.into_iter().map(TransferOfDebtView::of).collect(),
        may_transfer: may_transfer.filter(|_| TRANSFERRERS.contains(&role) && !open),
        portal: role.portal(),
    })
}

/// A page of what the visitor's side has debited for loans, as it is asked for, with the portal in which it is shown.
pub async fn loan_debits(
    filter: LoanDebitFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<LoanDebitView>, &'static str)> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::loan_debit::loan_debits(&db(), &context, list, page(after)).await.told()?;
    Ok((rows.map(LoanDebitView::of), role(&context)?.portal()))
}

/// A page of the loans that the visitor's house has lent, as it is asked for, with the number under which the visitor may have several
/// change hands together; none for who may not.
pub async fn lent(
    filter: LoanFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(Page<LoanView>, Option<String>)> {
    Ok((book(filter, query, after).await?, batch::offered_to(TRANSFERRERS)?))
}

/// A page of the loans that the visitor's house has lent of which something falls due on a day.
pub async fn falling_due(on: String, after: Option<String>) -> Answer<Page<LoanView>> {
    let (on, context) = (date(&on)?, reader()?);
    Ok(services::loan::falling_due(&db(), &context, on, page(after)).await.told()?.map(LoanView::of))
}

/// A page of the loans that the facilitator holds, as it is asked for.
pub async fn held(filter: FoundFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<LoanView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    Ok(services::loan::held(&db(), &context, list, page(after)).await.told()?.map(LoanView::of))
}

/// Takes this much of what is overdue from the card that the borrower has bound.
#[server(endpoint = "loan/debit")]
pub async fn debit_loan(request_no: String, loan: String, amount: String) -> Answer<()> {
    use services::loan_debit::DebitLoanCommand;
    let command = DebitLoanCommand { loan: id(&loan)?, amount: parts::api::amount(&amount)? };
    let limits = expect_context::<DebitLimits>();
    services::loan_debit::debit_loan(&db(), &writer(&request_no)?, limits, command).await.told().map(|_| ())
}
