//! [`DebtRefusal`]: why something is not done with a debt.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::DebitHours;
use crate::{
    Amount,
    binding::{BindingState, Suspension},
    network::Reason,
};

/// Why a debt is not registered, transferred, debited or paid elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum DebtRefusal {
    #[error("another holds the debt")]
    NotHeld,
    #[error("a transfer of the debt is under way")]
    TransferFrozen,
    #[error("the debt is in another transfer")]
    InOtherTransfer,
    #[error("the partner is suspended")]
    Suspended,
    #[error("its payer has complained")]
    Complaint,
    #[error("the loan is disputed, or in litigation")]
    Marked,
    #[error("the binding is {}", state.code())]
    BindingEnded { state: BindingState },
    #[error("the binding is suspended: {}", suspension.code())]
    BindingSuspended { suspension: Suspension },
    #[error("the binding is not shared")]
    NotShared,
    #[error("a debit of it is on its way")]
    InFlight,
    #[error("nothing is outstanding")]
    Settled,
    #[error("it is due on {due_on}")]
    NotDue { due_on: Date },
    #[error("it is due on {due_on}, and not overdue")]
    NotOverdue { due_on: Date },
    #[error("the amount must be positive")]
    AmountNotPositive,
    #[error("only {outstanding} is outstanding")]
    MoreThanOutstanding { outstanding: Amount },
    /// To whoever may not know how much that is.
    #[error("it is more than is outstanding")]
    MoreThanIsLeft,
    #[error("a debit takes at most {limit}")]
    MoreThanADebit { limit: Amount },
    #[error("only {left} more may be taken from the card today")]
    MoreThanADay { left: Amount },
    #[error("the card was tried too often today, and may be again at {next_at}")]
    TriedTooOften {
        #[serde(with = "time::serde::rfc3339")]
        next_at: OffsetDateTime,
    },
    #[error("the card's bank lets nothing more be taken today: it may be tried again at {next_at}")]
    LimitReached {
        #[serde(with = "time::serde::rfc3339")]
        next_at: OffsetDateTime,
    },
    #[error("the card was refused for good: {}", reason.code())]
    CardRefused { reason: Reason },
    #[error("cards are debited within {hours}")]
    OutsideHours { hours: DebitHours },
    #[error("a number has 1 to 64 characters")]
    NumberInvalid,
    #[error("there is a debt of this number")]
    NumberTaken,
    #[error("only {refundable} can go back")]
    RefundExceeds { refundable: Amount },
    #[error("a refund needs a reason of up to 500 characters")]
    RefundReasonMissing,
    #[error("another payment has this number")]
    PaymentNumberTaken,
    #[error("that day has not come")]
    PaidInTheFuture,
    #[error("a payment needs evidence of up to 500 characters")]
    PaymentEvidenceMissing,
    #[error("the report was answered before")]
    PaymentAnswered,
}

impl DebtRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotHeld => "debt.not_held",
            Self::TransferFrozen => "debt.transfer_frozen",
            Self::InOtherTransfer => "debt.in_other_transfer",
            Self::Suspended => "debt.partner_suspended",
            Self::Complaint => "debt.complaint",
            Self::Marked => "debt.marked",
            Self::BindingEnded { .. } => "debt.binding_ended",
            Self::BindingSuspended { .. } => "debt.binding_suspended",
            Self::NotShared => "debt.not_shared",
            Self::InFlight => "debt.in_flight",
            Self::Settled => "debt.settled",
            Self::NotDue { .. } => "debt.not_due",
            Self::NotOverdue { .. } => "debt.not_overdue",
            Self::AmountNotPositive => "debt.amount_not_positive",
            Self::MoreThanOutstanding { .. } => "debt.more_than_outstanding",
            Self::MoreThanIsLeft => "debt.more_than_is_left",
            Self::MoreThanADebit { .. } => "debt.above_debit_limit",
            Self::MoreThanADay { .. } => "debt.above_day_limit",
            Self::TriedTooOften { .. } => "debt.tried_too_often",
            Self::LimitReached { .. } => "debt.limit_reached",
            Self::CardRefused { .. } => "debt.card_refused",
            Self::OutsideHours { .. } => "debt.outside_hours",
            Self::NumberInvalid => "debt.number_invalid",
            Self::NumberTaken => "debt.number_taken",
            Self::RefundExceeds { .. } => "refund.exceeds",
            Self::RefundReasonMissing => "refund.reason_missing",
            Self::PaymentNumberTaken => "outside_payment.number_taken",
            Self::PaidInTheFuture => "outside_payment.in_the_future",
            Self::PaymentEvidenceMissing => "outside_payment.evidence_missing",
            Self::PaymentAnswered => "outside_payment.answered",
        }
    }
}
