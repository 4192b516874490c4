//! [`Month`]: a calendar month.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::Date;

use crate::{calendar::add_months, width::half};

/// A calendar month of the years 2000 to 2100. Text form: `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// The text is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month")]
pub struct MonthError;

impl Month {
    #[must_use]
    pub fn containing(date: Date) -> Self {
        Self(date.replace_day(1).unwrap_or(date))
    }

    #[must_use]
    pub const fn first_day(self) -> Date {
        self.0
    }

    #[must_use]
    pub fn last_day(self) -> Date {
        self.after().0.previous_day().unwrap_or(self.0)
    }

    /// The month before; the first of all is its own.
    #[must_use]
    pub fn before(self) -> Self {
        self.0.previous_day().map_or(self, Self::containing)
    }

    /// The month after; the last of all is its own.
    #[must_use]
    pub fn after(self) -> Self {
        add_months(self.0, 1).map_or(self, Self)
    }

    /// Counts months since the year zero, so that neighbours differ by one: October 2026 is 24,321.
    #[must_use]
    pub fn index(self) -> i32 {
        let month = i32::from(u8::from(self.0.month()));
        self.0.year().saturating_mul(12).saturating_add(month).saturating_sub(1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), u8::from(self.0.month()))
    }
}

impl FromStr for Month {
    type Err = MonthError;

    /// Reads `2026-10`, `2026/10`, `2026.10`, `202610`, `2026年10月`, and any day of the month, as a workbook gives a
    /// cell that is formatted as a month: `2026-10-01`.
    fn from_str(text: &str) -> Result<Self, MonthError> {
        let text = text.trim();
        let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
        let text = text.strip_suffix(['月', '日', '号']).unwrap_or(text);
        let plain: String = text
            .chars()
            .map(|character| match half(character) {
                '/' | '.' | '年' | '月' => '-',
                other => other,
            })
            .collect();
        let mut parts = plain.split('-').map(str::trim);
        let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(MonthError);
        }
        if let Some(month) = month {
            return from_parts(year, month, day.unwrap_or("1"));
        }
        let (year, rest) = year.split_at_checked(4).ok_or(MonthError)?;
        let (month, day) = rest.split_at_checked(2).ok_or(MonthError)?;
        from_parts(year, month, if day.is_empty() { "1" } else { day })
    }
}

fn from_parts(year: &str, month: &str, day: &str) -> Result<Month, MonthError> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || month.len() > 2 || day.len() > 2 || !digits(year) || !digits(month) || !digits(day) {
        return Err(MonthError);
    }
    let year: i32 = year.parse().map_err(|_| MonthError)?;
    let month: u8 = month.parse().map_err(|_| MonthError)?;
    let day: u8 = day.parse().map_err(|_| MonthError)?;
    if !(2000..=2100).contains(&year) {
        return Err(MonthError);
    }
    let month = time::Month::try_from(month).map_err(|_| MonthError)?;
    Date::from_calendar_date(year, month, day).map(Month::containing).map_err(|_| MonthError)
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_is_read_as_people_and_workbooks_write_it() {
        for text in [
            "2026-10",
            "2026/10",
            "2026.10",
            "202610",
            "20261031",
            "2026年10月",
            "2026年10月31日",
            "２０２６年１０月",
            " 2026-10-01 ",
            "2026-10-01 00:00:00",
            "2026/10/1",
        ] {
            assert_eq!(text.parse::<Month>().map(|month| month.to_string()), Ok("2026-10".to_owned()), "{text}");
        }
        assert_eq!("2026-3".parse::<Month>().unwrap().to_string(), "2026-03");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in [
            "",
            "2026",
            "2026-",
            "2026-13",
            "2026-00",
            "26-10",
            "2026-2-30",
            "1999-12",
            "2101-01",
            "2026-1-1-1",
            "46296",
            "Oct-26",
            "2026-+1",
            "十月",
            "2026--10",
            "2026010101",
        ] {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
    }

    #[test]
    fn neighbours_differ_by_one() {
        let index = |text: &str| text.parse::<Month>().unwrap().index();
        assert_eq!(index("2026-10"), 24_321);
        assert_eq!(index("2027-01") - index("2026-12"), 1);
    }

    #[test]
    fn a_month_ends_on_the_day_before_the_next() {
        for (month, last) in [("2026-10", "2026-10-31"), ("2028-02", "2028-02-29"), ("2026-12", "2026-12-31")] {
            assert_eq!(month.parse::<Month>().unwrap().last_day().to_string(), last);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn any_text_is_a_month_that_reads_back_or_an_error(text in "\\PC{0,20}|20[0-9]{2}[-/.年]?[0-9]{1,2}[月-]?[0-9]{0,2}") {
            if let Ok(month) = text.parse::<Month>() {
                prop_assert_eq!(month.to_string().parse::<Month>(), Ok(month));
                prop_assert_eq!(month.first_day().day(), 1);
            }
        }
    }
}
