//! What both kinds of partner have: debts that bound cards pay, how those and loans change hands, debits, what was paid elsewhere, what
//! they are told, their keys, files and team.

#![recursion_limit = "512"]

pub mod api;
pub mod pages;
pub mod texts;
