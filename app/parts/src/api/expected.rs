//! What is to come in, by day and by week, beside what past weeks have brought.

use domain::{Amount, role::Party};
use services::loan::{ExpectedDay, PastWeek};
use time::Duration;

use super::{Answer, Told, db, reader};

/// How many days are told one by one.
const DAY_BY_DAY: usize = 30;

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

/// Seven days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekView {
    pub from: String,
    pub to: String,
    pub due: Amount,
    /// Of a week that is over.
    pub received: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedView {
    /// It is the institution that asks: what comes in is to be paid out.
    pub of_institution: bool,
    /// How many loans have something unpaid from before today, and how much in all.
    pub late: (i64, Amount),
    /// The next 30 days.
    pub days: Vec<ExpectedDayView>,
    /// Those that are over, then those that are to come, the first of which begins today.
    pub weeks: Vec<WeekView>,
}

impl ExpectedView {
    /// What falls due in the weeks that are to come.
    #[must_use]
    pub fn all(&self) -> Amount {
        self.weeks.iter().filter(|week| week.received.is_none()).map(|week| week.due).sum()
    }

    /// Whether there is anything to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = |week: &WeekView| week.due.is_zero() && week.received.is_none_or(Amount::is_zero);
        self.weeks.iter().all(nothing)
    }
}

pub async fn expected() -> Answer<ExpectedView> {
    let context = reader()?;
    let expected = services::loan::expected(&db(), &context).await.told()?;
    let days = expected.days.iter().take(DAY_BY_DAY).scan(Amount::ZERO, |until, day| {
        *until = until.plus(day.amount);
        Some(ExpectedDayView {
            on: day.on.to_string(),
            weekday: day.on.weekday().number_from_monday(),
            loans: day.loans,
            amount: day.amount,
            until: *until,
        })
    });
    let weeks = expected.past.iter().map(past).chain(expected.days.chunks(7).filter_map(coming));
    Ok(ExpectedView {
        of_institution: context.party() == Party::Institution,
        late: expected.late,
        days: days.collect(),
        weeks: weeks.collect(),
    })
}

fn past(week: &PastWeek) -> WeekView {
    WeekView {
        from: week.from.to_string(),
        to: (week.from + Duration::days(6)).to_string(),
        due: week.due,
        received: Some(week.received),
    }
}

fn coming(days: &[ExpectedDay]) -> Option<WeekView> {
    Some(WeekView {
        from: days.first()?.on.to_string(),
        to: days.last()?.on.to_string(),
        due: days.iter().map(|day| day.amount).sum(),
        received: None,
    })
}
