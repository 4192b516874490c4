//! One page per file, one folder per portal. A portal's pages share one chunk.

pub mod admin;
pub mod agent;
pub mod funder;
pub mod not_found;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
