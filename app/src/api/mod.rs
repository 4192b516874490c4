//! The browser's contract: every server function, with what goes in and the `*View` that comes out.
//!
//! Each function authorises through the use case that it calls, takes text where a person typed, and is ten lines.

pub mod draw;
pub mod error;
pub mod home;
pub mod repayment;
pub mod session;
#[cfg(feature = "ssr")]
mod server;

pub use error::ApiError;
#[cfg(feature = "ssr")]
pub use server::{Demonstration, Visitor};

/// What every server function returns.
pub type Answer<T> = Result<T, ApiError>;
