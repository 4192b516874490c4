//! What people typed, or an address says, read.

use domain::{Amount, amount::AmountError};
use services::page::PageRequest;

use super::{Answer, bad_field, not_found};

/// How many rows one page of a list has.
const ROWS: u16 = 50;

/// Reads an amount that a person typed.
pub fn amount(text: &str) -> Answer<Amount> {
    text.parse().map_err(|error: AmountError| bad_field(error))
}

/// Reads an identifier; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| not_found())
}

/// The page of a list that an address asks for; nonsense is the first.
pub fn page(after: Option<String>) -> PageRequest {
    PageRequest::new(after.and_then(|text| text.parse().ok()), ROWS)
}
