//! The words of what both kinds of partner have.

pub mod binding;
pub mod debt;
pub mod debt_import;
pub mod document;
pub mod draw;
pub mod evidence;
pub mod lending;
pub mod notice;
pub mod partner_file;
pub mod team;
pub mod transfer;
