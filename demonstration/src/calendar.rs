//! The days of the story that are not as their weekday.

use domain::calendar::{CalendarDay, CalendarRefusal, read_days};

/// The holidays of 2026 after the first day as they were published, and those of 2027 as they may be.
///
/// # Errors
/// When what stands in the file is no list of days.
pub fn days() -> Result<Vec<CalendarDay>, CalendarRefusal> {
    read_days(include_str!("calendar.csv"))
}
