//! A draw: the request to borrow, and the two flows that must meet before it is credited.

use serde::{Deserialize, Serialize};

use crate::{Amount, one_time_code::CodeRefusal, standing::StandingRefusal};

/// How many days a draw may wait to be credited, unless configured otherwise.
pub const WAITING_DAYS: u16 = 7;

/// Where a draw stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawState {
    /// The limit is earmarked; the funder has not answered.
    Requested,
    /// Accepted: the two flows are awaited, each by itself and in either order.
    Awaiting {
        instructed: bool,
        funds: Amount,
    },
    Refused {
        reason: String,
    },
    Cancelled,
    /// It ended by itself: it had waited too long, or could not be credited any more when its money was there.
    Lapsed,
    Credited,
}

/// Where a draw stands, without what belongs to it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawPhase {
    Requested,
    Awaiting,
    Refused,
    Cancelled,
    Lapsed,
    Credited,
}

codes!(DrawPhase {
    Requested => "requested",
    Awaiting => "awaiting",
    Refused => "refused",
    Cancelled => "cancelled",
    Lapsed => "lapsed",
    Credited => "credited",
});

impl DrawPhase {
    /// Ended without money.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Refused | Self::Cancelled | Self::Lapsed)
    }

    /// Whether it waits for its money.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Awaiting)
    }
}

impl DrawState {
    #[must_use]
    pub const fn phase(&self) -> DrawPhase {
        match self {
            Self::Requested => DrawPhase::Requested,
            Self::Awaiting { .. } => DrawPhase::Awaiting,
            Self::Refused { .. } => DrawPhase::Refused,
            Self::Cancelled => DrawPhase::Cancelled,
            Self::Lapsed => DrawPhase::Lapsed,
            Self::Credited => DrawPhase::Credited,
        }
    }

    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.phase().code()
    }
}

/// Why a draw has ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LapseReason {
    WaitedTooLong,
    WalletFrozen,
    LineNotActive,
    BeyondMaturity,
    AboveCap,
}

codes!(LapseReason {
    WaitedTooLong => "draw.waited_too_long",
    WalletFrozen => "wallet.frozen",
    LineNotActive => "draw.line_not_active",
    BeyondMaturity => "draw.beyond_maturity",
    AboveCap => "draw.above_cap",
});

impl LapseReason {
    /// Of a draw whose money is there, and which may not be credited any more.
    #[must_use]
    pub const fn of(refusal: &DrawRefusal) -> Option<Self> {
        match refusal {
            DrawRefusal::WalletFrozen => Some(Self::WalletFrozen),
            DrawRefusal::LineNotActive => Some(Self::LineNotActive),
            DrawRefusal::BeyondMaturity => Some(Self::BeyondMaturity),
            DrawRefusal::AboveCap => Some(Self::AboveCap),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    pub amount: Amount,
    pub state: DrawState,
}

/// Why a draw may not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum DrawRefusal {
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("{requested} is more than the {available} that can still be drawn")]
    InsufficientLimit { available: Amount, requested: Amount },
    #[error("the credit line is not active")]
    LineNotActive,
    #[error("a loan is overdue, and nothing new is lent before it is paid")]
    Overdue,
    #[error("the wallet is frozen")]
    WalletFrozen,
    #[error("{missing} is missing of what falls due today")]
    DueToday { missing: Amount },
    #[error("the tenor is not one of the line's")]
    TenorNotOffered,
    #[error("the last instalment would fall due after the line matures")]
    BeyondMaturity,
    #[error("the cost disclosure was not confirmed, or shows other figures")]
    DisclosureStale,
    #[error("the all-in cost is above the cap")]
    AboveCap,
    #[error("the draw is {state}, so this cannot be done")]
    WrongState { state: String },
    #[error("the instruction names {instructed}, the draw is of {requested}")]
    AmountDiffers { instructed: Amount, requested: Amount },
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("the purpose is missing or too long")]
    PurposeInvalid,
    #[error("the payment reference is missing")]
    PaymentReferenceMissing,
    #[error("the payment reference is too long")]
    PaymentReferenceTooLong,
    #[error("the funder has its payments released by a second person")]
    ReleaseNeeded,
    #[error("nobody has registered this payment, or it was registered anew or released")]
    NothingToRelease,
    #[error("who registered a payment cannot release it")]
    SamePerson,
    #[error(transparent)]
    #[serde(untagged)]
    Standing(#[from] StandingRefusal),
    #[error(transparent)]
    #[serde(untagged)]
    Code(#[from] CodeRefusal),
}

impl DrawRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount.not_positive",
            Self::InsufficientLimit { .. } => "draw.insufficient_limit",
            Self::LineNotActive => "draw.line_not_active",
            Self::Overdue => "draw.overdue",
            Self::WalletFrozen => "wallet.frozen",
            Self::DueToday { .. } => "draw.due_today",
            Self::TenorNotOffered => "draw.tenor_not_offered",
            Self::BeyondMaturity => "draw.beyond_maturity",
            Self::DisclosureStale => "draw.disclosure_stale",
            Self::AboveCap => "draw.above_cap",
            Self::WrongState { .. } => "draw.wrong_state",
            Self::AmountDiffers { .. } => "draw.amount_differs",
            Self::ReasonMissing => "reason.missing",
            Self::PurposeInvalid => "draw.purpose_invalid",
            Self::PaymentReferenceMissing => "draw.payment_reference_missing",
            Self::PaymentReferenceTooLong => "draw.payment_reference_too_long",
            Self::ReleaseNeeded => "draw.release_needed",
            Self::NothingToRelease => "draw.nothing_to_release",
            Self::SamePerson => "draw.same_person",
            Self::Standing(refusal) => refusal.code(),
            Self::Code(refusal) => refusal.code(),
        }
    }
}

