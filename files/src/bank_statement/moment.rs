//! Dates and times of tables: every form that has one meaning, whichever program wrote it, and those that a mapping
//! describes.

use domain::width;
use time::format_description::{self, OwnedFormatItem};
use time::{Date, Month, PrimitiveDateTime, Time};

use super::{ColumnMapping, StatementError};

/// The forms that a mapping describes.
pub(super) struct Forms {
    dates: Vec<OwnedFormatItem>,
    times: Vec<OwnedFormatItem>,
}

impl Forms {
    pub fn of(mapping: &ColumnMapping) -> Result<Self, StatementError> {
        let parse = |described: &[String]| -> Result<Vec<OwnedFormatItem>, StatementError> {
            let parsed = described.iter().map(|form| format_description::parse_owned::<2>(&unpadded(form))).collect();
            let parsed: Result<_, _> = parsed;
            parsed.map_err(|error| StatementError::Mapping { mapping: mapping.name.clone(), detail: error.to_string() })
        };
        Ok(Self { dates: parse(&mapping.date_formats)?, times: parse(&mapping.time_formats)? })
    }

    /// The date, and the time of day where one is written behind it.
    pub fn date(&self, text: &str) -> Option<(Date, Option<Time>)> {
        let text = narrow(text);
        year_first(&text).or_else(|| {
            self.dates.iter().find_map(|form| match PrimitiveDateTime::parse(&text, form) {
                Ok(moment) => Some((moment.date(), Some(moment.time()))),
                Err(_) => Date::parse(&text, form).ok().map(|date| (date, None)),
            })
        })
    }

    /// The time of day; nothing when it is told without its seconds, which other readings of the movement may have.
    pub fn time(&self, text: &str) -> Option<Option<Time>> {
        let text = narrow(text);
        clock(&text).or_else(|| self.times.iter().find_map(|form| Time::parse(&text, form).ok()).map(Some))
    }
}

fn narrow(text: &str) -> String {
    text.chars().map(width::half).collect::<String>().trim().to_owned()
}

/// Spreadsheets drop the zero before a single digit. Where the parts have something between them, that changes nothing.
fn unpadded(form: &str) -> String {
    if form.contains("][") {
        return form.to_owned();
    }
    ["month", "day", "hour"]
        .iter()
        .fold(form.to_owned(), |form, part| form.replace(&format!("[{part}]"), &format!("[{part} padding:none]")))
}

/// A date that begins with its year has one meaning: `2026-11-05`, `2026/11/5`, `2026.11.5`, `2026年11月5日`,
/// `20261105`, each alone or before a time of day.
fn year_first(text: &str) -> Option<(Date, Option<Time>)> {
    let (day, rest) = text.split_once([' ', 'T']).map_or((text, None), |(day, rest)| (day, Some(rest.trim())));
    let date = calendar_date(day)?;
    let time = match rest {
        Some(rest) => clock(rest)?,
        None => None,
    };
    Some((date, time))
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
    let month = Month::try_from(small_number(month, 1..=2)?).ok()?;
    let century_and_year = (small_number(year.get(..2)?, 2..=2)?, small_number(year.get(2..)?, 2..=2)?);
    let year = i32::from(century_and_year.0) * 100 + i32::from(century_and_year.1);
    Date::from_calendar_date(year, month, small_number(day, 1..=2)?).ok()
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

    fn forms(dates: &[&str], times: &[&str]) -> Forms {
        let owned = |forms: &[&str]| forms.iter().map(|&form| form.to_owned()).collect();
        let mapping =
            ColumnMapping { date_formats: owned(dates), time_formats: owned(times), ..ColumnMapping::english() };
        Forms::of(&mapping).unwrap()
    }

    #[test]
    fn a_date_that_begins_with_its_year_is_read_in_every_form() {
        let forms = forms(&[], &[]);
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
            assert_eq!(forms.date(text), Some((date!(2026 - 11 - 05), None)), "{text}");
        }
        let morning = Some((date!(2026 - 11 - 05), Some(time!(9:31:05))));
        for text in ["2026/11/5 9:31:05", "2026-11-05T09:31:05", "2026年11月5日 9时31分05秒", "20261105 093105"] {
            assert_eq!(forms.date(text), morning, "{text}");
        }
        assert_eq!(forms.date("2026/11/5 9:31"), Some((date!(2026 - 11 - 05), None)));
    }

    #[test]
    fn what_could_be_two_dates_or_none_is_refused() {
        let forms = forms(&["[year][month][day]"], &[]);
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
            assert_eq!(forms.date(text), None, "{text}");
        }
    }

    #[test]
    fn a_described_form_may_lose_its_zeros_too() {
        let forms = forms(&["[day]/[month]/[year]", "[day] [month repr:short] [year]"], &["[hour] h [minute]"]);
        for text in ["05/11/2026", "5/11/2026", "5 Nov 2026", "05 Nov 2026"] {
            assert_eq!(forms.date(text), Some((date!(2026 - 11 - 05), None)), "{text}");
        }
        assert_eq!(forms.time("9 h 05"), Some(Some(time!(9:05))));
    }

    #[test]
    fn a_time_is_read_with_or_without_its_zero_and_never_half() {
        let forms = forms(&[], &[]);
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
            ("9:5:3", None),
            ("24:00:00", None),
            ("9:31:05 PM", None),
            ("9:31:05.", None),
            ("410", None),
            ("9点", None),
            ("1:2:3:4", None),
            ("", None),
        ] {
            assert_eq!(forms.time(text), read, "{text}");
        }
    }
}
