//! The list of days by which people change the calendar.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Calendar, DayKind, add_months, is_weekend, iso_date};

/// Days that one change may contain: several years'.
pub const MOST_DAYS: usize = 400;
/// Characters of a day's name.
pub const NAME_LIMIT: usize = 20;
/// How far ahead the calendar goes, in months: no loan runs for longer.
const FARTHEST_MONTHS: u32 = 48;
/// No holidays are longer, with the weekends at both ends.
const LONGEST_REST: usize = 16;

/// A day that is not as its weekday, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    #[serde(with = "iso_date")]
    pub on: Date,
    pub kind: DayKind,
    /// 春节, for instance; may be empty.
    pub name: String,
}

impl CalendarDay {
    /// Whether the calendar may say this of its day, whatever it says of others.
    ///
    /// # Errors
    /// When it is closed, is too far ahead, cannot be so, or has too long a name.
    pub fn check(&self, today: Date) -> Result<(), CalendarRefusal> {
        if self.name.chars().count() > NAME_LIMIT {
            return Err(CalendarRefusal::NameTooLong);
        }
        check_day(self.on, Some(self.kind), today)
    }
}

fn check_day(on: Date, kind: Option<DayKind>, today: Date) -> Result<(), CalendarRefusal> {
    let text = || on.to_string();
    if on < today {
        return Err(CalendarRefusal::Past { on: text() });
    }
    if on > add_months(today, FARTHEST_MONTHS).unwrap_or(Date::MAX) {
        return Err(CalendarRefusal::TooFar { on: text() });
    }
    if kind == Some(DayKind::Worked) && !is_weekend(on) {
        return Err(CalendarRefusal::WorkedAnyway { on: text() });
    }
    Ok(())
}

impl FromIterator<CalendarDay> for Calendar {
    fn from_iter<I: IntoIterator<Item = CalendarDay>>(days: I) -> Self {
        days.into_iter().map(|day| (day.on, day.kind)).collect()
    }
}

/// Why the calendar is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CalendarRefusal {
    #[error("no day is named")]
    Empty,
    #[error("more than {MOST_DAYS} days")]
    TooMany,
    #[error("line {line} is no day: {text}")]
    Unreadable { line: usize, text: String },
    #[error("{on} is there twice")]
    Twice { on: String },
    #[error("{on} is closed: what is past stays as it was")]
    Past { on: String },
    #[error("{on} is too far ahead")]
    TooFar { on: String },
    #[error("{on} is no Saturday or Sunday, and is worked anyway")]
    WorkedAnyway { on: String },
    #[error("a name has more than {NAME_LIMIT} characters")]
    NameTooLong,
    #[error("nobody works for more than {LONGEST_REST} days after {from}")]
    RestTooLong { from: String },
}

impl CalendarRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "calendar.empty",
            Self::TooMany => "calendar.too_many",
            Self::Unreadable { .. } => "calendar.unreadable",
            Self::Twice { .. } => "calendar.twice",
            Self::Past { .. } => "calendar.past",
            Self::TooFar { .. } => "calendar.too_far",
            Self::WorkedAnyway { .. } => "calendar.worked_anyway",
            Self::NameTooLong => "calendar.name_too_long",
            Self::RestTooLong { .. } => "calendar.rest_too_long",
        }
    }
}

/// Reads a list of days as people write it or copy it from a spreadsheet: a day on each line, its date, what it is and its name,
/// with commas, tabs or spaces in between. What it is, is `off` or `worked`, or 放假, 休, 上班, 班.
///
/// # Errors
/// The first line that is no day.
pub fn read_days(text: &str) -> Result<Vec<CalendarDay>, CalendarRefusal> {
    let mut days = Vec::new();
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    for (place, line) in lines.map(|(place, line)| (place, line.trim())).filter(|(_, line)| !line.is_empty()) {
        if days.len() >= MOST_DAYS {
            return Err(CalendarRefusal::TooMany);
        }
        days.push(read_day(line).ok_or_else(|| CalendarRefusal::Unreadable {
            line: place.saturating_add(1),
            text: line.chars().take(40).collect(),
        })?);
    }
    Ok(days)
}

fn read_day(line: &str) -> Option<CalendarDay> {
    let mut fields = line.split([',', '，', '\t', ' ', ';']).map(str::trim).filter(|field| !field.is_empty());
    let on = read_date(fields.next()?)?;
    let kind = DayKind::from_word(fields.next()?)?;
    Some(CalendarDay { on, kind, name: fields.collect::<Vec<_>>().join(" ") })
}

impl DayKind {
    /// What people write for it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "off" | "放假" | "休" | "休息" => Some(Self::Off),
            "worked" | "上班" | "班" | "调休上班" => Some(Self::Worked),
            _ => None,
        }
    }
}

/// 2027-02-05, 2027/2/5, 2027年2月5日.
fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.trim_end_matches('日').split(['-', '/', '年', '月', '.']);
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    if parts.next().is_some() || !(1900..=9999).contains(&year) {
        return None;
    }
    Date::from_calendar_date(year, month.try_into().ok()?, day).ok()
}

