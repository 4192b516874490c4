//! Freezes of a wallet: who ordered them, what they keep, and what lifts them. They stack; each lifts by itself.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Amount, calendar::iso_date};

/// Why a wallet is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreezeReason {
    /// Something is overdue. It is ordered and lifts by itself.
    Overdue,
    /// A funder asked for it.
    Funder,
    /// The institution sees a risk.
    Risk,
    /// A court ordered it, for an amount and until a day.
    Court,
}

codes!(FreezeReason {
    Overdue => "overdue",
    Funder => "funder",
    Risk => "risk",
    Court => "court",
});

impl FreezeReason {
    /// Whether nothing goes out but to the debt. A court's freeze keeps an amount instead, from the debt too.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        !matches!(self, Self::Court)
    }
}

/// What a court has of a wallet: of its amount, what those before it have left there. For the rest it waits in line.
#[must_use]
pub fn held(amount: Amount, before: Amount, balance: Amount) -> Amount {
    amount.min(balance.less(before).max(Amount::ZERO))
}

/// A freeze that people order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeOrder {
    pub reason: FreezeReason,
    /// What a court has frozen; it may be more than the wallet holds.
    pub amount: Option<Amount>,
    /// The last day of it; a court's always has one.
    #[serde(with = "iso_date::option")]
    pub expires_on: Option<Date>,
}

/// Why a freeze is not ordered or not lifted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum FreezeRefusal {
    #[error("a freeze for an overdue debt is ordered and lifts by itself")]
    ByItself,
    #[error("a court's freeze names an amount, and no other does")]
    Amount,
    #[error("a court's freeze names its last day, and no freeze ends before tomorrow")]
    ExpiresOn,
    #[error("it has been lifted")]
    Lifted,
    #[error("nothing is owed on the loan")]
    NothingOwed,
}

impl FreezeRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ByItself => "freeze.by_itself",
            Self::Amount => "freeze.amount",
            Self::ExpiresOn => "freeze.expires_on",
            Self::Lifted => "freeze.lifted",
            Self::NothingOwed => "freeze.nothing_owed",
        }
    }
}

impl FreezeOrder {
    /// Whether people may order it on a date.
    ///
    /// # Errors
    /// For what is ordered by itself, a court's without a positive amount and a last day, another with an amount, and a last day
    /// that is not to come.
    pub fn check(&self, today: Date) -> Result<(), FreezeRefusal> {
        if self.reason == FreezeReason::Overdue {
            return Err(FreezeRefusal::ByItself);
        }
        let court = !self.reason.is_whole();
        if self.amount.is_some_and(|amount| !amount.is_positive()) || self.amount.is_some() != court {
            return Err(FreezeRefusal::Amount);
        }
        if self.expires_on.is_some_and(|last| last <= today) || (court && self.expires_on.is_none()) {
            return Err(FreezeRefusal::ExpiresOn);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn courts_wait_in_line_for_what_a_wallet_holds() {
        let balance = Amount::from_fen(1_000);
        for (amount, before, expected) in [(800, 0, 800), (500, 800, 200), (100, 1_300, 0), (1_001, 0, 1_000)] {
            let told = held(Amount::from_fen(amount), Amount::from_fen(before), balance);
            assert_eq!(told, Amount::from_fen(expected), "{amount} after {before}");
        }
    }

    #[test]
    fn each_order_is_refused_by_its_reason() {
        let today = date!(2026 - 11 - 20);
        let tomorrow = Some(date!(2026 - 11 - 21));
        let yuan = Some(Amount::from_fen(100));
        let order = |reason, amount, expires_on| FreezeOrder { reason, amount, expires_on };
        use FreezeReason::{Court, Funder, Overdue, Risk};
        for (order, expected) in [
            (order(Risk, None, None), Ok(())),
            (order(Funder, None, tomorrow), Ok(())),
            (order(Court, yuan, tomorrow), Ok(())),
            (order(Overdue, None, None), Err(FreezeRefusal::ByItself)),
            (order(Risk, yuan, None), Err(FreezeRefusal::Amount)),
            (order(Court, None, tomorrow), Err(FreezeRefusal::Amount)),
            (order(Court, Some(Amount::ZERO), tomorrow), Err(FreezeRefusal::Amount)),
            (order(Court, yuan, None), Err(FreezeRefusal::ExpiresOn)),
            (order(Court, yuan, Some(today)), Err(FreezeRefusal::ExpiresOn)),
            (order(Funder, None, Some(today)), Err(FreezeRefusal::ExpiresOn)),
        ] {
            assert_eq!(order.check(today), expected, "{order:?}");
        }
    }
}
