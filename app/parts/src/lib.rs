//! What the pages of every portal are made of: their frame, components, the texts that they share, and the way between a
//! page and the use cases.

#![recursion_limit = "512"]

pub mod api;
pub mod components;
pub mod layout;
pub mod texts;
