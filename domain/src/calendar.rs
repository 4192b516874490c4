//! Business dates of the Asia/Shanghai calendar, and which of them are worked.

mod list;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday, macros::offset};

pub use list::{CalendarDay, CalendarRefusal, MOST_DAYS, NAME_LIMIT, read_days};

// The form of dates is named, because time's own default form depends on which features a build turns on.
time::serde::format_description!(pub(crate) iso_date, Date, "[year]-[month]-[day]");

/// China keeps one offset all year, and has since 1991.
pub const CHINA: UtcOffset = offset!(+8);

/// The calendar date in China at an instant.
#[must_use]
pub fn date_in_china(at: OffsetDateTime) -> Date {
    at.to_offset(CHINA).date()
}

/// The same day `months` later, or that month's last day where there is none: 31 January + 1 month is 28 or 29
/// February. `None` beyond the calendar's end (year 9999).
#[must_use]
pub fn add_months(from: Date, months: u32) -> Option<Date> {
    let zero_based = u32::from(u8::from(from.month())).checked_sub(1)?.checked_add(months)?;
    let year = from.year().checked_add(i32::try_from(zero_based / 12).ok()?)?;
    let month = Month::try_from(u8::try_from(zero_based % 12).ok()?.checked_add(1)?).ok()?;
    Date::from_calendar_date(year, month, from.day().min(month.length(year))).ok()
}

/// `None` beyond the calendar's end.
#[must_use]
pub fn add_days(from: Date, days: u32) -> Option<Date> {
    from.checked_add(Duration::days(i64::from(days)))
}

/// Whole days from `from` to `to`: the first day counts, the last does not. Zero when `to` is not later.
#[must_use]
pub fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from(to.to_julian_day().saturating_sub(from.to_julian_day())).unwrap_or(0)
}

/// What the calendar says of a day that is not as its weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假: a holiday, whatever its weekday.
    Off,
    /// 调休上班: a Saturday or Sunday that is worked.
    Worked,
}

codes!(DayKind {
    Off => "off",
    Worked => "worked",
});

/// Working days: Monday to Friday but for holidays, and the weekend days that are worked instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar(BTreeMap<Date, DayKind>);

impl FromIterator<(Date, DayKind)> for Calendar {
    fn from_iter<I: IntoIterator<Item = (Date, DayKind)>>(days: I) -> Self {
        Self(days.into_iter().collect())
    }
}

impl Calendar {
    /// The days that are not as their weekday, in order.
    pub fn days(&self) -> impl Iterator<Item = (Date, DayKind)> {
        self.0.iter().map(|(on, kind)| (*on, *kind))
    }

    #[must_use]
    pub fn is_worked(&self, on: Date) -> bool {
        match self.0.get(&on) {
            Some(kind) => *kind == DayKind::Worked,
            None => !is_weekend(on),
        }
    }

    /// The first working day on or after one. `None` beyond the calendar's end.
    #[must_use]
    pub fn worked_from(&self, on: Date) -> Option<Date> {
        std::iter::successors(Some(on), |day| day.next_day()).find(|day| self.is_worked(*day))
    }

    /// The last working day on or before one.
    #[must_use]
    pub fn worked_until(&self, on: Date) -> Option<Date> {
        std::iter::successors(Some(on), |day| day.previous_day()).find(|day| self.is_worked(*day))
    }

    /// So many working days after a day: of none, the day itself.
    #[must_use]
    pub fn add_worked_days(&self, from: Date, days: u32) -> Option<Date> {
        (0..days).try_fold(from, |day, _| self.worked_from(day.next_day()?))
    }

    /// Whether anything is said of a year. No year of the People's Republic is without a holiday.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.0.keys().any(|day| day.year() == year)
    }
}

/// Whether a day is a Saturday or Sunday.
#[must_use]
pub fn is_weekend(on: Date) -> bool {
    matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A while that is doubled so many times, up to a longest one.
#[must_use]
pub fn doubled(first: Duration, times: u32, longest: Duration) -> Duration {
    first.checked_mul(2_i32.saturating_pow(times)).map_or(longest, |doubled| doubled.min(longest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_month_without_the_day_ends_on_its_last() {
        assert_eq!(add_months(date!(2026 - 01 - 31), 1), Some(date!(2026 - 02 - 28)));
        assert_eq!(add_months(date!(2028 - 01 - 31), 1), Some(date!(2028 - 02 - 29)));
        assert_eq!(add_months(date!(2026 - 01 - 31), 2), Some(date!(2026 - 03 - 31)));
        assert_eq!(add_months(date!(2026 - 11 - 20), 14), Some(date!(2028 - 01 - 20)));
        assert_eq!(add_months(date!(9999 - 12 - 31), 1), None);
    }

    #[test]
    fn a_late_evening_in_utc_is_the_next_day_in_china() {
        assert_eq!(date_in_china(datetime!(2026-11-19 16:00 UTC)), date!(2026 - 11 - 20));
        assert_eq!(date_in_china(datetime!(2026-11-19 15:59:59 UTC)), date!(2026 - 11 - 19));
    }

    #[test]
    fn weekends_and_holidays_are_off_and_made_up_days_are_worked() {
        let off = [date!(2027 - 02 - 05), date!(2027 - 02 - 08)].map(|day| (day, DayKind::Off));
        let calendar: Calendar = off.into_iter().chain([(date!(2027 - 02 - 14), DayKind::Worked)]).collect();
        for (on, until, from) in [
            (date!(2027 - 02 - 04), date!(2027 - 02 - 04), date!(2027 - 02 - 04)),
            (date!(2027 - 02 - 05), date!(2027 - 02 - 04), date!(2027 - 02 - 09)),
            (date!(2027 - 02 - 13), date!(2027 - 02 - 12), date!(2027 - 02 - 14)),
            (date!(2027 - 02 - 14), date!(2027 - 02 - 14), date!(2027 - 02 - 14)),
            (date!(2027 - 02 - 21), date!(2027 - 02 - 19), date!(2027 - 02 - 22)),
        ] {
            assert_eq!((calendar.worked_until(on), calendar.worked_from(on)), (Some(until), Some(from)), "{on}");
        }
        let after = |days| calendar.add_worked_days(date!(2027 - 02 - 04), days);
        assert_eq!([0, 1, 4, 5, 6].map(after), {
            [
                date!(2027 - 02 - 04),
                date!(2027 - 02 - 09),
                date!(2027 - 02 - 12),
                date!(2027 - 02 - 14),
                date!(2027 - 02 - 15),
            ]
            .map(Some)
        });
        assert!(calendar.knows(2027) && !calendar.knows(2028));
        assert_eq!(calendar.worked_from(Date::MAX), Some(Date::MAX));
    }

    #[test]
    fn days_count_the_first_and_not_the_last() {
        assert_eq!(days_between(date!(2026 - 02 - 27), date!(2026 - 03 - 01)), 2);
        assert_eq!(days_between(date!(2026 - 03 - 01), date!(2026 - 02 - 27)), 0);
    }
}
