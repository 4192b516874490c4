//! A loan, as its agent sees it.

use domain::{Amount, id::LoanId};
use islands::Owed;
use parts::api::{Answer, Told, db, id, loan::LoanPageView, reader};
use services::loan::KeptLoan;
use time::Date;

use super::{
    loan_debit::{LoanDebitView, loan_debits},
    standing_order::{StandingOrderView, standing_orders},
};

/// A loan's page, as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLoanView {
    pub page: LoanPageView,
    /// What a repayment of it is computed from.
    pub owed: Owed,
    /// The other loans of the shop that are overdue, and so are paid first.
    pub late: Vec<LateView>,
    /// What its next commissions are to pay of it.
    pub order: Option<StandingOrderView>,
    /// What whoever holds it has debited, or tried to.
    pub debits: Vec<LoanDebitView>,
}

/// A loan of which something is overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateView {
    pub id: String,
    pub reference: String,
    pub overdue: Amount,
}

/// A loan of the agent's own, with a page of what was paid of it.
pub async fn own_loan(loan: String, after: Option<String>) -> Answer<OwnLoanView> {
    let named = id(&loan)?;
    let page = parts::api::loan::loan(loan, after).await?;
    let loans = services::loan::with_overdue(&db(), &reader()?, named).await.told()?;
    let late = loans.iter().filter(|kept| kept.id != named).map(|late| LateView {
        id: late.id.to_string(),
        reference: late.reference.clone(),
        overdue: late.loan.position.quote(page.today).overdue_total(),
    });
    let late = late.collect();
    let owed = owed(loans, named, page.today, page.wallet_balance);
    let order = standing_orders().await?.into_iter().find(|order| order.loan == page.loan.id);
    let debits = loan_debits(&page.loan.id).await?;
    Ok(OwnLoanView { page, owed, late, order, debits })
}

/// What a repayment of a loan is computed from.
pub(super) fn owed(loans: Vec<KeptLoan>, named: LoanId, today: Date, balance: Amount) -> Owed {
    let place = loans.iter().position(|kept| kept.id == named).unwrap_or_default();
    let loans = loans.into_iter().map(|kept| (kept.reference, kept.loan.position)).collect();
    Owed { loans, named: place, today, balance }
}
