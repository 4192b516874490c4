//! What the portals' reads and server functions share, and those that stand on every page.
//!
//! Everybody's `api` is alike: plain functions that read and return a `*View`, and server functions that change. Each
//! authorises through the use case that it calls, takes text where a person typed, and is ten lines. Only `*View` types
//! reach a page.

pub mod ageing;
pub mod badge;
pub mod batch;
mod cookie;
pub mod day;
pub mod debt_import;
pub mod draw;
mod error;
pub mod expected;
pub mod export;
pub mod fault;
pub mod key;
pub mod list_choice;
pub mod loan;
mod names;
pub mod narrow;
pub mod payment_import;
pub mod preference;
mod problem;
pub mod repayment;
pub mod revenue_share;
pub mod search;
pub mod sent_back;
pub mod session;
mod shown;
mod told;
mod typed;
mod visitor;

pub use cookie::{cookie, sent_cookie};
pub use error::ApiError;
pub use names::{Called, Names};
pub use problem::{Problem, RequestProblem};
pub use shown::{StepView, instant, not_compressed, steps};
pub use told::{Told, USE_CASES, bad_field, failed_with, not_found};
pub use typed::{WholeList, amount, date, id, instant_in_china, page};
pub use visitor::{
    Demonstration, Visitor, db, new_request_no, only_an_agent, only_looks, reader, role, visitor, writer,
};

/// What every server function returns.
pub type Answer<T> = Result<T, ApiError>;
