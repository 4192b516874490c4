//! Dates and times of tables: every form that has one meaning, whichever program wrote it, and those that have one once it
//! is known which part comes first.

use domain::{bank_layout::DateOrder, width};
use time::{Date, Month, Time};

/// The date, and the time of day where one is written behind it.
pub(crate) fn date(text: &str, order: DateOrder) -> Option<(Date, Option<Time>)> {
    let text = narrow(text);
    year_first(&text).or_else(|| year_last(&text, order))
}

/// The time of day, alone or behind a date; nothing when it is told without its seconds, which other readings of the
/// movement may have.
#[expect(clippy::option_option, reason = "no time, or a time that is not told to the second")]
pub(super) fn time(text: &str) -> Option<Option<Time>> {
    let text = narrow(text);
    clock(&text).or_else(|| {
        let (day, rest) = text.split_once([' ', 'T'])?;
        calendar_date(day).and_then(|_| clock(rest.trim()))
    })
}

fn narrow(text: &str) -> String {
    text.chars().map(width::half).collect::<String>().trim().to_owned()
}

/// A date that begins with its year has one meaning: `2026-11-05`, `2026/11/5`, `2026.11.5`, `2026年11月5日`,
/// `20261105`, each alone or before a time of day.
fn year_first(text: &str) -> Option<(Date, Option<Time>)> {
    let (day, time) = before_clock(text)?;
    Some((calendar_date(day)?, time))
}

/// A date that ends with its year: `5/11/2026` or `5 Nov 2026` where the day comes first, `11/5/2026` or `Nov 5 2026`
/// where the month does.
fn year_last(text: &str, order: DateOrder) -> Option<(Date, Option<Time>)> {
    let separator = text.chars().find(|character| [' ', '/', '-', '.'].contains(character))?;
    let mut parts = text.splitn(3, separator);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, month) = match order {
        DateOrder::YearFirst => return None,
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    let (year, time) = before_clock(rest)?;
    Some((from_parts(year, month, day)?, time))
}

/// What stands before a time of day, and the time.
fn before_clock(text: &str) -> Option<(&str, Option<Time>)> {
    match text.split_once([' ', 'T']) {
        Some((day, rest)) => Some((day, clock(rest.trim())?)),
        None => Some((text, None)),
    }
}

fn calendar_date(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_parts(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let (year, rest) = text.split_at_checked(4)?;
    let separator = rest.chars().next()?;
    let (month, day) = match separator {
        '-' | '/' | '.' => rest.strip_prefix(separator)?.split_once(separator)?,
        '年' => rest.strip_prefix(separator)?.strip_suffix(['日', '号'])?.split_once('月')?,
        _ => return None,
    };
    from_parts(year, month, day)
}

fn from_parts(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = match small_number(month, 1..=2) {
        Some(number) => Month::try_from(number).ok()?,
        None => named_month(month)?,
    };
    let century_and_year = (small_number(year.get(..2)?, 2..=2)?, small_number(year.get(2..)?, 2..=2)?);
    let year = i32::from(century_and_year.0) * 100 + i32::from(century_and_year.1);
    Date::from_calendar_date(year, month, small_number(day, 1..=2)?).ok()
}

/// `November`, or `Nov`.
fn named_month(text: &str) -> Option<Month> {
    (1..=12).filter_map(|number| Month::try_from(number).ok()).find(|month| {
        let name = month.to_string();
        name.eq_ignore_ascii_case(text) || name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(text))
    })
}

/// `9:31:05`, `09:31:05.250`, `9时31分05秒`, `093105`, and `9:31`, which does not tell the second.
#[expect(clippy::option_option, reason = "no time, or a time that is not told to the second")]
fn clock(text: &str) -> Option<Option<Time>> {
    let plain = text.strip_suffix('秒').map_or_else(|| text.to_owned(), |text| text.replace(['时', '分'], ":"));
    let mut parts = plain.split(':');
    let (hour, minute, second) = match (parts.next()?, parts.next(), parts.next(), parts.next()) {
        // A spreadsheet takes 093105 for a number, and drops its zero.
        (all, None, None, None) if (5..=6).contains(&all.len()) && all.is_ascii() => {
            let (hour, rest) = all.split_at(all.len() - 4);
            (hour, rest.get(..2)?, Some(rest.get(2..)?))
        }
        (hour, Some(minute), second, None) => (hour, minute, second),
        _ => return None,
    };
    let (hour, minute) = (small_number(hour, 1..=2)?, small_number(minute, 2..=2)?);
    let Some(second) = second else {
        return Time::from_hms(hour, minute, 0).ok().map(|_| None);
    };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Time::from_hms(hour, minute, small_number(second, 2..=2)?).ok().map(Some)
}

