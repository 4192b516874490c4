//! The partner API over HTTP: real server, real database, signatures made and checked as a partner does.

mod binding;
mod cases;
mod client;
mod draws;
mod gate;
#[path = "../../../services/tests/it/harness.rs"]
#[expect(dead_code, reason = "the harness serves the tests of every concept, and these need a part of it")]
mod harness;
mod idempotency;
mod keys;
mod pre_credit_rounds;
mod reconciliation_files;
mod repayments;
mod strange_input;
mod webhooks;
