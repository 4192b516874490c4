//! The door: what somebody sees who is not in a portal yet, and where one is signed in.

#![recursion_limit = "512"]

pub mod api;
mod components;
pub mod pages;
mod texts;
