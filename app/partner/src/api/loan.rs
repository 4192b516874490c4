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
    Answer, Told, db, id, instant,
    loan::{LoanPageView, LoanView, loan as find},
    page, reader, role, writer,
};
use services::{page::Page, timeline::TimelineStep};

use super::debt::TransferOfDebtView;

/// A debit for a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitView {
    pub reference: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<DebitFailure>,
    pub accepted_at: String,
    /// Why the network has given it back.
    pub returned: Option<ReturnReason>,
}

/// A loan with its transfers, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLoanView {
    pub page: LoanPageView,
    /// Oldest first; for the funder alone, whose loan it was from the beginning.
    pub steps: Vec<TimelineStep>,
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
    let transfers = services::debt_transfer::transfers_of(&db, &context, Item::Loan(number)).await.told()?;
    let submits = matches!(role, Role::FunderTreasurer | Role::FunderApprover);
    let may_transfer = match (page.loan.transferred, page.loan.state) {
        (true, LoanState::Active | LoanState::Overdue { .. }) => Some(true),
        (false, LoanState::Overdue { .. }) => Some(false),
        _ => None,
    };
    let open = transfers.iter().any(|one| one.item.is_open());
    let debits = services::top_up::loan_debits(&db, &context, number).await.told()?;
    let debits = debits.into_iter().map(|row| LoanDebitView {
        reference: row.reference,
        amount: row.amount,
        state: row.state,
        failure: row.failure,
        accepted_at: instant(row.accepted_at),
        returned: row.returned,
    });
    Ok(HeldLoanView {
        debits: debits.collect(),
        may_debit: role == Role::FacilitatorOperator && page.loan.transferred && page.loan.due_today.is_positive(),
        page,
        steps,
        transfers: transfers.into_iter().map(TransferOfDebtView::of).collect(),
        may_transfer: may_transfer.filter(|_| submits && !open),
        portal: role.portal(),
    })
}

/// A page of the loans that the facilitator holds.
pub async fn held(after: Option<String>) -> Answer<Page<LoanView>> {
    Ok(services::loan::held(&db(), &reader()?, page(after)).await.told()?.map(LoanView::of))
}

/// Takes this much of what is overdue from the card that the borrower has bound.
#[server(endpoint = "loan/debit")]
pub async fn debit_loan(request_no: String, loan: String, amount: String) -> Answer<()> {
    use services::top_up::DebitLoanCommand;
    let command = DebitLoanCommand { loan: id(&loan)?, amount: parts::api::amount(&amount)? };
    let limits = expect_context::<DebitLimits>();
    services::top_up::debit_loan(&db(), &writer(&request_no)?, limits, command).await.told().map(|_| ())
}
