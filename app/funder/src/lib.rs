//! The portal of funders, who lend.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
mod texts;
