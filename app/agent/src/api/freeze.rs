//! What keeps the agent's wallet frozen.

use domain::{Amount, freeze::FreezeReason, repayment::RepaymentCause, terms::UnfreezeWhen};
use parts::api::{Answer, Told, db, reader};
use services::{
    business_day::business_date,
    home::TOLD_FOR_DAYS,
    loan::LoanFilter,
    page::PageRequest,
    repayment::{TakenRow, taken},
};
use time::Duration;

/// The freezes that stand, and what ends the one for what is overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenView {
    pub freezes: Vec<FreezeView>,
    /// What has to be paid today so that nothing of it is left, over all loans.
    pub clears: Amount,
    /// Whether that settles loans, because their terms want it so.
    pub settles: bool,
    /// What was taken for what is overdue, the newest first.
    pub taken: Vec<TakenView>,
}

/// What the wallet has paid by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenView {
    pub on: String,
    pub amount: Amount,
    pub loan: String,
    pub loan_reference: String,
}

impl TakenView {
    fn of(row: TakenRow) -> Self {
        Self {
            on: row.on.to_string(),
            amount: row.amount,
            loan: row.loan.to_string(),
            loan_reference: row.loan_reference.to_string(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeView {
    pub reason: FreezeReason,
    /// The court with its case number, or the funder, that asked for it; may be empty.
    pub asked_by: String,
    pub since: String,
    /// What a court holds.
    pub amount: Option<Amount>,
    /// What of it is there.
    pub held: Option<Amount>,
    /// The last day; empty where it has none.
    pub until: String,
}

/// What was taken of late for loans that were overdue and are not any more, the newest first. Nothing while the wallet is frozen for
/// what is overdue, of which that card tells.
pub async fn taken_lately(frozen: Option<&FrozenView>) -> Answer<Vec<TakenView>> {
    if frozen.is_some_and(|view| view.freezes.iter().any(|item| item.reason == FreezeReason::Overdue)) {
        return Ok(Vec::new());
    }
    let (db, context) = (db(), reader()?);
    let today = business_date(&db, &context).await.told()?;
    let since = today.saturating_sub(Duration::days(i64::from(TOLD_FOR_DAYS) - 1));
    let mut paid = taken(&db, &context, since).await.told()?;
    let swept = paid.iter().filter(|row| row.cause == RepaymentCause::Swept).map(|row| row.loan).collect::<Vec<_>>();
    paid.retain(|row| swept.contains(&row.loan));
    Ok(paid.into_iter().map(TakenView::of).collect())
}

/// None while nothing is frozen.
pub async fn frozen() -> Answer<Option<FrozenView>> {
    let (db, context) = (db(), reader()?);
    let rows = services::freeze::own_freezes(&db, &context).await.told()?;
    if rows.is_empty() {
        return Ok(None);
    }
    let owed = services::loan::book(&db, &context, LoanFilter::Open, PageRequest::FIRST).await.told()?.rows;
    let settles = owed.iter().any(|loan| loan.terms.unfreeze_when == UnfreezeWhen::AllSettled);
    let clears = owed.iter().map(|loan| {
        let quote = loan.position.quote(loan.today);
        // What is too little to be overdue, or is in its days of grace, keeps nothing frozen.
        let overdue = loan.state.overdue_since().map_or(Amount::ZERO, |_| quote.overdue_total());
        loan.terms.unfreeze_when.clears(overdue, quote.payoff_total())
    });
    let clears = clears.sum();
    let taken = match rows.iter().find(|row| row.reason == FreezeReason::Overdue) {
        Some(overdue) => {
            let paid = taken(&db, &context, overdue.ordered_on).await.told()?;
            paid.into_iter().map(TakenView::of).collect()
        }
        None => Vec::new(),
    };
    let freezes = rows.into_iter().map(|row| FreezeView {
        reason: row.reason,
        asked_by: row.asked_by,
        since: row.ordered_on.to_string(),
        amount: row.amount,
        held: row.held,
        until: row.expires_on.map(|on| on.to_string()).unwrap_or_default(),
    });
    Ok(Some(FrozenView { freezes: freezes.collect(), clears, settles, taken }))
}
