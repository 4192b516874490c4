//! The pages of both kinds of partner.

pub mod agreement_debits;
pub mod credit_line;
pub mod debt;
mod debt_import;
pub mod debts;
pub mod documents;
pub mod draw;
pub mod endpoint;
pub mod evidence;
pub mod files;
pub mod keys;
pub mod loan;
pub mod loan_debits;
pub mod notice;
pub mod notices;
pub mod outside_payments;
pub mod owed_back;
pub mod pass_ons;
pub mod repayments;
pub mod team;
pub mod transfer;
pub mod transfers;
