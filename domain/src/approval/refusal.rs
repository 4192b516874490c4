//! [`ApprovalRefusal`]: why something is not proposed or approved.

use serde::{Deserialize, Serialize};

use crate::{
    Amount, binding::BindingRefusal, carrier::CarrierRefusal, commission::CommissionRefusal,
    correction::CorrectionRefusal, debt_transfer::TransferRefusal, freeze::FreezeRefusal, mapping::MappingRefusal,
    reserve_account::ReserveAccountRefusal, revenue_share::RevenueShareRefusal,
};

/// Why something is not proposed or approved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ApprovalRefusal {
    #[error("the second person must be another person")]
    SamePerson,
    #[error("something is proposed already")]
    AlreadyProposed,
    #[error("it was decided before")]
    AlreadyDecided,
    #[error("a reason is needed")]
    NoteMissing,
    #[error("the note is too long")]
    NoteTooLong,
    #[error("the movement is {state}, so nothing is left to do")]
    MovementSettled { state: String },
    #[error("nothing has the number {reference}")]
    ReferenceUnknown { reference: String },
    #[error("the draw is {state}: it awaits no money")]
    DrawNotAwaiting { state: String },
    #[error("{moved} does not fit the {missing} that are missing")]
    AmountDiffers { moved: Amount, missing: Amount },
    #[error("the first part of the draw's money stands on another reserve account")]
    OtherReserveAccount,
    #[error("the payout was never sent, or stands on the statement already")]
    PayoutNotSent,
    #[error("a movement of this direction cannot be for that")]
    WrongDirection,
    #[error("nobody doubts that it is a movement of its own")]
    NotDoubtful,
    #[error("only money that came can be returned")]
    NotReceived,
    #[error("the bank does not tell the account that the money came from")]
    PayerUnknown,
    #[error("the payout is {state}: only one that has failed or come back is sent again")]
    PayoutNotFailed { state: String },
    #[error("a debit that may be the payout is not explained")]
    DebitUnexplained,
    #[error("the account's number or name is missing or wrong")]
    AccountInvalid,
    #[error("the layout has read no movement of any file")]
    LayoutUntried,
    #[error("the layout is {state}")]
    LayoutState { state: String },
    #[error("another layout has the name {name}")]
    LayoutNameTaken { name: String },
    #[error(transparent)]
    Binding(#[from] BindingRefusal),
    #[error(transparent)]
    Mapping(#[from] MappingRefusal),
    #[error(transparent)]
    Transfer(#[from] TransferRefusal),
    #[error(transparent)]
    Freeze(#[from] FreezeRefusal),
    #[error(transparent)]
    Correction(#[from] CorrectionRefusal),
    #[error(transparent)]
    Commission(#[from] CommissionRefusal),
    #[error(transparent)]
    RevenueShare(#[from] RevenueShareRefusal),
    #[error(transparent)]
    Carrier(#[from] CarrierRefusal),
    #[error(transparent)]
    ReserveAccount(#[from] ReserveAccountRefusal),
    #[error("there is no complaint, or it was settled before")]
    NoComplaint,
    #[error("more was given back since it was proposed, and nobody has looked into that")]
    ComplaintRenewed,
    #[error("the loan has the mark already, or has it no more")]
    MarkUnchanged,
    #[error("the agent has departed already, or has not")]
    DepartureUnchanged,
    #[error("something is owed")]
    AgentOwes,
    #[error("there are no tries or too many, or a reason is of two kinds")]
    DebitRulesInvalid,
    #[error("the refund is decided, or a day or its settlement file is not there yet")]
    RefundNotOpen,
    #[error("the payment does not count, or was taken back before")]
    PaymentNotCounted,
    #[error("two people do not decide about it so, or something was decided before")]
    NoLateSuccess,
    #[error("the debt owes less by now, is debited or changes hands")]
    LateNotOwed,
    #[error("two people decide about what succeeded late, and what went back beyond what was taken")]
    LateTwoPeople,
}

impl ApprovalRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SamePerson => "two_people.same_person",
            Self::AlreadyProposed => "approval.already_proposed",
            Self::AlreadyDecided => "approval.already_decided",
            Self::NoteMissing => "approval.note_missing",
            Self::NoteTooLong => "approval.note_too_long",
            Self::MovementSettled { .. } => "movement.settled",
            Self::ReferenceUnknown { .. } => "match.reference_unknown",
            Self::DrawNotAwaiting { .. } => "match.draw_not_awaiting",
            Self::AmountDiffers { .. } => "match.amount_differs",
            Self::OtherReserveAccount => "match.other_reserve_account",
            Self::PayoutNotSent => "match.payout_not_sent",
            Self::WrongDirection => "match.wrong_direction",
            Self::NotDoubtful => "movement.not_doubtful",
            Self::NotReceived => "return.not_received",
            Self::PayerUnknown => "return.payer_unknown",
            Self::PayoutNotFailed { .. } => "payout.not_failed",
            Self::DebitUnexplained => "payout.debit_unexplained",
            Self::AccountInvalid => "payout.account_invalid",
            Self::LayoutUntried => "layout.untried",
            Self::LayoutState { .. } => "layout.state",
            Self::LayoutNameTaken { .. } => "layout.name_taken",
            Self::Binding(refusal) => refusal.code(),
            Self::Mapping(refusal) => refusal.code(),
            Self::Transfer(refusal) => refusal.code(),
            Self::Freeze(refusal) => refusal.code(),
            Self::Correction(refusal) => refusal.code(),
            Self::Commission(refusal) => refusal.code(),
            Self::RevenueShare(refusal) => refusal.code(),
            Self::Carrier(refusal) => refusal.code(),
            Self::ReserveAccount(refusal) => refusal.code(),
            Self::MarkUnchanged => "loan.mark_unchanged",
            Self::DepartureUnchanged => "agent.departure_unchanged",
            Self::AgentOwes => "agent.owes",
            Self::NoComplaint => "complaint.none",
            Self::ComplaintRenewed => "complaint.renewed",
            Self::DebitRulesInvalid => "debit_rules.invalid",
            Self::RefundNotOpen => "refund.not_open",
            Self::PaymentNotCounted => "outside_payment.not_counted",
            Self::NoLateSuccess => "late_success.none",
            Self::LateNotOwed => "late_success.not_owed",
            Self::LateTwoPeople => "late_success.two_people",
        }
    }
}
