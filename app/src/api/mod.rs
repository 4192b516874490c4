//! What pages ask and forms post: plain functions that read and return a `*View`, and server functions that change.
//!
//! Each authorises through the use case that it calls, takes text where a person typed, and is ten lines. Only `*View`
//! types reach a page.

pub mod audit;
pub mod bank_movement;
pub mod draw;
pub mod error;
pub mod home;
pub mod ledger;
pub mod operating_data;
pub mod party;
pub mod payout;
pub mod repayment;
pub mod session;
mod server;
pub mod statement;
pub mod user;
pub mod worklist;

pub use error::ApiError;
pub use server::{Demonstration, Refusal, Told, Visitor};

/// What every server function returns.
pub type Answer<T> = Result<T, ApiError>;
