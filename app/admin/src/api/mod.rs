//! What the institution's pages ask and post.

pub mod agent;
pub mod approval;
pub mod audit;
pub mod badge;
pub mod bank_layout;
pub mod bank_movement;
pub mod calendar;
pub mod commission;
pub mod correction;
pub mod day;
pub mod feed;
pub mod freeze;
pub mod job;
pub mod ledger;
pub mod mapping;
pub mod operating_data;
pub mod partner;
pub mod party;
pub mod payout;
pub mod reserve;
pub mod settlement;
mod staff;
pub mod statement;
pub mod transfer;
pub mod upload;
pub mod user;
pub mod worklist;
