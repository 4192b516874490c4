//! How much of a card is debited at most, and when.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, Time, macros::time};

use crate::{
    Amount,
    calendar::{CHINA, date_in_china},
};

/// From when to when cards are debited, in China. Text form `07:00-22:00`; the same time twice is the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebitHours {
    pub from: Time,
    pub to: Time,
}

impl Default for DebitHours {
    fn default() -> Self {
        Self { from: time!(07:00), to: time!(22:00) }
    }
}

impl DebitHours {
    /// The whole day.
    pub const ALWAYS: Self = Self { from: Time::MIDNIGHT, to: Time::MIDNIGHT };

    #[must_use]
    pub fn include(self, at: OffsetDateTime) -> bool {
        let hour = at.to_offset(CHINA).time();
        self.from == self.to || (self.from <= hour && hour < self.to)
    }

    /// When cards are debited again on the day after an instant.
    #[must_use]
    pub fn next_day(self, at: OffsetDateTime) -> OffsetDateTime {
        let from = if self.from == self.to { Time::MIDNIGHT } else { self.from };
        date_in_china(at).saturating_add(Duration::DAY).with_time(from).assume_offset(CHINA)
    }
}

impl fmt::Display for DebitHours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        write!(formatter, "{:02}:{:02}-{:02}:{:02}", from.hour(), from.minute(), to.hour(), to.minute())
    }
}

impl FromStr for DebitHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let time = |text: &str| {
            let (hour, minute) = text.split_once(':')?;
            Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
        };
        let times = text.split_once('-').and_then(|(from, to)| Some((time(from)?, time(to)?)));
        let (from, to) = times.filter(|(from, to)| from <= to).ok_or("hours are written 07:00-22:00")?;
        Ok(Self { from, to })
    }
}

/// What is debited from a card at most, and when: each debit, and all of a day, whoever debits for whatever debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebitLimits {
    pub hours: DebitHours,
    pub a_debit: Amount,
    pub a_day: Amount,
}

impl Default for DebitLimits {
    fn default() -> Self {
        Self { hours: DebitHours::default(), a_debit: Amount::from_fen(5_000_000), a_day: Amount::from_fen(10_000_000) }
    }
}

#[cfg(test)]
mod tests {
    use super::DebitHours;
    use time::macros::datetime;

    #[test]
    fn hours_are_read_as_they_are_written_and_may_be_the_whole_day() {
        for text in ["07:00-22:00", "00:00-00:00", "09:30-18:05"] {
            assert_eq!(text.parse::<DebitHours>().unwrap().to_string(), text);
        }
        for text in ["", "7-22", "22:00-07:00", "07:00-24:00", "07:00"] {
            assert!(text.parse::<DebitHours>().is_err(), "{text}");
        }
        assert_eq!("00:00-00:00".parse::<DebitHours>(), Ok(DebitHours::ALWAYS));
        assert!(DebitHours::ALWAYS.include(datetime!(2026-11-20 03:00 +8)));
    }
}
