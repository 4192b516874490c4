//! Signing in, and what it takes.

pub mod code;
pub mod join;
pub mod second_factor;
pub mod session;
