//! Pages by keyset: a cursor names the last row that was seen, so that rows which arrive meanwhile neither repeat nor
//! hide another.

mod bounded;
mod keyset;
mod narrow;
mod sought;

use std::{fmt, str::FromStr};

use time::{Date, OffsetDateTime, UtcOffset, macros::datetime};
use uuid::Uuid;

pub(crate) use bounded::bounded;
pub(crate) use keyset::{by_time, by_time_or_amount};
pub(crate) use narrow::{Added, BothWays, Bounds, total};
pub use narrow::{Narrow, Narrowed, Sort, Total, Which};
pub(crate) use sought::{find_bindings, find_debts};

/// The most rows of one page.
pub const LARGEST_PAGE: u16 = 200;

/// The place after a row, by the instant (of a day, the first in UTC) that its list is ordered by. Text form:
/// microseconds since 1970, an underscore, and the row's UUID in hexadecimal. A list that is ordered by amounts looks the row's
/// up: no row that is listed ever goes, nor does its amount change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: OffsetDateTime,
    pub id: Uuid,
}

/// The text is no cursor that we gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct CursorError;

impl Cursor {
    /// The place after a row of a list that is ordered by days.
    #[must_use]
    pub const fn on(day: Date, id: Uuid) -> Self {
        Self { at: day.midnight().assume_utc(), id }
    }

    /// The day of a list that is ordered by days.
    #[must_use]
    pub const fn day(self) -> Date {
        self.at.to_offset(UtcOffset::UTC).date()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.at.unix_timestamp_nanos() / 1000, self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (micros, id) = text.split_once('_').ok_or(CursorError)?;
        // Before 1970 there was no Lianrong, and the database knows fewer years than the number could name.
        let micros: u64 = micros.parse().map_err(|_| CursorError)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).map_err(|_| CursorError)?;
        Ok(Self { at, id: Uuid::try_parse(id).map_err(|_| CursorError)? })
    }
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub after: Option<Cursor>,
    limit: u16,
}

impl PageRequest {
    /// The first page, as large as a page may be.
    pub const FIRST: Self = Self { after: None, limit: LARGEST_PAGE };

    /// `limit` is brought between 1 and [`LARGEST_PAGE`].
    #[must_use]
    pub fn new(after: Option<Cursor>, limit: u16) -> Self {
        Self { after, limit: limit.clamp(1, LARGEST_PAGE) }
    }

    /// The place before every row of a list whose oldest come first, or the page's own.
    pub(crate) fn oldest_first(self) -> Cursor {
        self.after.unwrap_or(Cursor { at: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() })
    }

    /// The place before every row of a list whose newest come first, or the page's own.
    pub(crate) fn newest_first(self) -> Cursor {
        self.after.unwrap_or(Cursor { at: datetime!(9999-12-31 00:00 UTC), id: Uuid::max() })
    }

    /// One row more than the page holds: whether it exists says whether there is another page.
    pub(crate) fn rows_to_read(self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// Rows, and the place where the next page begins, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, Place = Cursor> {
    pub rows: Vec<T>,
    pub next: Option<Place>,
    /// Of all pages, where something narrows the list.
    pub total: Option<Total>,
}

impl<T, Place> Page<T, Place> {
    /// Without a row.
    pub(crate) const EMPTY: Self = Self { rows: Vec::new(), next: None, total: None };

    /// The same page of what the rows are seen as.
    #[must_use]
    pub fn map<V>(self, view: impl FnMut(T) -> V) -> Page<V, Place> {
        Page { rows: self.rows.into_iter().map(view).collect(), next: self.next, total: self.total }
    }

    /// The same page of a list that comes to something.
    pub(crate) fn with_total(self, total: Option<Total>) -> Self {
        Self { total, ..self }
    }

    /// A page of `limit` rows out of those that were read, which are one more where there is another page.
    pub(crate) fn cut(mut rows: Vec<T>, limit: usize, place: impl Fn(&T) -> Place) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(place);
        Self { rows, next, total: None }
    }
}

impl<T> Page<T> {
    pub(crate) fn of(rows: Vec<T>, request: PageRequest, cursor: impl Fn(&T) -> Cursor) -> Self {
        Self::cut(rows, usize::from(request.limit), cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_cursor_s_text_leads_back_to_it() {
        let cursor = Cursor { at: datetime!(2026-11-20 10:00:00.123456 +8), id: Uuid::from_u128(7) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn a_day_s_cursor_leads_back_to_the_day() {
        let cursor = Cursor::on(date!(2026 - 11 - 20), Uuid::from_u128(7));
        assert_eq!(cursor.to_string().parse::<Cursor>().map(Cursor::day), Ok(date!(2026 - 11 - 20)));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "_", "1", "-1_00000000000000000000000000000007", "99999999999999999999_7", "1_x", "1_7\0"] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
        let beyond_every_year = format!("{}_{}", u64::MAX, Uuid::nil().simple());
        assert_eq!(beyond_every_year.parse::<Cursor>(), Err(CursorError));
    }

    #[test]
    fn only_a_full_page_with_more_behind_it_has_a_next() {
        let cursor = |row: &u128| Cursor { at: OffsetDateTime::UNIX_EPOCH, id: Uuid::from_u128(*row) };
        let request = PageRequest::new(None, 2);
        assert_eq!(Page::of(vec![1, 2], request, cursor), Page { rows: vec![1, 2], next: None, total: None });
        let page = Page::of(vec![1, 2, 3], request, cursor);
        assert_eq!(page, Page { rows: vec![1, 2], next: Some(cursor(&2)), total: None });
    }
}