impl Calendar {
    /// The calendar with days changed: each to its kind, or back to its weekday. Only the open day and those to come change: the calendar
    /// in force at the close of a due date decides, and what is closed stays.
    ///
    /// # Errors
    /// The first day that cannot be changed so.
    pub fn changed(&self, today: Date, days: &[(Date, Option<DayKind>)]) -> Result<Self, CalendarRefusal> {
        let mut changed = self.clone();
        let mut seen = std::collections::BTreeSet::new();
        if days.is_empty() {
            return Err(CalendarRefusal::Empty);
        }
        for (on, kind) in days {
            if !seen.insert(on) {
                return Err(CalendarRefusal::Twice { on: on.to_string() });
            }
            check_day(*on, *kind, today)?;
            match kind {
                Some(kind) => changed.0.insert(*on, *kind),
                None => changed.0.remove(on),
            };
        }
        for (on, _) in days {
            let before = changed.worked_until(*on).unwrap_or(*on);
            let rest =
                std::iter::successors(before.next_day(), |day| day.next_day()).take(LONGEST_REST.saturating_add(1));
            if rest.take_while(|day| !changed.is_worked(*day)).count() > LONGEST_REST {
                return Err(CalendarRefusal::RestTooLong { from: before.to_string() });
            }
        }
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_list_is_read_as_people_write_it() {
        let text = "\u{feff}2027-02-05,off,春节\r\n\n2027/2/14\t上班\n2027年10月1日 放假 国庆节、中秋节\n2027-10-09，班，国庆调休";
        let read = read_days(text).unwrap();
        let told: Vec<_> = read.iter().map(|day| (day.on, day.kind, day.name.as_str())).collect();
        assert_eq!(
            told,
            [
                (date!(2027 - 02 - 05), DayKind::Off, "春节"),
                (date!(2027 - 02 - 14), DayKind::Worked, ""),
                (date!(2027 - 10 - 01), DayKind::Off, "国庆节、中秋节"),
                (date!(2027 - 10 - 09), DayKind::Worked, "国庆调休"),
            ]
        );
        assert_eq!(read_days(" \n"), Ok(Vec::new()));
    }

    #[test]
    fn a_line_that_is_no_day_is_named() {
        for line in [
            "2027-02-30,off",
            "2027-02-05",
            "2027-02-05 maybe",
            "27-2-5,off",
            "2027-02-05-06,off",
            "off,2027-02-05",
            "1,1",
        ] {
            let refused = read_days(&format!("2027-01-01,off\n\n{line}")).unwrap_err();
            assert_eq!(refused, CalendarRefusal::Unreadable { line: 3, text: line.to_owned() });
        }
        let many = "2027-01-01 off\n".repeat(MOST_DAYS + 1);
        assert_eq!(read_days(&many), Err(CalendarRefusal::TooMany));
    }

    #[test]
    fn only_days_that_are_not_closed_change_and_only_as_they_can() {
        let (today, calendar) = (date!(2026 - 11 - 20), Calendar::default());
        let change = |days: &[(Date, Option<DayKind>)]| calendar.changed(today, days).map_err(|refusal| refusal.code());
        let (off, worked) = (Some(DayKind::Off), Some(DayKind::Worked));
        assert_eq!(change(&[]), Err("calendar.empty"));
        for (on, kind, refused) in [
            (date!(2026 - 11 - 19), off, "calendar.past"),
            (date!(2026 - 11 - 19), None, "calendar.past"),
            (date!(2030 - 11 - 21), off, "calendar.too_far"),
            (date!(2026 - 11 - 23), worked, "calendar.worked_anyway"),
        ] {
            assert_eq!(change(&[(on, kind)]), Err(refused), "{on}");
        }
        let open = calendar.changed(today, &[(today, off)]).unwrap();
        assert!(!open.is_worked(today), "until it is closed");
        let twice = [(date!(2026 - 11 - 24), off), (date!(2026 - 11 - 24), None)];
        assert_eq!(change(&twice), Err("calendar.twice"));
        let rest = |days: u32| {
            (0..days)
                .map(|day| (crate::calendar::add_days(date!(2027 - 02 - 01), day).unwrap(), off))
                .collect::<Vec<_>>()
        };
        assert_eq!(change(&rest(17)), Err("calendar.rest_too_long"));
        assert_eq!(change(&rest(15)), Err("calendar.rest_too_long"), "with the weekend before it");
        let changed = calendar.changed(today, &rest(12)).unwrap();
        assert_eq!(changed.worked_from(date!(2027 - 02 - 01)), Some(date!(2027 - 02 - 15)));
        let back = changed.changed(today, &[(date!(2027 - 02 - 03), None), (date!(2027 - 02 - 06), worked)]).unwrap();
        assert!(back.is_worked(date!(2027 - 02 - 03)) && back.is_worked(date!(2027 - 02 - 06)));
    }
}
