//! [`Debt`]: what a payer owes and a bound card pays, who holds it, and who may debit it now.

mod limits;
mod refusal;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    Amount,
    binding::{BindingState, ShareState, Suspension},
    calendar::date_in_china,
    network::Reason,
    reason::is_reason,
    role::PartnerKind,
};

pub use limits::{DebitHours, DebitLimits};
pub use refusal::DebtRefusal;

/// The longest number that a funder gives a debt, in characters.
const NUMBER_LIMIT: usize = 64;
/// The most debts that one file registers.
pub const MOST_IN_A_FILE: usize = 1_000;

/// Who holds a debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The funder that lent it.
    Funder,
    /// The funder still, while a transfer to the facilitator is under way: nobody debits.
    InTransfer,
    Facilitator,
    /// The facilitator still, while the funder takes it back: nobody debits.
    BeingBoughtBack,
}

codes!(Holder {
    Funder => "funder",
    InTransfer => "in_transfer",
    Facilitator => "facilitator",
    BeingBoughtBack => "being_bought_back",
});

impl Holder {
    /// Which of the two holds it.
    #[must_use]
    pub const fn kind(self) -> PartnerKind {
        match self {
            Self::Funder | Self::InTransfer => PartnerKind::Funder,
            Self::Facilitator | Self::BeingBoughtBack => PartnerKind::Facilitator,
        }
    }

    #[must_use]
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::InTransfer | Self::BeingBoughtBack)
    }

    /// A transfer of it begins.
    ///
    /// # Errors
    /// While another is under way.
    pub const fn freeze(self) -> Result<Self, DebtRefusal> {
        match self {
            Self::Funder => Ok(Self::InTransfer),
            Self::Facilitator => Ok(Self::BeingBoughtBack),
            _ => Err(DebtRefusal::TransferFrozen),
        }
    }

    /// The transfer ends: `effective`, or with nothing changed.
    #[must_use]
    pub const fn thaw(self, effective: bool) -> Self {
        match (self, effective) {
            (Self::InTransfer, true) | (Self::BeingBoughtBack, false) => Self::Facilitator,
            (Self::InTransfer, false) | (Self::BeingBoughtBack, true) => Self::Funder,
            (other, _) => other,
        }
    }
}

/// All that decides whether a debt may be debited, read under the locks of the debt and its binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebtStanding {
    pub holder: Holder,
    pub outstanding: Amount,
    pub due_on: Date,
    pub binding: BindingState,
    /// For what two people of the institution have suspended it, if they have.
    pub suspension: Option<Suspension>,
    /// None where the payer agreed to none.
    pub share: Option<ShareState>,
    /// Whether a debit of it is on its way, or may be.
    pub in_flight: bool,
    /// How often the card was tried today, for whatever debt and whomever.
    pub tried_today: i64,
    /// And how often it may be.
    pub most_tries: i64,
    /// How much was taken from it today, or may be, for whatever debt and by whomever.
    pub taken_today: Amount,
    /// Whether the card's bank said today that it lets nothing more be taken.
    pub limit_reached_today: bool,
    /// Why the card was refused for good, if it was, with this binding.
    pub card_refused: Option<Reason>,
    /// Whether the partner that asks is suspended.
    pub suspended: bool,
    /// Whether its payer, or the payer's bank, has had a debit taken back, and nobody has looked into it yet.
    pub complaint: bool,
    /// Whether it is a loan that is disputed or in litigation.
    pub marked: bool,
}

