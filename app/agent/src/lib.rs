//! The portal of agents: telecom shops that borrow.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
mod texts;
