//! The agent's payment account.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// A wallet's balance, with the version that counts its entries without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wallet {
    pub balance: Amount,
    pub version: i64,
}

/// Why a wallet's balance may not move.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WalletRefusal {
    #[error("the wallet holds {available}, {requested} was asked for")]
    InsufficientBalance { available: Amount, requested: Amount },
    #[error("the amount must be more than zero")]
    AmountNotPositive,
}

impl WalletRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InsufficientBalance { .. } => "wallet.insufficient_balance",
            Self::AmountNotPositive => "amount.not_positive",
        }
    }
}

impl Wallet {
    /// Takes `amount` out.
    ///
    /// # Errors
    /// When the amount is not positive or larger than the balance.
    pub fn debit(self, amount: Amount) -> Result<Self, WalletRefusal> {
        let refusal = WalletRefusal::InsufficientBalance { available: self.balance, requested: amount };
        if !amount.is_positive() {
            return Err(WalletRefusal::AmountNotPositive);
        }
        match self.balance.checked_sub(amount) {
            Some(balance) if !balance.is_negative() => Ok(Self { balance, version: self.version.saturating_add(1) }),
            _ => Err(refusal),
        }
    }

    /// Puts `amount` in.
    ///
    /// # Errors
    /// When the amount is not positive.
    pub fn credit(self, amount: Amount) -> Result<Self, WalletRefusal> {
        if !amount.is_positive() {
            return Err(WalletRefusal::AmountNotPositive);
        }
        Ok(Self { balance: self.balance.plus(amount), version: self.version.saturating_add(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_never_goes_below_zero() {
        let wallet = Wallet { balance: Amount::from_fen(100), version: 7 };
        assert_eq!(wallet.debit(Amount::from_fen(100)), Ok(Wallet { balance: Amount::ZERO, version: 8 }));
        assert_eq!(
            wallet.debit(Amount::from_fen(101)).map_err(|refusal| refusal.code()),
            Err("wallet.insufficient_balance")
        );
    }

    #[test]
    fn nothing_and_less_than_nothing_do_not_move() {
        let wallet = Wallet { balance: Amount::from_fen(100), version: 7 };
        for fen in [0, -1] {
            assert_eq!(wallet.debit(Amount::from_fen(fen)), Err(WalletRefusal::AmountNotPositive));
            assert_eq!(wallet.credit(Amount::from_fen(fen)), Err(WalletRefusal::AmountNotPositive));
        }
    }
}
