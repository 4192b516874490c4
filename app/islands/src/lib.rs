//! Where a page answers while one types: all that the browser runs. Everything else is rendered on the server and stays as
//! it is.
//!
//! The server makes the whole page. An island has neither properties nor a view: it finds what it needs in attributes of the page,
//! computes with the functions of `domain` that settle, and writes where the page has a slot for it. Those of a portal are loaded
//! lazily, as chunks of their own: a page without islands loads only [`Ready`].

#![recursion_limit = "512"]

mod bilingual;
mod borrow_preview;
mod copy;
mod fresh;
mod keys;
mod reading_time;
mod ready;
mod repay_preview;
mod slots;
pub mod texts;
mod ticked;

pub use borrow_preview::{BorrowPreview, Price, plan_table, written};
pub use fresh::Fresh;
pub use keys::Keys;
pub use reading_time::ReadingTime;
pub use ready::Ready;
pub use repay_preview::{Outlook, Owed, Repaid, RepayPreview};
pub use slots::Unsaid;
pub use ticked::Ticked;
