//! The real time, in China's offset.

use time::{Date, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::offset};

const CHINA: UtcOffset = offset!(+8);

#[expect(clippy::disallowed_methods, reason = "the one place where the real clock enters")]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc().to_offset(CHINA)
}

/// The true time of day, on another date than the calendar's, if there is one.
pub fn now_on(date: Option<Date>) -> OffsetDateTime {
    let now = now();
    date.map_or(now, |date| now.replace_date(date))
}

/// RFC 3339.
pub fn text(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
