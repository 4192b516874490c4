//! The plan of a loan: what falls due, and when.

use rust_decimal::{Decimal, MathematicalOps, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    calendar::{Calendar, add_days, add_months, days_between, iso_date},
    terms::{DayCount, HolidayRule, LoanTerms, RepaymentMethod, Tenor, TermsRefusal},
};

/// Time is counted in twelfths of a day, in which a day (12), a year (12 × basis) and a twelfth of a year (basis) are
/// all whole. Principal × time, in fen × twelfths of a day, is therefore whole too, and adds up without any rounding.
const TWELFTHS_PER_DAY: i64 = 12;

const ONE_FEN: Amount = Amount::from_fen(1);

/// Why a computation has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MathError {
    /// An amount is not positive or above [`Amount::MAX`], a date lies beyond year 9999, or a result beyond its type.
    #[error("the result is out of range")]
    OutOfRange,
    #[error(transparent)]
    Terms(#[from] TermsRefusal),
}

impl MathError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange => "math.out_of_range",
            Self::Terms(refusal) => refusal.code(),
        }
    }
}

/// One period of a loan and what is to be paid at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    /// Counts from 1.
    pub number: u32,
    /// The first day that bears interest.
    #[serde(with = "iso_date")]
    pub opens_on: Date,
    /// The first day that bears none.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    pub principal: Amount,
    pub interest: Amount,
}

impl Instalment {
    /// Principal and interest.
    #[must_use]
    pub fn total(&self) -> Amount {
        self.principal.plus(self.interest)
    }

    /// What the whole period costs, in twelfths of a day: its days, or a twelfth of a year for the equal methods.
    pub(crate) fn whole_time(&self, terms: &LoanTerms) -> i64 {
        if terms.method.charges_whole_months() { i64::from(terms.day_count.basis()) } else { self.days_to(self.due_on) }
    }

    /// What the period costs until a day, in twelfths of a day: the days passed, never more than the whole period's
    /// twelfth of a year for the equal methods. 10 days are 120; 31 days under `act_360` are 360 there, not 372.
    pub(crate) fn time_to(&self, terms: &LoanTerms, on: Date) -> i64 {
        let passed = self.days_to(on.min(self.due_on));
        if terms.method.charges_whole_months() { passed.min(i64::from(terms.day_count.basis())) } else { passed }
    }

    fn days_to(&self, on: Date) -> i64 {
        time_between(self.opens_on, on)
    }
}

/// From one day to another, in twelfths of a day; zero when the other is not later.
pub(crate) fn time_between(from: Date, to: Date) -> i64 {
    i64::from(days_between(from, to)).saturating_mul(TWELFTHS_PER_DAY)
}

/// Principal × time, in fen × twelfths of a day. The largest loan of the longest tenor is 1.3 × 10^17, so that only a
/// debt of 100 billion yuan that is overdue for two centuries would saturate.
pub(crate) fn weigh(principal: Amount, time: i64) -> i64 {
    principal.fen().saturating_mul(time)
}

/// Interest on principal × time, rounded half-up to the fen once.
///
/// 10,000.00 for 30 days weighs 1,000,000 × 360; at 0.144 and `act_360` it costs
/// 360,000,000 × 0.144 / (12 × 360) = 12,000 fen = 120.00.
pub(crate) fn interest_on(weight: i64, yearly: Decimal, day_count: DayCount) -> Amount {
    let year = Decimal::from(day_count.basis()).saturating_mul(Decimal::from(TWELFTHS_PER_DAY));
    let fen = Decimal::from(weight).saturating_mul(yearly);
    fen.checked_div(year.saturating_mul(Decimal::ONE_HUNDRED))
        .and_then(Amount::round_half_up)
        .unwrap_or(Amount::from_fen(i64::MAX))
}

/// The least principal × time of which [`interest_on`] makes this amount; nothing where nothing bears interest.
///
/// 120.00 at 0.144 and `act_360` is 12,000 × 12 × 360 / 0.144 = 360,000,000.
pub(crate) fn weight_of(interest: Amount, yearly: Decimal, day_count: DayCount) -> i64 {
    let year = Decimal::from(day_count.basis()).saturating_mul(Decimal::from(TWELFTHS_PER_DAY));
    let weight = Decimal::from(interest.fen()).saturating_mul(year).checked_div(yearly);
    weight.and_then(|weight| weight.ceil().to_i64()).unwrap_or(0)
}

/// When the periods of a loan end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDates {
    credited_on: Date,
    /// One for each period, ascending.
    due_on: Vec<Date>,
}

