//! Loans.

use domain::{
    Amount,
    id::LoanId,
    loan::{LoanMark, LoanState},
    position::Position,
};
use services::{
    loan::{LoanFilter, fact::Recorded},
    page::Page,
    repayment::RepaymentFilter,
};

use super::{
    Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, repayment::RepaymentView,
};

/// A debt as of the open business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanView {
    pub id: String,
    pub reference: String,
    pub draw: String,
    pub agent: String,
    pub agent_name: String,
    pub funder: String,
    pub funder_name: String,
    /// Whom it is owed to: the funder, until it is transferred.
    pub holder_name: String,
    /// Whether that is another than its funder.
    pub transferred: bool,
    /// When it changed hands last; empty where it never did.
    pub held_since: String,
    pub principal: Amount,
    pub outstanding: Amount,
    /// Of the principal, what need not be paid.
    pub waived: Amount,
    pub terms: domain::terms::LoanTerms,
    pub credited_on: String,
    pub state: LoanState,
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

/// A loan's page: the position itself, so that the browser previews with the function that settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanPageView {
    pub loan: LoanView,
    pub position: Position,
    pub today: time::Date,
    pub wallet_balance: Amount,
    /// The newest first.
    pub repayments: Page<RepaymentView>,
    /// The newest first.
    pub facts: Vec<LoanFactView>,
    /// While there is one, nobody debits a card for it.
    pub marks: Vec<LoanMark>,
    /// The oldest first.
    pub certificates: Vec<CertificateView>,
    pub request_no: String,
}

/// The certificate of one settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateView {
    pub number: String,
    pub settled_at: String,
    /// Empty while it is valid.
    pub void_since: String,
}

impl CertificateView {
    #[must_use]
    pub fn is_void(&self) -> bool {
        !self.void_since.is_empty()
    }
}

/// The certificates of a loan, the oldest first.
pub async fn certificates(loan: LoanId) -> Answer<Vec<CertificateView>> {
    let rows = services::loan::certificates(&db(), &reader()?, loan).await.told()?;
    Ok(rows
        .into_iter()
        .map(|row| CertificateView {
            number: row.number,
            settled_at: instant(row.settled_at),
            void_since: row.void_since.map(instant).unwrap_or_default(),
        })
        .collect())
}

/// What was recorded of a loan beside its repayments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanFactView {
    pub id: String,
    pub recorded: Recorded,
    pub value_on: String,
    pub recorded_on: String,
    /// For the institution and the funder.
    pub recorded_by: String,
    pub evidence: String,
    pub undone: bool,
    /// The number of the repayment that it undoes; empty for all else.
    pub repayment: String,
}

/// The facts of a loan, the newest first. Its agent is not told who of the institution wrote what.
pub async fn loan_facts(loan: LoanId) -> Answer<Vec<LoanFactView>> {
    let (db, context) = (db(), reader()?);
    let own = context.shop::<services::error::Never>().is_ok();
    let rows = services::correction::loan_facts(&db, &context, loan).await.told()?;
    let told = |text: String| if own { String::new() } else { text };
    Ok(rows
        .into_iter()
        .map(|row| LoanFactView {
            id: row.id.to_string(),
            recorded: row.recorded,
            value_on: row.value_on.to_string(),
            recorded_on: row.recorded_on.to_string(),
            recorded_by: told(row.recorded_by),
            evidence: told(row.evidence),
            undone: row.undone,
            repayment: row.repayment.unwrap_or_default(),
        })
        .collect())
}

impl LoanView {
    pub fn of(row: services::loan::LoanRow) -> Self {
        let quote = row.position.quote(row.today);
        let next = row.position.next_due(row.today);
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            draw: row.draw.to_string(),
            agent: row.agent.to_string(),
            agent_name: row.agent_name,
            funder: row.funder.to_string(),
            funder_name: row.funder_name,
            transferred: row.holder != row.funder,
            holder_name: row.holder_name,
            held_since: row.held_since.map(|on| on.to_string()).unwrap_or_default(),
            principal: row.principal,
            outstanding: row.outstanding,
            waived: row.position.principal_waived(),
            credited_on: row.credited_on.to_string(),
            state: row.state,
            overdue_days: row.state.days_overdue(row.today),
            due_on: row.position.first_unpaid().map(|(on, _)| on.to_string()).unwrap_or_default(),
            next_due_on: next.map(|(on, _)| on.to_string()).unwrap_or_default(),
            next_due: next.map(|(_, amount)| amount).unwrap_or_default(),
            due_today: quote.due_total(),
            payoff: quote.payoff_total(),
            terms: row.terms,
        }
    }
}

/// One loan, with a page of what was paid of it.
pub async fn loan(loan: String, after: Option<String>) -> Answer<LoanPageView> {
    let (db, context, id) = (db(), reader()?, id(&loan)?);
    let row = services::loan::loan(&db, &context, id).await.told()?;
    let filter = RepaymentFilter::Loan(id);
    let repayments = services::repayment::repayments(&db, &context, filter, page(after)).await.told()?;
    let wallet_balance = match context.shop::<services::error::Never>() {
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
        facts: loan_facts(id).await?,
        marks: services::loan::marks(&db, &context, id).await.told()?,
        certificates: certificates(id).await?,
        request_no: new_request_no(),
    })
}

/// A page of the visitor's loans, as it is asked for.
pub async fn book(filter: LoanFilter, query: NarrowQuery, after: Option<String>) -> Answer<Page<LoanView>> {
    let list = query.read(filter)?;
    Ok(services::loan::book(&db(), &reader()?, list, page(after)).await.told()?.map(LoanView::of))
}
