//! The rules of Lianrong, and nothing else: no clock, no randomness, no database, no network, no async.
//!
//! Every decision takes state, a command and the time, and returns the new state or a typed refusal. The browser runs
//! this crate too: the preview of a repayment is computed by the function that settles it.

#[macro_use]
pub mod code;

pub mod account_no;
pub mod actor;
pub mod ageing;
pub mod agreement_debit;
pub mod amount;
pub mod application;
pub mod approval;
pub mod attachment;
pub mod audit;
pub mod bank_layout;
pub mod bank_movement;
pub mod binding;
pub mod calendar;
pub mod callback;
pub mod capacity;
pub mod card;
pub mod card_bank;
pub mod carrier;
pub mod commission;
pub mod consent;
pub mod correction;
pub mod cost;
pub mod credit_line;
pub mod debt;
pub mod debt_transfer;
pub mod disclosure;
pub mod document;
pub mod draw;
pub mod end_of_day;
pub mod endpoint;
pub mod event;
pub mod evidence;
pub mod export;
pub mod freeze;
pub mod hexadecimal;
pub mod history;
pub mod id;
pub mod identity;
pub mod import;
pub mod invitation;
pub mod job;
pub mod ledger;
pub mod loan;
pub mod mapping;
pub mod matching;
pub mod mobile;
pub mod network;
pub mod notice;
pub mod offer;
pub mod one_time_code;
pub mod operating_data;
pub mod outside_payment;
pub mod partner_key;
pub mod payer;
pub mod payment_file;
pub mod payout;
pub mod position;
pub mod rate;
pub mod reference;
pub mod repayment;
pub mod reserve_account;
pub mod revenue_share;
pub mod role;
pub mod schedule;
pub mod search;
pub mod settlement;
pub mod signing;
pub mod standing;
pub mod standing_order;
pub mod sweep;
pub mod terms;
pub mod vintage;
pub mod wallet;
pub mod width;
pub mod withdrawal;

pub use amount::Amount;
pub use rate::Rate;
pub use reference::Reference;