impl DueDates {
    /// As the terms alone say: a tenor's days after the credit, or the same day of each month, counted from the day of credit and
    /// never from the date before: a loan credited on 31 January is due on 28 February and on 31 March.
    ///
    /// # Errors
    /// When the terms do not fit together, or the calendar ends.
    pub fn unmoved(terms: &LoanTerms, credited_on: Date) -> Result<Self, MathError> {
        terms.check()?;
        let due_on: Option<Vec<Date>> = match terms.tenor {
            Tenor::Days(days) => add_days(credited_on, days).map(|due_on| vec![due_on]),
            Tenor::Months(months) => (1..=months).map(|number| add_months(credited_on, number)).collect(),
        };
        Ok(Self { credited_on, due_on: due_on.ok_or(MathError::OutOfRange)? })
    }

    /// As [`Self::unmoved`], and each moved as the terms' rule says of days that are not worked, none beyond the last day of the line.
    ///
    /// # Errors
    /// As [`Self::unmoved`].
    pub fn of(terms: &LoanTerms, credited_on: Date, calendar: &Calendar, last: Date) -> Result<Self, MathError> {
        let mut dates = Self::unmoved(terms, credited_on)?;
        // The first period lasts for the minimum days at least, every other for a day.
        let mut earliest = add_days(credited_on, terms.min_days.max(1)).ok_or(MathError::OutOfRange)?;
        for place in 0..dates.due_on.len() {
            let next = dates.due_on.get(place.saturating_add(1)).copied().unwrap_or(Date::MAX);
            let Some(due_on) = dates.due_on.get_mut(place) else { continue };
            let (on, back) = (calendar.worked_from(*due_on), calendar.worked_until(*due_on));
            let candidates = match terms.holiday_rule {
                HolidayRule::Stays => [None, None],
                HolidayRule::MovesOn => [on, back],
                HolidayRule::MovesBack => [back, on],
            };
            // Where holidays leave no such day, it stays: dates keep their order.
            let fits = |day: &Date| earliest <= *day && *day < next && *day <= last;
            *due_on = candidates.into_iter().flatten().find(fits).unwrap_or(*due_on);
            earliest = due_on.next_day().ok_or(MathError::OutOfRange)?;
        }
        Ok(dates)
    }

    /// As they were kept.
    #[must_use]
    pub const fn kept(credited_on: Date, due_on: Vec<Date>) -> Self {
        Self { credited_on, due_on }
    }

    #[must_use]
    pub const fn credited_on(&self) -> Date {
        self.credited_on
    }

    #[must_use]
    pub fn due_on(&self) -> &[Date] {
        &self.due_on
    }
}

/// The instalments of a loan, oldest first.
///
/// - bullet: 50,000.00 at 0.144 and `act_360` for 14 days costs 50,000.00 × 0.144 × 14 / 360 = 280.00;
/// - equal principal: 100.00 in 6 is 16.66 each and 16.70 with the last;
/// - equal instalments: 8,888.88 at 0.0720 in 6 is 8,888.88 × 0.006 / (1 − 1.006^−6) = 1,512.75 each.
///
/// It ends where the money is repaid: 0.20 in 36 equal parts is 0.01 twenty times, and nothing falls due after that.
///
/// # Errors
/// When the terms do not fit together, or the principal is not positive or above [`Amount::MAX`].
pub fn plan(principal: Amount, terms: &LoanTerms, dates: &DueDates) -> Result<Vec<Instalment>, MathError> {
    terms.check()?;
    if !principal.is_positive() || principal > Amount::MAX {
        return Err(MathError::OutOfRange);
    }
    let opens_on = std::iter::once(&dates.credited_on).chain(&dates.due_on);
    let mut instalments: Vec<Instalment> = (1..)
        .zip(opens_on.zip(&dates.due_on))
        .map(|(number, (opens_on, due_on))| Instalment {
            number,
            opens_on: *opens_on,
            due_on: *due_on,
            principal: Amount::ZERO,
            interest: Amount::ZERO,
        })
        .collect();
    amortise(principal, terms, &mut instalments.iter_mut().collect::<Vec<_>>())?;
    instalments.truncate(carrying(&instalments, Instalment::total));
    Ok(instalments)
}

/// How many of the rows there are up to the last one that carries anything.
pub(crate) fn carrying<T>(rows: &[T], total: impl Fn(&T) -> Amount) -> usize {
    rows.iter().rposition(|row| total(row).is_positive()).map_or(0, |last| last.saturating_add(1))
}

/// Spreads outstanding principal over whole periods, and sets the interest of each. A level part is a fen at least, so
/// that money too little for all periods is repaid in the first of them and the others carry nothing.
pub(crate) fn amortise(
    mut outstanding: Amount,
    terms: &LoanTerms,
    instalments: &mut [&mut Instalment],
) -> Result<(), MathError> {
    let count = u32::try_from(instalments.len()).map_err(|_| MathError::OutOfRange)?;
    let level = match terms.method {
        RepaymentMethod::Bullet | RepaymentMethod::InterestMonthly => Some(Amount::ZERO),
        RepaymentMethod::EqualPrincipal => outstanding.split_floor(count).map(|part| part.max(ONE_FEN)),
        RepaymentMethod::EqualInstalments => {
            annuity(outstanding, terms.annual_rate.fraction(), count).map(|part| part.max(ONE_FEN))
        }
    }
    .ok_or(MathError::OutOfRange)?;
    let mut periods_left = count;
    for instalment in instalments {
        let weight = weigh(outstanding, instalment.whole_time(terms));
        instalment.interest = interest_on(weight, terms.annual_rate.fraction(), terms.day_count);
        instalment.principal = match terms.method {
            _ if periods_left == 1 => outstanding,
            RepaymentMethod::EqualInstalments => level.less(instalment.interest).min(outstanding),
            _ => level.min(outstanding),
        };
        outstanding = outstanding.less(instalment.principal);
        periods_left = periods_left.saturating_sub(1);
    }
    Ok(())
}

