//! Why an agent's own money is not paid out to its bank account, or to its carrier.

use serde::{Deserialize, Serialize};

use crate::{Amount, wallet::WalletRefusal};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WithdrawalRefusal {
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("{available} is available, {requested} was asked for")]
    InsufficientBalance { available: Amount, requested: Amount },
    #[error("the wallet is frozen")]
    Frozen,
    #[error("the carrier's account is not known")]
    CarrierUnpayable,
}

impl WithdrawalRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount.not_positive",
            Self::InsufficientBalance { .. } => "wallet.insufficient_balance",
            Self::Frozen => "wallet.frozen",
            Self::CarrierUnpayable => "prepayment.carrier_unpayable",
        }
    }
}

impl From<WalletRefusal> for WithdrawalRefusal {
    fn from(refusal: WalletRefusal) -> Self {
        match refusal {
            WalletRefusal::InsufficientBalance { available, requested } => {
                Self::InsufficientBalance { available, requested }
            }
            WalletRefusal::AmountNotPositive => Self::AmountNotPositive,
            WalletRefusal::Frozen => Self::Frozen,
        }
    }
}
