//! How the loans of a funder, or all of them, stand and have moved: by age, from class to class, by month of credit.

use domain::{Amount, ageing::Roll, vintage::Vintage};
use services::loan::{Bucket, RollMonth};

use super::{Answer, Told, db, reader};

/// Loans by the days that their oldest unpaid instalment is overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeView {
    /// 0 is what is not overdue.
    pub from_days: u32,
    pub to_days: Option<u32>,
    pub loans: u32,
    pub outstanding: Amount,
}

impl AgeView {
    #[must_use]
    pub const fn of(bucket: Bucket) -> Self {
        let Bucket { from_days, to_days, loans, outstanding } = bucket;
        Self { from_days, to_days, loans, outstanding }
    }
}

/// What became in a month of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollMonthView {
    pub month: String,
    pub rolls: Vec<Roll>,
}

/// The running loans by age.
pub async fn ageing() -> Answer<Vec<AgeView>> {
    let portfolio = services::loan::portfolio(&db(), &reader()?).await.told()?;
    Ok(portfolio.buckets.into_iter().map(AgeView::of).collect())
}

/// The months in which there was anything to move, the latest first.
pub async fn roll_rates() -> Answer<Vec<RollMonthView>> {
    let rates = services::loan::roll_rates(&db(), &reader()?).await.told()?;
    let moved = |month: &RollMonth| month.rolls.iter().any(|roll| roll.opening.is_positive());
    let view = |month: RollMonth| RollMonthView { month: month.month.to_string(), rolls: month.rolls.to_vec() };
    Ok(rates.months.into_iter().filter(moved).map(view).collect())
}

/// The vintages, the oldest first.
pub async fn vintages() -> Answer<Vec<Vintage>> {
    Ok(services::loan::vintages(&db(), &reader()?).await.told()?.vintages)
}
