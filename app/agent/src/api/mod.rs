//! What an agent's pages ask and post.

#![expect(clippy::too_many_arguments, reason = "the arguments of a server function are the fields of its form")]

pub mod application;
pub mod attachment;
pub mod card;
pub mod certificate;
pub mod confirmation;
pub mod consent;
pub mod credit_line;
pub mod draw;
pub mod freeze;
pub mod home;
pub mod loan;
pub mod loan_debit;
pub mod offer;
pub mod people;
pub mod repayment;
pub mod standing_order;
pub mod statement;
pub mod wallet;
