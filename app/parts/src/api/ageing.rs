//! How the loans of a funder, or all of them, stand and have moved: by age, from class to class, by month of credit.

use domain::{
    Amount,
    ageing::{Age, Roll},
    vintage::Vintage,
};
use services::loan::{AgeRow, RollMonth};

use super::{Answer, Told, date, db, reader};

/// The loans of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeView {
    pub age: Age,
    pub loans: u32,
    pub outstanding: Amount,
}

impl AgeView {
    #[must_use]
    pub const fn of(row: AgeRow) -> Self {
        let AgeRow { age, loans, outstanding } = row;
        Self { age, loans, outstanding }
    }
}

/// The running loans by age on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeingView {
    pub on: String,
    /// The date is over: this is what was known at its close.
    pub closed: bool,
    /// The open business date.
    pub today: String,
    pub ages: Vec<AgeView>,
}

/// What became in a month of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollMonthView {
    pub month: String,
    pub rolls: Vec<Roll>,
}

/// The running loans by age: now, or at the close of a past date. None that is to come has any.
pub async fn ageing(on: Option<String>) -> Answer<AgeingView> {
    let (db, context) = (db(), reader()?);
    let asked = on.map(|text| date(&text)).transpose()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let past = asked.filter(|on| *on < today);
    let ages = match past {
        Some(on) => services::loan::ageing_at(&db, &context, on).await.told()?,
        None => services::loan::portfolio(&db, &context).await.told()?.ages,
    };
    Ok(AgeingView {
        on: past.unwrap_or(today).to_string(),
        closed: past.is_some(),
        today: today.to_string(),
        ages: ages.map(AgeView::of).to_vec(),
    })
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
