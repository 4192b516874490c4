//! Where a page answers while one types: all that the browser runs. Everything else is rendered on the server and stays as
//! it is.
//!
//! An island gets what it needs as properties, which the page carries, and computes with the functions of `domain` that
//! settle. Those of a portal are loaded lazily, as chunks of their own: a page without islands loads only [`Ready`].

#![recursion_limit = "512"]

mod bilingual;
mod borrow_preview;
mod copy;
mod fresh;
mod keys;
mod reading_time;
mod ready;
mod repay_preview;
pub mod texts;
mod ticked;

pub use borrow_preview::{BorrowPreview, Price, Unpriced, plan_table, written};
pub use fresh::Fresh;
pub use keys::Keys;
pub use reading_time::ReadingTime;
pub use ready::Ready;
pub use repay_preview::{RepayPreview, allocation_table, outlook};
pub use ticked::Ticked;
