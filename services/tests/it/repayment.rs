//! Repayments.
