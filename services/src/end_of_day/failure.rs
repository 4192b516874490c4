//! What could not be debited at a close, and why.

use std::fmt;

use domain::{end_of_day::DayFailure, id::WalletId};

use crate::{Error, error::database_error};

/// A wallet that could not be debited.
pub struct Failed {
    pub wallet: WalletId,
    pub kind: DayFailure,
    /// As a log tells it.
    pub failure: String,
}

impl Failed {
    pub fn of<R: fmt::Debug>(wallet: WalletId, error: &Error<R>) -> Self {
        let kind = match error {
            Error::Conflict(_) => DayFailure::Changed,
            Error::Unknown => DayFailure::Unknown,
            Error::Failed(failure) if database_error(failure).is_some() => DayFailure::Database,
            Error::Failed(_) | Error::Refused(_) | Error::NotFound | Error::Forbidden => DayFailure::Contradiction,
        };
        Self { wallet, kind, failure: format!("{error:?}") }
    }
}
