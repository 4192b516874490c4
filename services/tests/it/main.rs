//! Use cases on a real PostgreSQL, each test in a database of its own.

mod draw;
mod harness;
mod repayment;
mod write_path;
