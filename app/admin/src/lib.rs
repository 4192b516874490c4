//! The portal of the institution's people.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
mod texts;
