//! What pages ask and forms post: plain functions that read and return a `*View`, and server functions that change.
//!
//! Each authorises through the use case that it calls, takes text where a person typed, and is ten lines. Only `*View`
//! types reach a page.

#![expect(clippy::too_many_arguments, reason = "the arguments of a server function are the fields of its form")]

pub mod application;
pub mod approval;
pub mod audit;
pub mod bank_layout;
pub mod bank_movement;
pub mod consent;
pub mod credit_line;
pub mod draw;
pub mod error;
pub mod feed;
pub mod home;
pub mod ledger;
pub mod offer;
pub mod operating_data;
pub mod party;
pub mod payout;
pub mod product;
pub mod repayment;
pub mod reserve;
pub mod review;
pub mod second_factor;
pub mod sent_back;
mod server;
pub mod session;
pub mod statement;
pub mod team;
pub mod user;
pub mod workbench;
pub mod worklist;

pub use error::ApiError;
pub use sent_back::SentBack;
pub use server::{Demonstration, Refusal, Told, USE_CASES, Visitor, id};

/// What every server function returns.
pub type Answer<T> = Result<T, ApiError>;
