//! The files that people and the network send, read into what they say: bank statements, operating data, commissions, debts, mappings,
//! days of the calendar, results of payments, settlements.
//!
//! Reading knows no database and no clock. A file that cannot be trusted as a whole is refused; a part that cannot be
//! understood is named, so that the rest still counts.

pub mod bank_statement;
pub mod calendar;
pub mod commission;
pub mod debt;
pub mod mapping;
pub mod operating_data;
pub mod payment_result;
pub mod settlement;
pub mod sheet;
