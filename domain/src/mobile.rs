//! Mobile numbers of mainland China.

/// In place of what is masked.
const MASK: &str = "****";

/// Whether these are the eleven digits of one.
#[must_use]
pub fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// As others see it, the first three digits and the last four: `138 **** 1402`.
#[must_use]
pub fn masked_mobile(number: &str) -> String {
    match (number.get(..3), number.get(7..)) {
        (Some(first), Some(last)) if number.len() == 11 => format!("{first} {MASK} {last}"),
        _ => MASK.to_owned(),
    }
}
