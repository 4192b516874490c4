//! The texts of the islands, which the browser needs too.

mod borrow;
mod language;
mod repay;
pub mod terms;
mod ticked;

pub use borrow::borrow;
pub use language::{Language, Preferences};
pub use repay::repay;
pub use ticked::ticked;

/// `1 line`, `2 lines`.
#[must_use]
pub fn counted(count: impl ToString, one: &str, many: &str) -> String {
    let count = count.to_string();
    let what = if count == "1" { one } else { many };
    format!("{count} {what}")
}