fn small_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u8> {
    let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;

    #[test]
    fn a_date_that_begins_with_its_year_is_read_in_every_form() {
        for text in [
            "2026-11-05",
            "2026-11-5",
            "2026/11/5",
            "2026.11.05",
            "2026年11月5日",
            "20261105",
            "２０２６／１１／５",
            " 2026-11-05 ",
        ] {
            assert_eq!(date(text, DateOrder::YearFirst), Some((date!(2026 - 11 - 05), None)), "{text}");
        }
        let morning = Some((date!(2026 - 11 - 05), Some(time!(9:31:05))));
        for text in ["2026/11/5 9:31:05", "2026-11-05T09:31:05", "2026年11月5日 9时31分05秒", "20261105 093105"] {
            assert_eq!(date(text, DateOrder::YearFirst), morning, "{text}");
        }
        assert_eq!(date("2026/11/5 9:31", DateOrder::YearFirst), Some((date!(2026 - 11 - 05), None)));
    }

    #[test]
    fn what_could_be_two_dates_or_none_is_refused() {
        for text in [
            "2026111",
            "202611",
            "5/11/2026",
            "05-11-2026",
            "26-11-05",
            "2026-13-01",
            "2026-02-30",
            "2026-11/05",
            "2026-11-05 soon",
            "2026-11-05 25:00:00",
            "2026年11月5",
            "2026--5",
            "45966",
            "#####",
            "",
            "٢٠٢٦-11-05",
        ] {
            assert_eq!(date(text, DateOrder::YearFirst), None, "{text}");
        }
    }

    #[test]
    fn a_date_that_ends_with_its_year_is_read_once_its_order_is_known() {
        let fifth = date!(2026 - 11 - 05);
        for text in ["05/11/2026", "5/11/2026", "5.11.2026", "05-11-2026", "5 Nov 2026", "05 november 2026"] {
            assert_eq!(date(text, DateOrder::DayFirst), Some((fifth, None)), "{text}");
        }
        for text in ["11/05/2026", "Nov 5 2026", "11/5/2026 9:31"] {
            assert_eq!(date(text, DateOrder::MonthFirst), Some((fifth, None)), "{text}");
        }
        assert_eq!(date("5 Nov 2026 9:31:05", DateOrder::DayFirst), Some((fifth, Some(time!(9:31:05)))));
        assert_eq!(date("2026-11-05", DateOrder::MonthFirst), Some((fifth, None)), "a year that comes first does so");
        for text in
            ["5/11/26", "5/13/2026", "31/11/2026", "5/11-2026", "5 Nox 2026", "5/11", "/11/2026", "5/11/2026 soon"]
        {
            assert_eq!(date(text, DateOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_with_or_without_its_zero_and_never_half() {
        for (text, read) in [
            ("09:31:05", Some(Some(time!(9:31:05)))),
            ("9:31:05", Some(Some(time!(9:31:05)))),
            ("０９：３１：０５", Some(Some(time!(9:31:05)))),
            ("09:31:05.250", Some(Some(time!(9:31:05)))),
            ("093105", Some(Some(time!(9:31:05)))),
            ("93105", Some(Some(time!(9:31:05)))),
            ("9时31分05秒", Some(Some(time!(9:31:05)))),
            ("9:31", Some(None)),
            ("0:04:10", Some(Some(time!(0:04:10)))),
            ("20261105 09:31:05", Some(Some(time!(9:31:05)))),
            ("9:5:3", None),
            ("24:00:00", None),
            ("9:31:05 PM", None),
            ("9:31:05.", None),
            ("410", None),
            ("9点", None),
            ("1:2:3:4", None),
            ("", None),
        ] {
            assert_eq!(time(text), read, "{text}");
        }
    }
}
