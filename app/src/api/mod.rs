//! What pages ask and forms post: plain functions that read and return a `*View`, and server functions that change.
//!
//! Each authorises through the use case that it calls, takes text where a person typed, and is ten lines. Only `*View`
//! types reach a page.

pub mod application;
pub mod consent;
pub mod draw;
pub mod error;
pub mod home;
pub mod offer;
pub mod credit_line;
pub mod product;
pub mod repayment;
pub mod review;
pub mod session;
mod server;
pub mod team;
pub mod workbench;

pub use error::ApiError;
pub use server::{Demonstration, Visitor};

/// What every server function returns.
pub type Answer<T> = Result<T, ApiError>;