impl Draw {
    /// The funder takes the draw on and will pay.
    ///
    /// # Errors
    /// When it was answered or ended already.
    pub fn accept(self) -> Result<Self, DrawRefusal> {
        match self.state {
            DrawState::Requested => {
                Ok(Self { state: DrawState::Awaiting { instructed: false, funds: Amount::ZERO }, ..self })
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// The funder will not pay; the earmark is released.
    ///
    /// # Errors
    /// When the reason is empty, or the draw was answered or ended already.
    pub fn refuse(self, reason: &str) -> Result<Self, DrawRefusal> {
        if reason.trim().is_empty() {
            return Err(DrawRefusal::ReasonMissing);
        }
        match self.state {
            DrawState::Requested => Ok(Self { state: DrawState::Refused { reason: reason.trim().to_owned() }, ..self }),
            _ => Err(self.wrong_state()),
        }
    }

    /// The agent changes its mind, which it may until the instruction arrives. Money that is there already goes back.
    ///
    /// # Errors
    /// When the instruction has arrived, or the draw ended already.
    pub fn cancel(self) -> Result<Self, DrawRefusal> {
        match self.state {
            DrawState::Requested | DrawState::Awaiting { instructed: false, .. } => {
                Ok(Self { state: DrawState::Cancelled, ..self })
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Ends a draw that was not credited, whichever of its flows is there.
    ///
    /// # Errors
    /// When it was credited or ended already.
    pub fn lapse(self) -> Result<Self, DrawRefusal> {
        match self.state {
            DrawState::Requested | DrawState::Awaiting { .. } => Ok(Self { state: DrawState::Lapsed, ..self }),
            _ => Err(self.wrong_state()),
        }
    }

    /// The information flow: the funder reports that it has paid `amount`.
    ///
    /// # Errors
    /// When the draw is not awaited, was instructed before, or is of another amount.
    pub fn instruct(self, amount: Amount) -> Result<Self, DrawRefusal> {
        match self.state {
            DrawState::Awaiting { instructed: false, funds } => {
                if amount != self.amount {
                    return Err(DrawRefusal::AmountDiffers { instructed: amount, requested: self.amount });
                }
                Ok(Self { state: DrawState::Awaiting { instructed: true, funds }, ..self })
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// One of the funder's people registers a payment of `amount`, which a second one releases: nothing has changed until then.
    ///
    /// # Errors
    /// When the draw could not be instructed, or only after more than being accepted.
    pub fn check_prepare(&self, amount: Amount) -> Result<(), DrawRefusal> {
        let accepted = match self.state {
            DrawState::Requested => self.clone().accept()?,
            _ => self.clone(),
        };
        accepted.instruct(amount).map(|_| ())
    }

    /// The funds flow: money for this draw stands on a reserve account. Several movements may make one draw.
    ///
    /// # Errors
    /// When the draw is not awaited.
    pub fn receive(self, amount: Amount) -> Result<Self, DrawRefusal> {
        match self.state {
            DrawState::Awaiting { instructed, funds } => {
                Ok(Self { state: DrawState::Awaiting { instructed, funds: funds.plus(amount) }, ..self })
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Whether both flows are there and equal.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        matches!(&self.state, DrawState::Awaiting { instructed: true, funds } if *funds == self.amount)
    }

    /// Credits the draw, which is then a loan.
    ///
    /// # Errors
    /// Unless both flows are there and equal.
    pub fn credit(self) -> Result<Self, DrawRefusal> {
        if self.is_matched() { Ok(Self { state: DrawState::Credited, ..self }) } else { Err(self.wrong_state()) }
    }

    fn wrong_state(&self) -> DrawRefusal {
        DrawRefusal::WrongState { state: self.state.code().to_owned() }
    }
}

/// Whether `actor` may release what `prepared_by` has registered.
///
/// # Errors
/// When nothing was registered, or it is the same person.
pub fn check_release(prepared_by: Option<&str>, actor: &str) -> Result<(), DrawRefusal> {
    match prepared_by {
        None => Err(DrawRefusal::NothingToRelease),
        Some(by) if by == actor => Err(DrawRefusal::SamePerson),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMOUNT: Amount = Amount::from_fen(5_000_000);

    fn in_state(state: DrawState) -> Draw {
        Draw { amount: AMOUNT, state }
    }

    /// Every state × every command: what it leads to, or that it is refused.
    #[test]
    fn a_draw_ends_for_what_it_may_not_be_credited_for() {
        let refusals =
            [DrawRefusal::WalletFrozen, DrawRefusal::LineNotActive, DrawRefusal::BeyondMaturity, DrawRefusal::AboveCap];
        for refusal in refusals {
            assert_eq!(LapseReason::of(&refusal).map(LapseReason::code), Some(refusal.code()));
        }
        assert_eq!(LapseReason::of(&DrawRefusal::Overdue), None);
    }

    #[test]
    fn every_state_answers_every_command() {
        let awaiting = |instructed, funds| DrawState::Awaiting { instructed, funds: Amount::from_fen(funds) };
        let states = [
            DrawState::Requested,
            awaiting(false, 0),
            awaiting(true, 0),
            awaiting(false, 5_000_000),
            awaiting(true, 5_000_000),
            DrawState::Refused { reason: "no".to_owned() },
            DrawState::Cancelled,
            DrawState::Lapsed,
            DrawState::Credited,
        ];
        let expected = [
            // accept, refuse, cancel, lapse, instruct, receive, credit
            ["awaiting", "refused", "cancelled", "lapsed", "-", "-", "-"],
            ["-", "-", "cancelled", "lapsed", "awaiting", "awaiting", "-"],
            ["-", "-", "-", "lapsed", "-", "awaiting", "-"],
            ["-", "-", "cancelled", "lapsed", "awaiting", "awaiting", "-"],
            ["-", "-", "-", "lapsed", "-", "awaiting", "credited"],
            ["-"; 7],
            ["-"; 7],
            ["-"; 7],
            ["-"; 7],
        ];
        for (state, row) in states.into_iter().zip(expected) {
            let draw = in_state(state);
            let results = [
                draw.clone().accept(),
                draw.clone().refuse("no"),
                draw.clone().cancel(),
                draw.clone().lapse(),
                draw.clone().instruct(AMOUNT),
                draw.clone().receive(AMOUNT),
                draw.clone().credit(),
            ];
            for (result, want) in results.iter().zip(row) {
                let have = result.as_ref().map_or("-", |next| next.state.code());
                assert_eq!(have, want, "{draw:?}");
            }
        }
    }

    #[test]
    fn a_payment_is_registered_where_it_could_be_reported() {
        let awaiting = |instructed| DrawState::Awaiting { instructed, funds: Amount::ZERO };
        for (state, may) in [
            (DrawState::Requested, true),
            (awaiting(false), true),
            (awaiting(true), false),
            (DrawState::Cancelled, false),
            (DrawState::Credited, false),
        ] {
            let draw = in_state(state);
            assert_eq!(draw.check_prepare(AMOUNT).is_ok(), may, "{draw:?}");
        }
        let other = in_state(DrawState::Requested).check_prepare(Amount::from_fen(1));
        assert_eq!(other.map_err(|refusal| refusal.code()), Err("draw.amount_differs"));
    }

    #[test]
    fn whoever_registered_a_payment_does_not_release_it() {
        let code = |by, actor| check_release(by, actor).map_err(|refusal| refusal.code());
        assert_eq!(code(Some("user:one"), "user:other"), Ok(()));
        assert_eq!(code(Some("user:one"), "user:one"), Err("draw.same_person"));
        assert_eq!(code(None, "user:other"), Err("draw.nothing_to_release"));
    }

    #[test]
    fn the_flows_match_in_either_order() {
        let accepted = in_state(DrawState::Requested).accept().unwrap();
        let one = accepted.clone().instruct(AMOUNT).and_then(|draw| draw.receive(AMOUNT)).unwrap();
        let other = accepted.receive(AMOUNT).and_then(|draw| draw.instruct(AMOUNT)).unwrap();
        assert_eq!(one, other);
        assert!(one.is_matched());
    }

    #[test]
    fn an_instruction_of_another_amount_is_refused() {
        let refused = in_state(DrawState::Requested).accept().and_then(|draw| draw.instruct(Amount::from_fen(1)));
        assert_eq!(refused.map_err(|refusal| refusal.code()), Err("draw.amount_differs"));
    }

    #[test]
    fn several_movements_may_make_one_draw() {
        let half = Amount::from_fen(2_500_000);
        let draw = in_state(DrawState::Requested).accept().and_then(|draw| draw.instruct(AMOUNT)).unwrap();
        let one = draw.receive(half).unwrap();
        assert!(!one.is_matched());
        assert!(one.receive(half).unwrap().is_matched());
    }
}
