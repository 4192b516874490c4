//! The portal of facilitators, who share bindings and collect debts that are transferred to them.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
mod texts;