/// The equal instalment, rounded half-up: P × i / (1 − (1 + i)^−n) with i = rate / 12, and P / n without interest.
/// `None` when out of range.
fn annuity(principal: Amount, yearly: Decimal, count: u32) -> Option<Amount> {
    let principal = principal.to_decimal();
    if yearly.is_zero() {
        return Amount::round_half_up(principal.checked_div(Decimal::from(count))?);
    }
    let monthly = yearly.checked_div(Decimal::from(12))?;
    let growth = monthly.checked_add(Decimal::ONE)?.checked_powu(u64::from(count))?;
    let factor = monthly.checked_mul(growth)?.checked_div(growth.checked_sub(Decimal::ONE)?)?;
    Amount::round_half_up(principal.checked_mul(factor)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn terms(method: RepaymentMethod, rate: &str, tenor: &str) -> LoanTerms {
        LoanTerms::new(rate.parse().unwrap(), DayCount::Act360, method, tenor.parse().unwrap())
    }

    fn plan(principal: Amount, terms: &LoanTerms, on: Date) -> Result<Vec<Instalment>, MathError> {
        super::plan(principal, terms, &DueDates::unmoved(terms, on)?)
    }

    #[test]
    fn the_worked_numbers_of_the_documentation_hold() {
        let bullet =
            plan("50000".parse().unwrap(), &terms(RepaymentMethod::Bullet, "0.144", "14d"), date!(2026 - 08 - 30));
        assert_eq!(bullet.unwrap()[0].interest.to_string(), "280.00");
        let equal =
            plan("100".parse().unwrap(), &terms(RepaymentMethod::EqualPrincipal, "0", "6m"), date!(2026 - 08 - 30));
        let parts: Vec<String> = equal.unwrap().iter().map(|part| part.principal.to_string()).collect();
        assert_eq!(parts, ["16.66", "16.66", "16.66", "16.66", "16.66", "16.70"]);
        assert_eq!(annuity("8888.88".parse().unwrap(), Decimal::new(72, 3), 6).unwrap().to_string(), "1512.75");
        assert_eq!(interest_on(360_000_000, Decimal::new(144, 3), DayCount::Act360).to_string(), "120.00");
    }

    #[test]
    fn due_dates_are_counted_from_the_day_of_credit() {
        let plan =
            plan(Amount::MAX, &terms(RepaymentMethod::EqualInstalments, "0.24", "3m"), date!(2026 - 01 - 31)).unwrap();
        let due: Vec<Date> = plan.iter().map(|part| part.due_on).collect();
        assert_eq!(due, [date!(2026 - 02 - 28), date!(2026 - 03 - 31), date!(2026 - 04 - 30)]);
        assert_eq!(plan.iter().map(|part| part.principal).sum::<Amount>(), Amount::MAX);
    }

    #[test]
    fn what_cannot_be_planned_is_refused() {
        let monthly = terms(RepaymentMethod::EqualPrincipal, "0.1", "6m");
        for (principal, terms, on, code) in [
            (Amount::ZERO, &monthly, date!(2026 - 01 - 31), "math.out_of_range"),
            (Amount::from_fen(-1), &monthly, date!(2026 - 01 - 31), "math.out_of_range"),
            (Amount::MAX.plus(Amount::from_fen(1)), &monthly, date!(2026 - 01 - 31), "math.out_of_range"),
            (Amount::MAX, &monthly, date!(9999 - 09 - 30), "math.out_of_range"),
            (Amount::MAX, &terms(RepaymentMethod::Bullet, "0.1", "6m"), date!(2026 - 01 - 31), "terms.tenor_unit"),
        ] {
            assert_eq!(plan(principal, terms, on).map_err(|error| error.code()), Err(code));
        }
    }

    #[test]
    fn an_instalment_is_written_with_readable_dates() {
        let plan =
            plan(Amount::from_fen(100), &terms(RepaymentMethod::Bullet, "0", "1d"), date!(2026 - 01 - 31)).unwrap();
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(
            text,
            r#"[{"number":1,"opens_on":"2026-01-31","due_on":"2026-02-01","principal":"1.00","interest":"0.00"}]"#
        );
        assert_eq!(serde_json::from_str::<Vec<Instalment>>(&text).unwrap(), plan);
    }
}
