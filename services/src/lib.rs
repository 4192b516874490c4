//! The use cases of Lianrong and all of its SQL.
//!
//! A use case is an async function that takes the [`Db`], a [`Context`] that says who asks, and a command. It runs in
//! one database transaction, decides with a pure function of `domain`, and commits state, journal, audit, events and
//! answer together, or nothing at all.

pub mod agreement_debit;
pub mod application;
pub mod approval;
pub mod audit;
pub mod bank;
pub mod bank_layout;
pub mod bank_movement;
pub mod batch;
pub mod binding;
pub mod business_day;
pub mod calendar;
mod claim;
mod clock;
pub mod commission;
pub mod consent;
pub mod context;
pub mod correction;
pub mod credit_line;
pub mod db;
pub mod debt;
pub mod debt_transfer;
pub mod draw;
mod durability;
pub mod end_of_day;
pub mod envelope;
pub mod error;
pub mod event;
pub mod export;
pub mod forget;
pub mod freeze;
pub mod gauges;
pub mod http_client;
pub mod identity;
mod inflow;
pub mod job;
pub mod kept_form;
pub mod ledger;
pub mod list_choice;
pub mod loan;
pub mod machine;
pub mod mapping;
pub mod master_keys;
pub mod migrate;
pub mod network;
pub mod notice;
pub mod offer;
pub mod operating_data;
pub mod page;
pub mod partner;
pub mod party;
mod payable;
pub mod payout;
pub mod reference;
pub mod repayment;
pub mod reseal;
pub mod revenue_share;
pub mod sealed;
pub mod search;
pub mod secret_file;
pub mod signing;
pub mod sms;
mod snapshot;
mod sum;
mod transaction;
pub mod transition;
pub mod verify;
pub mod wallet;
pub mod worker;
pub mod worklist;

pub use context::{Actor, Context};
pub use db::{Db, Write};
pub use error::Error;