impl DebtStanding {
    /// Decides whether the asker may debit `amount` now. The one answer to that: asked when a debit is accepted, and again
    /// before it is sent.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn may_debit(
        &self,
        asker: PartnerKind,
        amount: Amount,
        (on, at): (Date, OffsetDateTime),
        limits: DebitLimits,
    ) -> Result<(), DebtRefusal> {
        self.may_collect(asker, on)?;
        if self.in_flight {
            return Err(DebtRefusal::InFlight);
        }
        if !amount.is_positive() {
            return Err(DebtRefusal::AmountNotPositive);
        }
        if amount > self.outstanding {
            return Err(DebtRefusal::MoreThanOutstanding { outstanding: self.outstanding });
        }
        if amount > limits.a_debit {
            return Err(DebtRefusal::MoreThanADebit { limit: limits.a_debit });
        }
        if self.taken_today.plus(amount) > limits.a_day {
            let left = limits.a_day.checked_sub(self.taken_today).filter(|left| left.is_positive());
            return Err(DebtRefusal::MoreThanADay { left: left.unwrap_or(Amount::ZERO) });
        }
        if self.tried_today >= self.most_tries {
            return Err(DebtRefusal::TriedTooOften { next_at: limits.hours.next_day(at) });
        }
        if self.limit_reached_today {
            return Err(DebtRefusal::LimitReached { next_at: limits.hours.next_day(at) });
        }
        if !limits.hours.include(at) {
            return Err(DebtRefusal::OutsideHours { hours: limits.hours });
        }
        Ok(())
    }

    /// Whether the asker is the one who collects it, and it is due, whatever else stands in the way today.
    ///
    /// # Errors
    /// Why it is not.
    pub fn may_collect(&self, asker: PartnerKind, on: Date) -> Result<(), DebtRefusal> {
        if self.holder.is_frozen() {
            return Err(DebtRefusal::TransferFrozen);
        }
        if self.holder.kind() != asker {
            return Err(DebtRefusal::NotHeld);
        }
        if self.suspended {
            return Err(DebtRefusal::Suspended);
        }
        if self.complaint {
            return Err(DebtRefusal::Complaint);
        }
        if self.marked {
            return Err(DebtRefusal::Marked);
        }
        if self.binding != BindingState::Active {
            return Err(DebtRefusal::BindingEnded { state: self.binding });
        }
        let stops = |why: &Suspension| asker == PartnerKind::Facilitator || *why != Suspension::MappingBlocked;
        if let Some(suspension) = self.suspension.filter(stops) {
            return Err(DebtRefusal::BindingSuspended { suspension });
        }
        if asker == PartnerKind::Facilitator && self.share != Some(ShareState::Shared) {
            return Err(DebtRefusal::NotShared);
        }
        if let Some(reason) = self.card_refused {
            return Err(DebtRefusal::CardRefused { reason });
        }
        if !self.outstanding.is_positive() {
            return Err(DebtRefusal::Settled);
        }
        if self.due_on > on {
            return Err(DebtRefusal::NotDue { due_on: self.due_on });
        }
        Ok(())
    }

    /// Whether a frozen debt still changes hands when its transfer takes effect.
    ///
    /// # Errors
    /// When it was paid in full meanwhile, or is no longer shared with whom it would go to.
    pub fn may_change_hands(&self, back: bool) -> Result<(), DebtRefusal> {
        if !self.outstanding.is_positive() {
            return Err(DebtRefusal::Settled);
        }
        if !back && self.share != Some(ShareState::Shared) {
            return Err(DebtRefusal::NotShared);
        }
        Ok(())
    }

    /// Decides whether a transfer of it to the facilitator, or back, may be asked for.
    ///
    /// # Errors
    /// Why the item is declined.
    pub fn may_transfer(&self, back: bool, on: Date) -> Result<(), DebtRefusal> {
        if self.holder.is_frozen() {
            return Err(DebtRefusal::InOtherTransfer);
        }
        if (self.holder == Holder::Facilitator) != back {
            return Err(DebtRefusal::NotHeld);
        }
        if !self.outstanding.is_positive() {
            return Err(DebtRefusal::Settled);
        }
        if self.due_on >= on {
            return Err(DebtRefusal::NotOverdue { due_on: self.due_on });
        }
        if !back && self.share != Some(ShareState::Shared) {
            return Err(DebtRefusal::NotShared);
        }
        Ok(())
    }
}

/// Checks the number that a funder gives a debt.
///
/// # Errors
/// When it is empty, too long, or more than one line.
pub fn check_number(number: &str) -> Result<(), DebtRefusal> {
    let is =
        !number.trim().is_empty() && number.chars().count() <= NUMBER_LIMIT && !number.chars().any(char::is_control);
    if is { Ok(()) } else { Err(DebtRefusal::NumberInvalid) }
}

/// Checks the words with which a refund is ordered.
///
/// # Errors
/// When there are none, or too many.
pub fn check_refund_reason(reason: &str) -> Result<(), DebtRefusal> {
    if is_reason(reason) { Ok(()) } else { Err(DebtRefusal::RefundReasonMissing) }
}

