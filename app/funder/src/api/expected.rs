//! What comes in, day by day.

use domain::Amount;
use parts::api::{Answer, Told, db, reader};

/// What falls due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedDayView {
    pub on: String,
    /// Monday is 1.
    pub weekday: u8,
    pub loans: i64,
    pub amount: Amount,
    /// From today to this day.
    pub until: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedView {
    pub late: (i64, Amount),
    pub days: Vec<ExpectedDayView>,
}

pub async fn expected() -> Answer<ExpectedView> {
    let expected = services::loan::expected(&db(), &reader()?).await.told()?;
    let days = expected.days.iter().scan(Amount::ZERO, |until, day| {
        *until = until.plus(day.amount);
        Some(ExpectedDayView {
            on: day.on.to_string(),
            weekday: day.on.weekday().number_from_monday(),
            loans: day.loans,
            amount: day.amount,
            until: *until,
        })
    });
    Ok(ExpectedView { late: expected.late, days: days.collect() })
}
