//! One loan of the funder's.

use parts::api::{
    Answer, Told, db, id,
    loan::{LoanPageView, loan as find},
    reader,
};
use services::timeline::TimelineStep;

/// One loan, with what has happened to it, the oldest first.
pub async fn loan(loan: String, after: Option<String>) -> Answer<(LoanPageView, Vec<TimelineStep>)> {
    let steps = services::loan::timeline(&db(), &reader()?, id(&loan)?).await.told()?;
    Ok((find(loan, after).await?, steps))
}
