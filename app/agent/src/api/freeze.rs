//! What keeps the agent's wallet frozen.

use domain::{Amount, freeze::FreezeReason};
use parts::api::{Answer, Told, db, reader};
use services::{loan::LoanFilter, page::PageRequest};

/// The freezes that stand, and what ends the one for what is overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenView {
    pub freezes: Vec<FreezeView>,
    /// What is overdue today, over all loans.
    pub clears: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeView {
    pub reason: FreezeReason,
    pub since: String,
    /// What a court holds.
    pub amount: Option<Amount>,
    /// The last day; empty where it has none.
    pub until: String,
}

/// None while nothing is frozen.
pub async fn frozen() -> Answer<Option<FrozenView>> {
    let (db, context) = (db(), reader()?);
    let rows = services::freeze::own_freezes(&db, &context).await.told()?;
    if rows.is_empty() {
        return Ok(None);
    }
    let late = services::loan::book(&db, &context, LoanFilter::Overdue, PageRequest::FIRST).await.told()?.rows;
    let clears = late.iter().map(|loan| loan.position.quote(loan.today).overdue_total()).sum();
    let freezes = rows.into_iter().map(|row| FreezeView {
        reason: row.reason,
        since: row.ordered_on.to_string(),
        amount: row.amount,
        until: row.expires_on.map(|on| on.to_string()).unwrap_or_default(),
    });
    Ok(Some(FrozenView { freezes: freezes.collect(), clears }))
}
