//! Repaying a loan: what may be refused, and which amount a choice stands for.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    loan::LoanState,
    position::{AllocationRefusal, Position},
    wallet::WalletRefusal,
};

/// What the agent wants to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentChoice {
    /// What is due on or before today.
    Due,
    /// Everything: the loan is settled.
    All,
    /// As much as the agent says.
    Part(Amount),
}

/// What a payment came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentCause {
    /// The agent asked for it.
    Asked,
    /// The wallet paid what fell due at the close of its day.
    Due,
    /// Money came in while something was overdue.
    Swept,
    /// A commission came that the agent had ordered to repay the loan.
    Commission,
    /// Its holder debited a card that the agent has bound.
    Debited,
}

codes!(RepaymentCause {
    Asked => "asked",
    Due => "due",
    Swept => "swept",
    Commission => "commission",
    Debited => "debited",
});

/// Where a repayment stands with its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepaymentState {
    Debited,
    /// The holder has found the money on its account.
    PartnerConfirmed,
}

codes!(RepaymentState {
    Debited => "debited",
    PartnerConfirmed => "partner_confirmed",
});

impl RepaymentChoice {
    /// The amount that the choice stands for on a date.
    #[must_use]
    pub fn amount(self, position: &Position, on: Date) -> Amount {
        match self {
            Self::Due => position.quote(on).due_total(),
            Self::All => position.quote(on).payoff_total(),
            Self::Part(amount) => amount,
        }
    }
}

/// Whether its agent may pay a loan that stands so, while another one, of this number, may be overdue: what is overdue is paid at any
/// time, and all else after it.
///
/// # Errors
/// `OverdueFirst`, with the loan that is to be paid before.
pub fn check_order(own: LoanState, late: Option<&str>) -> Result<(), RepaymentRefusal> {
    match late {
        Some(late) if own.overdue_since().is_none() => {
            Err(RepaymentRefusal::OverdueFirst { reference: late.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Why a repayment is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RepaymentRefusal {
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("nothing is due")]
    NothingDue,
    #[error("{reference} is overdue, and is paid first")]
    OverdueFirst { reference: String },
    #[error("the loan is settled with {payoff}")]
    AbovePayoff { payoff: Amount },
    #[error("the wallet holds {available}, {requested} is needed")]
    InsufficientBalance { available: Amount, requested: Amount },
    #[error("the quote has expired")]
    QuoteExpired,
    #[error("the loan was paid meanwhile, so the quote no longer holds")]
    QuoteStale,
    #[error("the quote was paid already")]
    QuoteUsed,
    #[error("the loan is settled")]
    Settled,
    #[error("a payment of {last_paid_on} was taken already")]
    BeforeLastPayment { last_paid_on: String },
    #[error("the figures leave the range of exact arithmetic")]
    OutOfRange,
}

impl RepaymentRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount.not_positive",
            Self::NothingDue => "repayment.nothing_due",
            Self::OverdueFirst { .. } => "repayment.overdue_first",
            Self::AbovePayoff { .. } => "repayment.above_payoff",
            Self::InsufficientBalance { .. } => "wallet.insufficient_balance",
            Self::QuoteExpired => "repayment.quote_expired",
            Self::QuoteStale => "repayment.quote_stale",
            Self::QuoteUsed => "repayment.quote_used",
            Self::Settled => "repayment.settled",
            Self::BeforeLastPayment { .. } => "repayment.before_last_payment",
            Self::OutOfRange => "math.out_of_range",
        }
    }
}

impl From<AllocationRefusal> for RepaymentRefusal {
    fn from(refusal: AllocationRefusal) -> Self {
        match refusal {
            AllocationRefusal::NotPositive => Self::AmountNotPositive,
            AllocationRefusal::AbovePayoff { payoff } => Self::AbovePayoff { payoff },
            AllocationRefusal::BeforeLastPayment { last_paid_on } => {
                Self::BeforeLastPayment { last_paid_on: last_paid_on.to_string() }
            }
            AllocationRefusal::Math(_) => Self::OutOfRange,
        }
    }
}

impl From<WalletRefusal> for RepaymentRefusal {
    fn from(refusal: WalletRefusal) -> Self {
        match refusal {
            WalletRefusal::InsufficientBalance { available, requested } => {
                Self::InsufficientBalance { available, requested }
            }
            // A freeze lets debts be paid.
            WalletRefusal::AmountNotPositive | WalletRefusal::Frozen => Self::AmountNotPositive,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn what_is_overdue_is_paid_at_any_time_and_all_else_after_it() {
        let late = LoanState::Overdue { since: date!(2026 - 12 - 20) };
        let reference = "DRW2026112000000017";
        let first = || RepaymentRefusal::OverdueFirst { reference: reference.to_owned() };
        for (own, another, expected) in [
            (LoanState::Active, None, Ok(())),
            (LoanState::Settled, None, Ok(())),
            (late, None, Ok(())),
            (LoanState::Active, Some(reference), Err(first())),
            (LoanState::Settled, Some(reference), Err(first())),
            (late, Some(reference), Ok(())),
        ] {
            assert_eq!(check_order(own, another), expected, "{own:?} {another:?}");
        }
    }
}