/// The day of which tries are counted.
#[must_use]
pub fn day_of(at: OffsetDateTime) -> Date {
    date_in_china(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{
        Duration,
        macros::{date, datetime},
    };

    const ON: Date = date!(2026 - 11 - 20);
    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);
    const OWED: Amount = Amount::from_fen(1_000_000);

    fn standing(holder: Holder) -> DebtStanding {
        DebtStanding {
            holder,
            outstanding: OWED,
            due_on: date!(2026 - 11 - 10),
            binding: BindingState::Active,
            suspension: None,
            share: Some(ShareState::Shared),
            in_flight: false,
            tried_today: 0,
            most_tries: 3,
            taken_today: Amount::ZERO,
            limit_reached_today: false,
            card_refused: None,
            suspended: false,
            complaint: false,
            marked: false,
        }
    }

    fn answer(standing: DebtStanding, asker: PartnerKind, amount: Amount) -> &'static str {
        standing
            .may_debit(asker, amount, (ON, AT), DebitLimits::default())
            .as_ref()
            .map_or_else(DebtRefusal::code, |()| "may")
    }

    #[test]
    fn only_the_holder_debits_and_nobody_while_a_debt_changes_hands() {
        use PartnerKind::{Facilitator, Funder};
        for (holder, funder, facilitator) in [
            (Holder::Funder, "may", "debt.not_held"),
            (Holder::InTransfer, "debt.transfer_frozen", "debt.transfer_frozen"),
            (Holder::Facilitator, "debt.not_held", "may"),
            (Holder::BeingBoughtBack, "debt.transfer_frozen", "debt.transfer_frozen"),
        ] {
            assert_eq!(answer(standing(holder), Funder, OWED), funder, "{holder:?}");
            assert_eq!(answer(standing(holder), Facilitator, OWED), facilitator, "{holder:?}");
        }
    }

    #[test]
    fn whatever_is_missing_refuses() {
        let held = standing(Holder::Facilitator);
        let of = |standing| answer(standing, PartnerKind::Facilitator, OWED);
        assert_eq!(of(DebtStanding { suspended: true, ..held }), "debt.partner_suspended");
        assert_eq!(of(DebtStanding { complaint: true, ..held }), "debt.complaint");
        let funders = DebtStanding { complaint: true, ..standing(Holder::Funder) };
        assert_eq!(answer(funders, PartnerKind::Funder, OWED), "debt.complaint");
        for holder in [Holder::Facilitator, Holder::Funder] {
            let marked = DebtStanding { marked: true, ..standing(holder) };
            assert_eq!(answer(marked, holder.kind(), OWED), "debt.marked", "for every holder");
        }
        for binding in [BindingState::Unsigning, BindingState::Unsigned, BindingState::Invalid] {
            assert_eq!(of(DebtStanding { binding, ..held }), "debt.binding_ended");
        }
        for suspension in [Suspension::Risk, Suspension::Operations] {
            let suspension = Some(suspension);
            assert_eq!(of(DebtStanding { suspension, ..held }), "debt.binding_suspended");
            let funders = DebtStanding { suspension, ..standing(Holder::Funder) };
            assert_eq!(answer(funders, PartnerKind::Funder, OWED), "debt.binding_suspended");
        }
        let suspension = Some(Suspension::MappingBlocked);
        assert_eq!(of(DebtStanding { suspension, ..held }), "debt.binding_suspended");
        let funders = DebtStanding { suspension, ..standing(Holder::Funder) };
        assert_eq!(answer(funders, PartnerKind::Funder, OWED), "may", "a mapping is the facilitator's");
        for share in [None, Some(ShareState::Revoked), Some(ShareState::Void), Some(ShareState::Pending)] {
            assert_eq!(of(DebtStanding { share, ..held }), "debt.not_shared");
            let funders = DebtStanding { share, ..standing(Holder::Funder) };
            assert_eq!(answer(funders, PartnerKind::Funder, OWED), "may", "the funder needs no share");
        }
        assert_eq!(of(DebtStanding { in_flight: true, ..held }), "debt.in_flight");
        assert_eq!(of(DebtStanding { card_refused: Some(Reason::CardExpired), ..held }), "debt.card_refused");
        assert_eq!(of(DebtStanding { outstanding: Amount::ZERO, ..held }), "debt.settled");
        assert_eq!(of(DebtStanding { due_on: date!(2026 - 11 - 21), ..held }), "debt.not_due");
        assert_eq!(of(DebtStanding { due_on: ON, ..held }), "may");
        assert_eq!(of(DebtStanding { tried_today: 3, ..held }), "debt.tried_too_often");
        assert_eq!(of(DebtStanding { tried_today: 3, most_tries: 4, ..held }), "may");
        assert_eq!(of(DebtStanding { limit_reached_today: true, ..held }), "debt.limit_reached");
        let (fen, more) = (Amount::from_fen(1), Amount::from_fen(OWED.fen() + 1));
        assert_eq!(answer(held, PartnerKind::Facilitator, more), "debt.more_than_outstanding");
        assert_eq!(answer(held, PartnerKind::Facilitator, Amount::ZERO), "debt.amount_not_positive");
        assert_eq!(answer(held, PartnerKind::Facilitator, fen), "may");
        for (at, is) in [
            (datetime!(2026-11-20 06:59:59 +8), false),
            (datetime!(2026-11-20 07:00 +8), true),
            (datetime!(2026-11-20 21:59:59 +8), true),
            (datetime!(2026-11-20 22:00 +8), false),
            (datetime!(2026-11-20 02:00 UTC), true),
        ] {
            assert_eq!(
                held.may_debit(PartnerKind::Facilitator, fen, (ON, at), DebitLimits::default()).is_ok(),
                is,
                "{at}"
            );
        }
    }

    #[test]
    fn a_debit_and_the_debits_of_a_card_s_day_have_their_limits() {
        let limits = DebitLimits { a_debit: OWED, a_day: OWED.plus(OWED), ..DebitLimits::default() };
        let rich = DebtStanding { outstanding: Amount::MAX, ..standing(Holder::Funder) };
        let fen = Amount::from_fen;
        let may = |taken_today, amount| {
            let standing = DebtStanding { taken_today, ..rich };
            standing.may_debit(PartnerKind::Funder, amount, (ON, AT), limits)
        };
        for (taken, amount, answer) in [
            (Amount::ZERO, OWED, Ok(())),
            (Amount::ZERO, OWED.plus(fen(1)), Err(DebtRefusal::MoreThanADebit { limit: OWED })),
            (OWED, OWED, Ok(())),
            (OWED.plus(fen(1)), OWED, Err(DebtRefusal::MoreThanADay { left: fen(OWED.fen() - 1) })),
            (OWED.plus(OWED), fen(1), Err(DebtRefusal::MoreThanADay { left: Amount::ZERO })),
            (Amount::MAX, fen(1), Err(DebtRefusal::MoreThanADay { left: Amount::ZERO })),
        ] {
            assert_eq!(may(taken, amount), answer, "{taken} {amount}");
        }
    }

    #[test]
    fn a_card_that_was_tried_too_often_is_tried_again_when_cards_are_debited_on_the_next_day() {
        let held = DebtStanding { tried_today: 3, ..standing(Holder::Facilitator) };
        let limited = DebtStanding { tried_today: 0, limit_reached_today: true, ..held };
        for (hours, at, next_at) in [
            ("07:00-22:00", datetime!(2026-11-20 10:00 +8), datetime!(2026-11-21 07:00 +8)),
            ("07:00-22:00", datetime!(2026-11-30 17:00 UTC), datetime!(2026-12-02 07:00 +8)),
            ("00:00-00:00", datetime!(2026-12-31 23:59 +8), datetime!(2027-01-01 00:00 +8)),
            ("09:30-09:30", datetime!(2026-11-20 10:00 +8), datetime!(2026-11-21 00:00 +8)),
        ] {
            let limits = DebitLimits { hours: hours.parse().unwrap(), ..DebitLimits::default() };
            let may = |standing: DebtStanding| standing.may_debit(PartnerKind::Facilitator, OWED, (ON, at), limits);
            assert_eq!(may(held), Err(DebtRefusal::TriedTooOften { next_at }), "{hours} {at}");
            assert_eq!(may(limited), Err(DebtRefusal::LimitReached { next_at }), "{hours} {at}");
        }
    }

    #[test]
    fn a_debt_changes_hands_and_back() {
        for holder in Holder::ALL {
            match holder.freeze() {
                Ok(frozen) => {
                    assert!(frozen.is_frozen() && frozen.kind() == holder.kind());
                    assert_eq!(frozen.thaw(false), holder);
                    assert_ne!(frozen.thaw(true).kind(), holder.kind());
                }
                Err(refusal) => {
                    assert_eq!((refusal, holder.is_frozen()), (DebtRefusal::TransferFrozen, true));
                }
            }
        }
        assert_eq!(Holder::Funder.thaw(true), Holder::Funder);
    }

    #[test]
    fn only_what_is_overdue_and_shared_is_transferred_and_only_what_was_is_bought_back() {
        let of = |standing: DebtStanding, back| {
            standing.may_transfer(back, ON).as_ref().map_or_else(DebtRefusal::code, |()| "may")
        };
        let own = standing(Holder::Funder);
        assert_eq!(of(own, false), "may");
        assert_eq!(of(own, true), "debt.not_held");
        assert_eq!(of(standing(Holder::Facilitator), true), "may");
        assert_eq!(of(standing(Holder::Facilitator), false), "debt.not_held");
        assert_eq!(of(standing(Holder::InTransfer), false), "debt.in_other_transfer");
        assert_eq!(of(DebtStanding { due_on: ON, ..own }, false), "debt.not_overdue");
        assert_eq!(of(DebtStanding { due_on: ON - Duration::DAY, ..own }, false), "may");
        assert_eq!(of(DebtStanding { share: None, ..own }, false), "debt.not_shared");
        assert_eq!(of(DebtStanding { outstanding: Amount::ZERO, ..own }, false), "debt.settled");
    }
}
