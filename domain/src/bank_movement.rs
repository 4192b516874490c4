//! Money on the reserve account: why a file that tells of it is not taken.

use serde::{Deserialize, Serialize};

/// Why a bank statement is not imported. Nothing of the file is recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StatementRefusal {
    /// It is no statement, or not one that can be trusted. The reader's own code says why; `detail` names the place.
    #[error("{detail}")]
    Unreadable { code: String, detail: String },
    /// It is a statement of somebody else's account.
    #[error("{account_no} is not one of the reserve accounts")]
    UnknownAccount { account_no: String },
    #[error("the account {account_no} is kept in {account_currency}, the statement is in {statement_currency}")]
    OtherCurrency { account_no: String, account_currency: String, statement_currency: String },
    #[error("the import was confirmed before")]
    AlreadyConfirmed,
}

impl StatementRefusal {
    /// The stable code that screens translate.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Unreadable { code, .. } => code,
            Self::UnknownAccount { .. } => "statement.unknown_account",
            Self::OtherCurrency { .. } => "statement.other_currency",
            Self::AlreadyConfirmed => "statement.already_confirmed",
        }
    }
}
