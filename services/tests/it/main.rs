//! Use cases on a real PostgreSQL, each test in a database of its own.

mod application;
mod approval;
mod audit;
mod bank;
mod bank_layout;
mod bank_movement;
mod batch;
mod binding;
mod calendar;
mod cases_time;
mod commission;
mod correction;
mod debt;
mod demonstration;
#[path = "../../../domain/tests/dice/mod.rs"]
mod dice;
mod draw;
mod end_of_day;
mod harness;
mod identity;
mod job;
mod mapping;
mod offer;
mod operating_data;
mod page;
mod party;
mod payout;
mod prepayment;
mod read_path;
mod repayment;
mod scale;
mod suspension;
mod verify;
mod wallet;
mod write_path;
mod year;
