//! What the pages of both kinds of partner ask and post.

pub mod agreement_debit;
pub mod debt;
pub mod debt_transfer;
pub mod document;
pub mod evidence;
pub mod key;
pub mod loan;
pub mod notice;
pub mod outside_payment;
pub mod owed_back;
pub mod partner_file;
pub mod repayment;
pub mod team;
