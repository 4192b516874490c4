//! Business dates of the Asia/Shanghai calendar.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, macros::offset};

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
    fn days_count_the_first_and_not_the_last() {
        assert_eq!(days_between(date!(2026 - 02 - 27), date!(2026 - 03 - 01)), 2);
        assert_eq!(days_between(date!(2026 - 03 - 01), date!(2026 - 02 - 27)), 0);
    }
}
