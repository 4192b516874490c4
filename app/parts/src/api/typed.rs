//! What people typed, or an address says, read.

use domain::{Amount, amount::AmountError};
use leptos::prelude::use_context;
use services::page::{LARGEST_PAGE, PageRequest};
use time::{Date, OffsetDateTime, PrimitiveDateTime, macros::format_description};

use super::{Answer, RequestProblem, bad_field, not_found};

/// How many rows one page of a list has.
const ROWS: u16 = 50;

/// Reads an amount that a person typed.
pub fn amount(text: &str) -> Answer<Amount> {
    text.parse().map_err(|error: AmountError| bad_field(error))
}

/// Reads a day: `2026-11-20`.
pub fn date(text: &str) -> Answer<Date> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text.trim(), format).map_err(|_| bad_field(RequestProblem::DateUnreadable))
}

/// Reads an instant in China, as a browser's field writes it: `2026-11-20T16:00`. None where nothing was typed.
pub fn instant_in_china(text: &str) -> Answer<Option<OffsetDateTime>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    let read = PrimitiveDateTime::parse(text, format).map_err(|_| bad_field(RequestProblem::DateUnreadable))?;
    Ok(Some(read.assume_offset(domain::calendar::CHINA)))
}

/// Reads an identifier; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| not_found())
}

/// In the context of a page whose whole list is wanted.
#[derive(Clone, Copy)]
pub struct WholeList;

/// The page of a list that an address asks for; nonsense is the first.
pub fn page(after: Option<String>) -> PageRequest {
    let rows = if use_context::<WholeList>().is_some() { LARGEST_PAGE } else { ROWS };
    PageRequest::new(after.and_then(|text| text.parse().ok()), rows)
}
