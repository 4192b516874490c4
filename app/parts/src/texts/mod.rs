//! The texts that portals share, each in Chinese and in English beside it, as [`bilingual!`](crate::bilingual) takes them: the compiler
//! finds what is missing, and nothing is parsed at run time.

pub mod ageing;
pub mod attempt;
pub mod bank_layout;
pub mod business;
pub mod certificate;
pub mod consent;
pub mod credit_line;
pub mod draw;
pub mod expected;
pub mod export;
pub mod fault;
pub mod frame;
pub mod key;
pub mod list;
pub mod loan_fact;
pub mod loan_plan;
pub mod narrow;
pub mod outside_payment;
pub mod problem;
pub mod purpose;
pub mod returned;
pub mod revenue_share;
pub mod search;
pub mod signing_code;
pub mod timeline;
mod word;

pub use islands::texts::{Language, Preferences, counted, terms};
pub use word::word;
