//! What need not be paid: a waiver takes off what is owed on its day, and nothing that comes after it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Position, Quote};
use crate::Amount;

/// What two people may waive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waivable {
    /// 罚息
    Penalty,
    /// 利息
    Interest,
    /// 提前还款费
    Fee,
    /// 本金: a loss of the holder's, with a journal.
    Principal,
}

codes!(Waivable {
    Penalty => "penalty",
    Interest => "interest",
    Fee => "fee",
    Principal => "principal",
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
    #[error("{penalty} of penalty interest would be left, and nothing else")]
    PenaltyLeft { penalty: Amount },
    #[error("the figures leave the range of exact arithmetic")]
    OutOfRange,
}

impl WaiverRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "waiver.not_positive",
            Self::AboveOwed { .. } => "waiver.above_owed",
            Self::BeforeLastPayment => "waiver.before_last_payment",
            Self::PenaltyLeft { .. } => "waiver.penalty_left",
            Self::OutOfRange => "math.out_of_range",
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
            Waivable::Principal => self.principal(),
        }
    }
}

impl Position {
    /// The position once an amount is waived, the oldest first. The debt goes on as before: of 180.00 penalty interest that were
    /// waived none is owed that day, and 18.00 again the day after. Waived principal bears nothing from that day on.
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
        if what == Waivable::Principal {
            return self.without_principal(&quote, amount);
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
                Waivable::Fee | Waivable::Principal => {}
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
            Waivable::Penalty | Waivable::Principal => {}
        }
        Ok(next)
    }

    /// What has accrued until then stays owed; of principal that is not due, the rest is planned anew, without a fee.
    fn without_principal(&self, quote: &Quote, amount: Amount) -> Result<Self, WaiverRefusal> {
        let mut next = self.clone();
        next.accrue_to(quote.on);
        next.principal_waived = next.principal_waived.plus(amount);
        let mut left = amount;
        for item in &quote.due {
            let taken = item.principal.min(left);
            left = left.less(taken);
            if let Some(part) = next.instalments.iter_mut().find(|part| part.planned.number == item.instalment) {
                part.planned.principal = part.planned.principal.less(taken);
            }
        }
        if left.is_positive() {
            next.take_off(quote.on, left).map_err(|_| WaiverRefusal::OutOfRange)?;
        }
        Ok(next)
    }
}
