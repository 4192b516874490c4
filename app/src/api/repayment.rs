//! Loans and repaying them.

use domain::{
    Amount,
    payout::PayoutState,
    position::{Allocation, Position},
};
use leptos::prelude::*;
use services::{loan::LoanFilter, page::Page, repayment::RepaymentFilter};

use super::Answer;

/// A debt as of the open business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanView {
    pub id: String,
    pub reference: String,
    pub agent_name: String,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub terms: domain::terms::LoanTerms,
    pub credited_on: String,
    /// `active`, `overdue` (something due before today is unpaid) or `settled`.
    pub state: String,
    /// Of the oldest unpaid instalment; 0 when nothing is overdue.
    pub overdue_days: u32,
    /// The first date on which something is unpaid, overdue or to come; empty when nothing is owed.
    pub due_on: String,
    /// The first date that has not passed on which something is to be paid, and how much; empty when there is none.
    pub next_due_on: String,
    pub next_due: Amount,
    pub due_today: Amount,
    pub payoff: Amount,
}

/// A payment with its split, and how far the money has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepaymentView {
    pub id: String,
    pub reference: String,
    pub loan: String,
    pub loan_reference: String,
    pub agent_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    pub debited_at: String,
    /// Empty until it is paid out, perhaps with others.
    pub payout_reference: String,
    pub payout_state: String,
    /// Empty until the funder has confirmed.
    pub confirmed_at: String,
}

/// A loan's page: the position itself, so that the browser previews with the function that settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanPageView {
    pub loan: LoanView,
    pub position: Position,
    pub today: time::Date,
    pub wallet_balance: Amount,
    /// The newest first.
    pub repayments: Page<RepaymentView>,
    pub request_no: String,
}

/// A quote that can be paid until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    pub id: String,
    pub loan: LoanView,
    pub position: Position,
    pub amount: Amount,
    pub as_of: time::Date,
    pub allocation: Allocation,
    pub expires_at: String,
    /// Expired, or the loan was paid since: it cannot be paid any more.
    pub stale: bool,
    pub wallet_balance: Amount,
    pub request_no: String,
}

impl LoanView {
    pub(crate) fn of(row: services::loan::LoanRow) -> Self {
        let quote = row.position.quote(row.today);
        let next = row.position.next_due(row.today);
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            agent_name: row.agent_name,
            funder_name: row.funder_name,
            principal: row.principal,
            outstanding: row.outstanding,
            credited_on: row.credited_on.to_string(),
            state: row.state.code().to_owned(),
            overdue_days: row.state.overdue_since().map_or(0, |since| domain::calendar::days_between(since, row.today)),
            due_on: row.position.first_unpaid().map(|(on, _)| on.to_string()).unwrap_or_default(),
            next_due_on: next.map(|(on, _)| on.to_string()).unwrap_or_default(),
            next_due: next.map(|(_, amount)| amount).unwrap_or_default(),
            due_today: quote.due_total(),
            payoff: quote.payoff_total(),
            terms: row.terms,
        }
    }
}

impl RepaymentView {
    fn of(row: services::repayment::RepaymentRow) -> Self {
        use super::server::instant;
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference.to_string(),
            agent_name: row.agent_name,
            amount: row.amount,
            fee: row.fee,
            penalty: row.penalty,
            interest: row.interest,
            principal: row.principal,
            debited_at: instant(row.debited_at),
            payout_reference: row.payout.as_ref().map(|payout| payout.reference.to_string()).unwrap_or_default(),
            payout_state: row.payout.map_or(PayoutState::Requested, |payout| payout.state).code().to_owned(),
            confirmed_at: row.partner_confirmed_at.map(instant).unwrap_or_default(),
        }
    }
}

/// One loan, with a page of what was paid of it.
pub async fn loan(loan: String, after: Option<String>) -> Answer<LoanPageView> {
    use super::server::{Told, db, id, new_request_no, page, reader};
    let (db, context, id) = (db(), reader()?, id(&loan)?);
    let row = services::loan::loan(&db, &context, id).await.told()?;
    let filter = RepaymentFilter::Loan(id);
    let repayments = services::repayment::repayments(&db, &context, filter, page(after)).await.told()?;
    let wallet_balance = match context.agent::<services::error::Never>() {
        Ok(_) => services::wallet::wallet(&db, &context, None).await.told()?.balance,
        Err(_) => Amount::ZERO,
    };
    let (position, today) = (row.position.clone(), row.today);
    Ok(LoanPageView {
        loan: LoanView::of(row),
        position,
        today,
        wallet_balance,
        repayments: repayments.map(RepaymentView::of),
        request_no: new_request_no(),
    })
}

/// A page of the visitor's loans.
pub async fn book(filter: LoanFilter, after: Option<String>) -> Answer<Page<LoanView>> {
    use super::server::{Told, db, page, reader};
    Ok(services::loan::book(&db(), &reader()?, filter, page(after)).await.told()?.map(LoanView::of))
}

/// A page of repayments that the visitor may see.
pub async fn repayments(filter: RepaymentFilter, after: Option<String>) -> Answer<Page<RepaymentView>> {
    use super::server::{Told, db, page, reader};
    Ok(services::repayment::repayments(&db(), &reader()?, filter, page(after)).await.told()?.map(RepaymentView::of))
}

/// Asks for a quote and goes to it. `choice` is `due`, `all` or `part`.
#[server(endpoint = "repayment/quote")]
pub async fn quote_repayment(request_no: String, loan: String, choice: String, amount: String) -> Answer<()> {
    use super::server::{self, Told, bad_field, db, id, writer};
    use domain::repayment::RepaymentChoice;
    use services::repayment::QuoteCommand;
    let choice = match choice.as_str() {
        "due" => RepaymentChoice::Due,
        "all" => RepaymentChoice::All,
        "part" => RepaymentChoice::Part(server::amount(&amount)?),
        _ => return Err(bad_field("request.unreadable")),
    };
    let command = QuoteCommand { loan: id(&loan)?, choice };
    let quote = services::repayment::quote(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/agent/quotes/{}", quote.id));
    Ok(())
}

pub async fn quote(quote: String) -> Answer<QuoteView> {
    use super::server::{Told, db, id, instant, new_request_no, reader};
    let (db, context) = (db(), reader()?);
    let quote = services::repayment::find_quote(&db, &context, id(&quote)?).await.told()?;
    let row = services::loan::loan(&db, &context, quote.loan).await.told()?;
    let (position, today) = (row.position.clone(), row.today);
    let same = position.allocate(quote.as_of, quote.amount).is_ok_and(|now| now == quote.allocation);
    Ok(QuoteView {
        stale: !same || quote.as_of != today || db.now() > quote.expires_at,
        id: quote.id.to_string(),
        loan: LoanView::of(row),
        position,
        amount: quote.amount,
        as_of: quote.as_of,
        allocation: quote.allocation,
        expires_at: instant(quote.expires_at),
        wallet_balance: services::wallet::wallet(&db, &context, None).await.told()?.balance,
        request_no: new_request_no(),
    })
}

/// Pays a quote and goes to the loan.
#[server(endpoint = "repayment/repay")]
pub async fn repay(request_no: String, quote: String, loan: String) -> Answer<()> {
    use super::server::{Told, db, id, writer};
    let loan: domain::id::LoanId = id(&loan)?;
    services::repayment::repay(&db(), &writer(&request_no)?, id(&quote)?).await.told()?;
    leptos_axum::redirect(&format!("/agent/loans/{loan}?paid"));
    Ok(())
}
