//! A loan, as its agent sees it.

use domain::{Amount, repayment::check_order};
use parts::api::{Answer, Told, db, loan::LoanPageView, reader};
use services::{loan::LoanFilter, page::PageRequest};

use super::{
    loan_debit::{LoanDebitView, loan_debits},
    standing_order::{StandingOrderView, standing_orders},
};

/// A loan's page, as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLoanView {
    pub page: LoanPageView,
    /// The overdue loan that is to be paid before this one.
    pub first: Option<LateView>,
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
    let page = parts::api::loan::loan(loan, after).await?;
    let (db, context) = (db(), reader()?);
    let overdue = services::loan::book(&db, &context, LoanFilter::Overdue, PageRequest::new(None, 1)).await.told()?;
    let late = overdue.rows.into_iter().next();
    let first = late.filter(|late| check_order(page.loan.state, Some(late.reference.as_str())).is_err());
    let first = first.map(|late| LateView {
        id: late.id.to_string(),
        reference: late.reference.to_string(),
        overdue: late.position.quote(late.today).overdue_total(),
    });
    let order = standing_orders().await?.into_iter().find(|order| order.loan == page.loan.id);
    let debits = loan_debits(&page.loan.id).await?;
    Ok(OwnLoanView { page, first, order, debits })
}
