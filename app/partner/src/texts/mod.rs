//! The words of what both kinds of partner have.

pub mod binding;
pub mod debt;
pub mod event;
pub mod team;
pub mod transfer;
