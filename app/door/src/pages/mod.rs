//! One page per file.

pub mod code;
pub mod join;
pub mod not_found;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
