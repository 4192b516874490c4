//! What both kinds of partner have: debts that bound cards pay, how those change hands, debits, what they are told, their team.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
pub mod texts;
