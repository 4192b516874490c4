//! Signing in, and what it takes.

pub mod second_factor;
pub mod session;
