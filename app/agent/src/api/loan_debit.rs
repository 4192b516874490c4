//! Debits for the agent's loans, with a card that it has bound for their holder.

use domain::{Amount, agreement_debit::DebitState, card::TopUpFailure, network::ReturnReason};
use parts::api::{Answer, Told, db, id, instant, reader, repayment::RepaymentView};
use services::{loan_debit::OwnLoanDebitRow, repayment::RepaymentFilter};

/// A debit for a loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitView {
    pub id: String,
    pub reference: String,
    pub loan: String,
    pub loan_reference: String,
    /// Who has debited.
    pub holder_name: String,
    /// The card, masked.
    pub card: String,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<TopUpFailure>,
    pub accepted_at: String,
    /// Empty until it has succeeded or failed.
    pub decided_at: String,
    /// Why the bank has given it back to the card, and what of it is to be taken out of the wallet yet.
    pub returned: Option<(ReturnReason, Amount)>,
}

/// A debit with what it has paid of its loan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanDebitPageView {
    pub debit: LoanDebitView,
    pub paid: Option<RepaymentView>,
}

impl LoanDebitView {
    fn of(row: OwnLoanDebitRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference.to_string(),
            holder_name: row.holder_name,
            card: row.card,
            amount: row.amount,
            state: row.state,
            failure: row.failure,
            accepted_at: instant(row.accepted_at),
            decided_at: row.decided_at.map(instant).unwrap_or_default(),
            returned: row.returned,
        }
    }
}

/// The newest debits for one of the agent's loans.
pub async fn loan_debits(loan: &str) -> Answer<Vec<LoanDebitView>> {
    let rows = services::loan_debit::own_loan_debits(&db(), &reader()?, id(loan)?).await.told()?;
    Ok(rows.into_iter().map(LoanDebitView::of).collect())
}

/// One debit, with what it has paid.
pub async fn loan_debit(debit: String) -> Answer<LoanDebitPageView> {
    let (db, context) = (db(), reader()?);
    let row = services::loan_debit::own_loan_debit(&db, &context, id(&debit)?).await.told()?;
    let paid = match row.repayment {
        Some(repayment) => {
            let filter = RepaymentFilter::One(repayment);
            Some(services::repayment::repayment(&db, &context, filter).await.told()?)
        }
        None => None,
    };
    Ok(LoanDebitPageView { debit: LoanDebitView::of(row), paid: paid.map(RepaymentView::of) })
}
