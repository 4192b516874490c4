//! The agent's payment account.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// A wallet's balance, with the version that counts its entries without gaps, and what freezes keep of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wallet {
    pub balance: Amount,
    pub version: i64,
    /// Money comes in; none goes out but to the debt.
    pub frozen: bool,
    /// What courts have frozen, which nothing may take. It may be more than there is: what comes in fills it first.
    pub held: Amount,
}

/// What money is taken out of a wallet for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To repay what is owed, which no freeze of the whole wallet forbids.
    Debt,
    /// It was never the agent's, and goes where it belongs: what it was is taken back, whatever is frozen.
    Correction,
    /// Anything else.
    Other,
}

/// Why a wallet's balance may not move.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WalletRefusal {
    #[error("the wallet holds {available}, {requested} was asked for")]
    InsufficientBalance { available: Amount, requested: Amount },
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("the wallet is frozen")]
    Frozen,
}

impl WalletRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InsufficientBalance { .. } => "wallet.insufficient_balance",
            Self::AmountNotPositive => "amount.not_positive",
            Self::Frozen => "wallet.frozen",
        }
    }
}

impl Wallet {
    /// What nothing keeps: the balance less what courts have frozen, e.g. 100.00 of which 30.00 are held leave 70.00.
    #[must_use]
    pub fn available(self) -> Amount {
        self.balance.less(self.held).max(Amount::ZERO)
    }

    /// What the wallet may pay by itself: neither what courts hold, which its own money fills first, nor the proceeds of today's
    /// draws.
    #[must_use]
    pub fn reach(self, proceeds: Amount) -> Amount {
        self.available().less(proceeds).max(Amount::ZERO)
    }

    /// What may leave for anything but the debt.
    #[must_use]
    pub fn withdrawable(self) -> Amount {
        if self.frozen { Amount::ZERO } else { self.available() }
    }

    /// As it is for money that has come in for something and goes on at once: courts hold none of that.
    #[must_use]
    pub fn passed_by(self, passing: Amount) -> Self {
        Self { held: self.held.min(self.balance.less(passing)), ..self }
    }

    /// Takes `amount` out.
    ///
    /// # Errors
    /// When the amount is not positive, the wallet frozen for this purpose, or less than that available.
    pub fn debit(self, amount: Amount, purpose: Purpose) -> Result<Self, WalletRefusal> {
        if !amount.is_positive() {
            return Err(WalletRefusal::AmountNotPositive);
        }
        if self.frozen && purpose == Purpose::Other {
            return Err(WalletRefusal::Frozen);
        }
        if amount > self.available() {
            return Err(WalletRefusal::InsufficientBalance { available: self.available(), requested: amount });
        }
        Ok(Self { balance: self.balance.less(amount), version: self.version.saturating_add(1), ..self })
    }

    /// Puts `amount` in.
    ///
    /// # Errors
    /// When the amount is not positive.
    pub fn credit(self, amount: Amount) -> Result<Self, WalletRefusal> {
        if !amount.is_positive() {
            return Err(WalletRefusal::AmountNotPositive);
        }
        Ok(Self { balance: self.balance.plus(amount), version: self.version.saturating_add(1), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wallet(fen: i64) -> Wallet {
        Wallet { balance: Amount::from_fen(fen), version: 7, frozen: false, held: Amount::ZERO }
    }

    #[test]
    fn a_wallet_never_goes_below_zero() {
        for purpose in [Purpose::Debt, Purpose::Correction, Purpose::Other] {
            let emptied = wallet(100).debit(Amount::from_fen(100), purpose);
            assert_eq!(emptied, Ok(Wallet { version: 8, ..wallet(0) }));
            let refused = wallet(100).debit(Amount::from_fen(101), purpose);
            assert_eq!(refused.map_err(|refusal| refusal.code()), Err("wallet.insufficient_balance"));
        }
    }

    #[test]
    fn nothing_and_less_than_nothing_do_not_move() {
        for fen in [0, -1] {
            for purpose in [Purpose::Debt, Purpose::Other] {
                assert_eq!(wallet(100).debit(Amount::from_fen(fen), purpose), Err(WalletRefusal::AmountNotPositive));
            }
            assert_eq!(wallet(100).credit(Amount::from_fen(fen)), Err(WalletRefusal::AmountNotPositive));
        }
    }

    #[test]
    fn a_frozen_wallet_takes_money_in_and_gives_it_only_to_the_debt() {
        let frozen = Wallet { frozen: true, ..wallet(100) };
        assert_eq!(frozen.debit(Amount::from_fen(1), Purpose::Other), Err(WalletRefusal::Frozen));
        assert_eq!(frozen.credit(Amount::from_fen(1)).map(|wallet| wallet.balance.fen()), Ok(101));
        assert_eq!(frozen.debit(Amount::from_fen(100), Purpose::Debt).map(|wallet| wallet.balance.fen()), Ok(0));
    }

    #[test]
    fn what_only_passes_a_wallet_is_held_by_no_court_and_nothing_goes_with_it() {
        let passing = Amount::from_fen(50);
        for (held, left) in [(0, 100), (60, 40), (100, 0), (600, 0)] {
            let wallet = Wallet { held: Amount::from_fen(held), ..wallet(150) }.passed_by(passing);
            let after = wallet.debit(passing, Purpose::Debt).unwrap();
            assert_eq!((after.balance.fen(), after.available().fen()), (100, left), "{held}");
        }
    }

    #[test]
    fn what_a_court_holds_is_out_of_reach_of_everything_and_is_filled_first() {
        let held = Wallet { held: Amount::from_fen(60), ..wallet(100) };
        for purpose in [Purpose::Debt, Purpose::Other] {
            let available = Amount::from_fen(40);
            let requested = Amount::from_fen(41);
            assert_eq!(
                held.debit(requested, purpose),
                Err(WalletRefusal::InsufficientBalance { available, requested })
            );
            assert_eq!(held.debit(available, purpose).map(|wallet| wallet.balance.fen()), Ok(60));
        }
        let short = Wallet { held: Amount::from_fen(160), ..wallet(100) };
        assert_eq!(short.available(), Amount::ZERO);
        assert_eq!(short.credit(Amount::from_fen(60)).map(Wallet::available), Ok(Amount::ZERO));
        assert_eq!(short.credit(Amount::from_fen(61)).map(Wallet::available), Ok(Amount::from_fen(1)));
    }
}
