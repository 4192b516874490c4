//! Freezes of a wallet: who ordered them, what they keep, and what lifts them. They stack; each lifts by itself.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Amount, calendar::iso_date};

/// How long the name of who asks for a freeze may be.
const NAME_LIMIT: usize = 100;

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

    /// Whether somebody outside asks for it, whom the shop is told by name.
    #[must_use]
    pub const fn is_asked_for(self) -> bool {
        matches!(self, Self::Funder | Self::Court)
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
    /// Who asked for it, as the shop is told: the court with its case number, or the funder. Empty for a risk.
    #[serde(default)]
    pub asked_by: String,
}

/// What a court has paid to it of what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deduction {
    pub amount: Amount,
    /// The court's own.
    pub account_no: String,
    pub account_name: String,
}

impl Deduction {
    /// Whether so much may be deducted under a freeze that holds `held` of what is there.
    ///
    /// # Errors
    /// For a freeze that is not a court's, nothing, and more than it holds.
    pub fn check(&self, reason: FreezeReason, held: Amount) -> Result<(), FreezeRefusal> {
        if reason.is_whole() {
            return Err(FreezeRefusal::NotACourts);
        }
        if !self.amount.is_positive() || self.amount > held {
            return Err(FreezeRefusal::AboveHeld { held });
        }
        Ok(())
    }
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
    #[error("a court's and a funder's freeze name who asked for it, in 100 characters at most, and no other does")]
    AskedBy,
    #[error("it has been lifted")]
    Lifted,
    #[error("nothing is owed on the loan")]
    NothingOwed,
    #[error("only a court has money paid to it")]
    NotACourts,
    #[error("the court holds {held} of what is there")]
    AboveHeld { held: Amount },
}

impl FreezeRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ByItself => "freeze.by_itself",
            Self::Amount => "freeze.amount",
            Self::ExpiresOn => "freeze.expires_on",
            Self::AskedBy => "freeze.asked_by",
            Self::Lifted => "freeze.lifted",
            Self::NothingOwed => "freeze.nothing_owed",
            Self::NotACourts => "freeze.not_a_courts",
            Self::AboveHeld { .. } => "freeze.above_held",
        }
    }
}

impl FreezeOrder {
    /// Whether people may order it on a date.
    ///
    /// # Errors
    /// For what is ordered by itself, a court's without a positive amount and a last day, another with an amount, a last day
    /// that is not to come, a court's or a funder's without its name, and a name for a risk.
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
        let named = !self.asked_by.trim().is_empty();
        if named != self.reason.is_asked_for() || self.asked_by.chars().count() > NAME_LIMIT {
            return Err(FreezeRefusal::AskedBy);
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
    fn a_court_is_paid_what_it_holds_and_no_fen_more() {
        let (held, account) = (Amount::from_fen(800), || "6222".to_owned());
        let of = |fen, reason| {
            let amount = Amount::from_fen(fen);
            Deduction { amount, account_no: account(), account_name: account() }.check(reason, held)
        };
        for fen in [1, 800] {
            assert_eq!(of(fen, FreezeReason::Court), Ok(()));
        }
        for fen in [-1, 0, 801] {
            assert_eq!(of(fen, FreezeReason::Court), Err(FreezeRefusal::AboveHeld { held }));
        }
        for reason in [FreezeReason::Overdue, FreezeReason::Funder, FreezeReason::Risk] {
            assert_eq!(of(1, reason), Err(FreezeRefusal::NotACourts));
        }
    }

    #[test]
    fn each_order_is_refused_by_its_reason() {
        let today = date!(2026 - 11 - 20);
        let tomorrow = Some(date!(2026 - 11 - 21));
        let yuan = Some(Amount::from_fen(100));
        let order = |reason: FreezeReason, amount, expires_on| {
            let asked_by = if reason.is_asked_for() { "（2026）川01执188号" } else { "" };
            FreezeOrder { reason, amount, expires_on, asked_by: asked_by.to_owned() }
        };
        let named = |order: FreezeOrder, name: &str| FreezeOrder { asked_by: name.to_owned(), ..order };
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
            (named(order(Court, yuan, tomorrow), " "), Err(FreezeRefusal::AskedBy)),
            (named(order(Funder, None, None), ""), Err(FreezeRefusal::AskedBy)),
            (named(order(Funder, None, None), &"嘉".repeat(100)), Ok(())),
            (named(order(Funder, None, None), &"嘉".repeat(101)), Err(FreezeRefusal::AskedBy)),
            (named(order(Risk, None, None), "嘉禾小额贷款"), Err(FreezeRefusal::AskedBy)),
        ] {
            assert_eq!(order.check(today), expected, "{order:?}");
        }
    }
}
