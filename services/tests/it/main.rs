//! Use cases on a real PostgreSQL, each test in a database of its own.

mod application;
mod approval;
mod audit;
mod bank;
mod bank_layout;
mod bank_movement;
mod batch;
mod binding;
mod debt;
mod demonstration;
mod draw;
mod harness;
mod identity;
mod job;
mod mapping;
mod offer;
mod operating_data;
mod page;
mod party;
mod payout;
mod read_path;
mod repayment;
mod scale;
mod suspension;
mod verify;
mod write_path;
