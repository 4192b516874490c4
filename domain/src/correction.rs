//! [`Correction`]: what two people change of a loan's facts. The loan is made of them anew: [`crate::history`].

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount, Reference,
    calendar::iso_date,
    id::{BankMovementId, LoanFactId, RepaymentId},
    position::{Waivable, WaiverRefusal},
};

/// What is to be corrected. The note of the proposal is the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// 冲正: the wallet was debited wrongly; the money is in it again, and the debt as if it had never been paid.
    Reverse {
        repayment: RepaymentId,
        /// The money was never this agent's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right_wallet: Option<RightWallet>,
    },
    /// The holder has received a payment outside of the platform, on a date.
    Receive {
        amount: Amount,
        #[serde(with = "iso_date")]
        on: Date,
    },
    /// A payment received outside came on another date.
    Redate {
        fact: LoanFactId,
        #[serde(with = "iso_date")]
        on: Date,
    },
    /// 减免: so much of what is owed today need not be paid.
    Waive { part: Waivable, amount: Amount },
    /// A payment received outside was none, or a waiver is taken back.
    Undo { fact: LoanFactId },
}

/// The wallet for which a movement was that topped another one up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightWallet {
    pub movement: BankMovementId,
    /// The number of the wallet, WLT….
    pub wallet: Reference,
}

impl Correction {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reverse { .. } => "reverse",
            Self::Receive { .. } => "receive",
            Self::Redate { .. } => "redate",
            Self::Waive { .. } => "waive",
            Self::Undo { .. } => "undo",
        }
    }

    /// What was received or waived.
    #[must_use]
    pub const fn amount(&self) -> Option<Amount> {
        match self {
            Self::Receive { amount, .. } | Self::Waive { amount, .. } => Some(*amount),
            Self::Reverse { .. } | Self::Redate { .. } | Self::Undo { .. } => None,
        }
    }
}

/// Why a loan's facts are not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CorrectionRefusal {
    #[error("the loan has no such payment or waiver, or it was undone")]
    NoSuchFact,
    #[error("an amount is more than nothing")]
    NotPositive,
    #[error("{on} is before the credit or after today")]
    DateOutside { on: String },
    #[error("it has that date")]
    SameDate,
    #[error("{owed} was owed then")]
    AboveOwed { owed: Amount },
    #[error("{excess} that the funder has received would be for nothing")]
    ExcessElsewhere { excess: Amount },
    #[error("the line would be over its limit by {over}")]
    LimitExceeded { over: Amount },
    #[error("the movement did not top this wallet up, was moved before, or the other wallet is none")]
    NotMisplaced,
    #[error("{missing} of the money has left the wallet")]
    MoneyGone { missing: Amount },
    #[error(transparent)]
    Waiver(#[from] WaiverRefusal),
}

impl CorrectionRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchFact => "correction.no_such_fact",
            Self::NotPositive => "amount.not_positive",
            Self::DateOutside { .. } => "correction.date_outside",
            Self::SameDate => "correction.same_date",
            Self::AboveOwed { .. } => "correction.above_owed",
            Self::ExcessElsewhere { .. } => "correction.excess_elsewhere",
            Self::LimitExceeded { .. } => "limit_exceeded",
            Self::NotMisplaced => "correction.not_misplaced",
            Self::MoneyGone { .. } => "correction.money_gone",
            Self::Waiver(refusal) => refusal.code(),
        }
    }
}

/// A split as it was posted, or by how much another differs from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What nobody owed: for the wallet.
    pub excess: Amount,
}

impl Split {
    /// What is to be added to another split to make this one.
    #[must_use]
    pub fn differs_from(self, other: Self) -> Self {
        let differs = |one: Amount, other: Amount| one.plus(other.negated());
        Self {
            fee: differs(self.fee, other.fee),
            penalty: differs(self.penalty, other.penalty),
            interest: differs(self.interest, other.interest),
            principal: differs(self.principal, other.principal),
            excess: differs(self.excess, other.excess),
        }
    }

    /// Of a payment that is none any more: all that it paid is the wallet's again.
    #[must_use]
    pub fn taken_back(self) -> Self {
        Self { excess: self.fee.plus(self.penalty).plus(self.interest).plus(self.principal).negated(), ..self }
    }

    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}
