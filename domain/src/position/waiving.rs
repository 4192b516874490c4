//! What need not be paid: a waiver takes off what is owed on its day, and nothing that comes after it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Position, Quote};
use crate::Amount;

/// What two people may waive. (Principal is not among them: that is a loss of the holder's, with a journal.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waivable {
    /// 罚息
    Penalty,
    /// 利息
    Interest,
    /// 提前还款费
    Fee,
}

codes!(Waivable {
    Penalty => "penalty",
    Interest => "interest",
    Fee => "fee",
});

/// Why nothing is waived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WaiverRefusal {
    #[error("a waiver is of more than nothing")]
    NotPositive,
    #[error("{owed} is owed of it")]
    AboveOwed { owed: Amount },
    #[error("the loan was paid or waived on a later date")]
    BeforeLastPayment,
}

impl WaiverRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "waiver.not_positive",
            Self::AboveOwed { .. } => "waiver.above_owed",
            Self::BeforeLastPayment => "waiver.before_last_payment",
        }
    }
}

impl Quote {
    /// How much of its kind is owed on the date, whether it is due or not.
    #[must_use]
    pub fn waivable(&self, what: Waivable) -> Amount {
        match what {
            Waivable::Penalty => self.penalty(),
            Waivable::Interest => self.interest(),
            Waivable::Fee => self.early_fee,
        }
    }
}

impl Position {
    /// The position once an amount is waived, the oldest first. The debt goes on as before: of 180.00 penalty interest that were
    /// waived none is owed that day, and 18.00 again the day after.
    ///
    /// # Errors
    /// When it is more than is owed of its kind on the date, or the date is before the last payment.
    pub fn waive(&self, on: Date, what: Waivable, amount: Amount) -> Result<Self, WaiverRefusal> {
        if on < self.accrued_to {
            return Err(WaiverRefusal::BeforeLastPayment);
        }
        if !amount.is_positive() {
            return Err(WaiverRefusal::NotPositive);
        }
        let quote = self.quote(on);
        let owed = quote.waivable(what);
        if amount > owed {
            return Err(WaiverRefusal::AboveOwed { owed });
        }
        let mut next = self.clone();
        let mut left = amount;
        for part in &mut next.instalments {
            let item = quote.due.iter().find(|item| item.instalment == part.planned.number);
            match what {
                Waivable::Penalty => {
                    let taken = item.map_or(Amount::ZERO, |item| item.penalty).min(left);
                    part.penalty_waived = part.penalty_waived.plus(taken);
                    left = left.less(taken);
                }
                Waivable::Interest => {
                    let taken = item.map_or(Amount::ZERO, |item| item.interest).min(left);
                    part.interest_waived = part.interest_waived.plus(taken);
                    left = left.less(taken);
                }
                Waivable::Fee => {}
            }
        }
        match what {
            Waivable::Fee => next.early_fee_waived = next.early_fee_waived.plus(left),
            // The rest is of the running period.
            Waivable::Interest => {
                if let Some(part) = next.instalments.iter_mut().find(|part| part.planned.due_on > on) {
                    part.interest_waived = part.interest_waived.plus(left);
                }
            }
            Waivable::Penalty => {}
        }
        Ok(next)
    }
}
