//! The instants that are stamped where the business date stands still, as in the demonstration: they lie on it.
//!
//! The time of day is the true one, in China. It never goes back: when the true day turns and the business date does not,
//! the clock waits at the last instant that it stamped, each later by a microsecond, until that time of day has come
//! again. So what was done later always says so.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::calendar::{CHINA, date_in_china};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::Db;

impl Db {
    /// Whether business dates follow the calendar; in the demonstration they turn when somebody wants them to.
    #[must_use]
    pub const fn follows_calendar(&self) -> bool {
        self.stamps.is_none()
    }
}

/// The last instant that was stamped, in microseconds since 1970. It says the business date too.
#[derive(Clone)]
pub(crate) struct Stamps(Arc<AtomicI64>);

impl Stamps {
    pub fn after(last: OffsetDateTime) -> Self {
        Self(Arc::new(AtomicI64::new(micros(last))))
    }

    /// The present instant, which nothing is stamped with.
    pub fn now(&self, true_now: OffsetDateTime) -> OffsetDateTime {
        let last = self.0.load(Ordering::Acquire);
        instant(last.max(wanted(date_in_china(instant(last)), true_now)))
    }

    /// The instant for what is done now, on this business date.
    pub fn next(&self, on: Date, true_now: OffsetDateTime) -> OffsetDateTime {
        let (wanted, latest) = (wanted(on, true_now), micros(start(on) + Duration::DAY) - 1);
        let mut stamped = wanted;
        let _ = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |last| {
            stamped = wanted.max((last + 1).min(latest));
            Some(stamped)
        });
        instant(stamped)
    }
}

/// When a date begins in China.
pub(crate) fn start(on: Date) -> OffsetDateTime {
    on.with_time(Time::MIDNIGHT).assume_offset(CHINA)
}

/// The true time of day, on a date.
fn wanted(on: Date, true_now: OffsetDateTime) -> i64 {
    micros(on.with_time(true_now.to_offset(CHINA).time()).assume_offset(CHINA))
}

/// Microseconds since 1970, as the database keeps an instant.
pub(crate) fn micros(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
}

fn instant(micros: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::microseconds(micros)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn instants_lie_on_the_business_date_and_never_go_back() {
        let (on, moment) = (date!(2026 - 11 - 20), Duration::microseconds(1));
        let stamps = Stamps::after(datetime!(2026-11-20 08:45 +8));
        let early = datetime!(2026-11-20 08:45 +8) + moment;
        assert_eq!(stamps.next(on, datetime!(2027-03-01 02:00 +8)), early, "it begins after what has happened");
        assert_eq!(stamps.now(datetime!(2027-03-01 02:00 +8)), early);
        let morning = datetime!(2027-03-01 09:30 +8);
        assert_eq!(stamps.now(morning), datetime!(2026-11-20 09:30 +8));
        assert_eq!(stamps.next(on, morning.to_offset(time::UtcOffset::UTC)), datetime!(2026-11-20 09:30 +8));
        assert_eq!(stamps.next(on, morning), datetime!(2026-11-20 09:30 +8) + moment, "no two are the same");
        let last = stamps.next(on, datetime!(2027-03-01 23:59:59.999_999 +8));
        for after_midnight in [datetime!(2027-03-02 00:00 +8), datetime!(2027-03-02 12:00 +8)] {
            assert_eq!(stamps.next(on, after_midnight), last, "the end of the date is not passed");
        }
        let next_day = stamps.next(date!(2026 - 11 - 21), datetime!(2027-03-02 12:00 +8));
        assert_eq!(next_day, datetime!(2026-11-21 12:00 +8));
        assert_eq!(stamps.now(datetime!(2027-03-02 13:00 +8)), datetime!(2026-11-21 13:00 +8));
    }
}
