//! [`DebitState`]: a debit of a bound card for a debt. It is written down before the network is asked, and what the network does
//! not say is unknown, not failed.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    Amount,
    code::CodeError,
    debt::DebtRefusal,
    network::{Meaning, Reason},
};

/// For how long the network must not know a debit, whenever it is asked, until it was never there.
pub const NEVER_THERE: Duration = Duration::hours(24);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DebitState {
    /// To be sent.
    Accepted,
    /// Written down as sent before the network was asked; what came of it is not known.
    Unknown,
    Succeeded,
    Failed,
}

codes!(DebitState {
    Accepted => "accepted",
    Unknown => "unknown",
    Succeeded => "succeeded",
    Failed => "failed",
});

impl DebitState {
    /// Whether money may move yet.
    #[must_use]
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Accepted | Self::Unknown)
    }

    /// What the network's word makes of it. `absent_since` is since when it has known nothing of it, whenever it was asked, and
    /// `in_no_file` whether the settlement file of the day on which it was sent is there and has no line of it: what was there
    /// after all would be in it.
    #[must_use]
    pub fn told(
        self,
        meaning: Meaning,
        absent_since: Option<OffsetDateTime>,
        in_no_file: bool,
        at: OffsetDateTime,
    ) -> (Self, Option<Reason>) {
        match (self, meaning) {
            (Self::Unknown, Meaning::Done) => (Self::Succeeded, None),
            (Self::Unknown, Meaning::Refused(reason)) => (Self::Failed, Some(reason)),
            (Self::Unknown, Meaning::NotFound)
                if in_no_file && absent_since.is_some_and(|since| at >= since.saturating_add(NEVER_THERE)) =>
            {
                (Self::Failed, Some(Reason::Other))
            }
            (other, _) => (other, None),
        }
    }
}

/// Since when the network has known nothing of what it was asked about, after what it says now; none where it knows of it.
#[must_use]
pub fn absent_since(meaning: Meaning, before: Option<OffsetDateTime>, at: OffsetDateTime) -> Option<OffsetDateTime> {
    (meaning == Meaning::NotFound).then(|| before.unwrap_or(at))
}

/// Why a debit or a refund has failed. Its text form is the code of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebitFailure {
    /// By the network, or by the payer's bank.
    Refused(Reason),
    NotSent(NotSent),
}

impl DebitFailure {
    /// The stable code, which is the text form too.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused(reason) => reason.code(),
            Self::NotSent(why) => why.code(),
        }
    }
}

impl FromStr for DebitFailure {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        text.parse().map(Self::Refused).or_else(|_: CodeError| text.parse().map(Self::NotSent))
    }
}

/// What had changed since a debit was accepted, so that it was never sent: the code is that of the [`DebtRefusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    NotHeld,
    TransferFrozen,
    Suspended,
    Complaint,
    Marked,
    BindingEnded,
    BindingSuspended,
    NotShared,
    CardRefused,
    Settled,
    NotDue,
    InFlight,
    AmountNotPositive,
    MoreThanOutstanding,
    AboveDebitLimit,
    AboveDayLimit,
    TriedTooOften,
    LimitReached,
    OutsideHours,
}

codes!(NotSent {
    NotHeld => "debt.not_held",
    TransferFrozen => "debt.transfer_frozen",
    Suspended => "debt.partner_suspended",
    Complaint => "debt.complaint",
    Marked => "debt.marked",
    BindingEnded => "debt.binding_ended",
    BindingSuspended => "debt.binding_suspended",
    NotShared => "debt.not_shared",
    CardRefused => "debt.card_refused",
    Settled => "debt.settled",
    NotDue => "debt.not_due",
    InFlight => "debt.in_flight",
    AmountNotPositive => "debt.amount_not_positive",
    MoreThanOutstanding => "debt.more_than_outstanding",
    AboveDebitLimit => "debt.above_debit_limit",
    AboveDayLimit => "debt.above_day_limit",
    TriedTooOften => "debt.tried_too_often",
    LimitReached => "debt.limit_reached",
    OutsideHours => "debt.outside_hours",
});

impl NotSent {
    /// What a refusal says that a debit may get after it was accepted.
    #[must_use]
    pub fn of(refusal: &DebtRefusal) -> Option<Self> {
        Self::from_code(refusal.code())
    }
}

/// All that decides whether something of a debit may go back to its payer, read under the debit's lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundStanding {
    /// What the debit has brought; zero of one that has brought nothing.
    pub taken: Amount,
    /// What was ordered to go back so far, but for what has failed for good.
    pub refunded: Amount,
    /// Whether the network has given all of it back by itself.
    pub returned: bool,
}

impl RefundStanding {
    /// What may go back yet.
    #[must_use]
    pub fn refundable(&self) -> Amount {
        if self.returned { Amount::ZERO } else { self.taken.less(self.refunded) }
    }

    /// Decides whether `amount` may go back.
    ///
    /// # Errors
    /// Why not.
    pub fn may_refund(&self, amount: Amount) -> Result<(), DebtRefusal> {
        if !amount.is_positive() {
            return Err(DebtRefusal::AmountNotPositive);
        }
        let refundable = self.refundable();
        if amount > refundable {
            return Err(DebtRefusal::RefundExceeds { refundable });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binding::Suspension;
    use time::macros::datetime;

    #[test]
    fn the_network_knows_nothing_since_it_first_said_so_until_it_knows() {
        let (first, later) = (datetime!(2026-11-20 10:00 UTC), datetime!(2026-11-20 11:00 UTC));
        assert_eq!(absent_since(Meaning::NotFound, None, first), Some(first));
        assert_eq!(absent_since(Meaning::NotFound, Some(first), later), Some(first));
        assert_eq!(absent_since(Meaning::Unknown, Some(first), later), None);
    }

    #[test]
    fn a_failure_is_the_network_s_or_what_had_changed_before_the_debit_was_sent() {
        assert_eq!("risk".parse(), Ok(DebitFailure::Refused(Reason::Risk)));
        assert!("".parse::<DebitFailure>().is_err());
        let (amount, next_at) = (Amount::from_fen(1), datetime!(2026-11-21 07:00 +8));
        for refusal in [
            DebtRefusal::NotHeld,
            DebtRefusal::TransferFrozen,
            DebtRefusal::Suspended,
            DebtRefusal::Complaint,
            DebtRefusal::Marked,
            DebtRefusal::NotShared,
            DebtRefusal::CardRefused { reason: Reason::CardInvalid },
            DebtRefusal::Settled,
            DebtRefusal::InFlight,
            DebtRefusal::AmountNotPositive,
            DebtRefusal::MoreThanOutstanding { outstanding: amount },
            DebtRefusal::MoreThanADebit { limit: amount },
            DebtRefusal::MoreThanADay { left: amount },
            DebtRefusal::BindingSuspended { suspension: Suspension::Risk },
            DebtRefusal::TriedTooOften { next_at },
            DebtRefusal::LimitReached { next_at },
        ] {
            let failure = NotSent::of(&refusal).map(DebitFailure::NotSent);
            assert_eq!(failure.map(DebitFailure::code), Some(refusal.code()));
            assert_eq!(refusal.code().parse().ok(), failure);
        }
    }

    /// Case 34: of 100.00, 60.00 are spoken for.
    #[test]
    fn refunds_come_to_no_more_than_the_debit() {
        let fen = Amount::from_fen;
        let standing = RefundStanding { taken: fen(10_000), refunded: fen(6_000), returned: false };
        let exceeds = |refundable| Err(DebtRefusal::RefundExceeds { refundable: fen(refundable) });
        assert_eq!(standing.may_refund(fen(6_000)), exceeds(4_000));
        assert_eq!((standing.may_refund(fen(4_000)), standing.may_refund(fen(4_001))), (Ok(()), exceeds(4_000)));
        for amount in [0, -100] {
            assert_eq!(standing.may_refund(fen(amount)), Err(DebtRefusal::AmountNotPositive));
        }
        assert_eq!(RefundStanding { returned: true, ..standing }.may_refund(fen(1)), exceeds(0));
        let nothing = RefundStanding { taken: Amount::ZERO, refunded: Amount::ZERO, returned: false };
        assert_eq!(nothing.may_refund(fen(1)), exceeds(0));
    }

    #[test]
    fn only_a_definitive_word_on_what_was_sent_decides() {
        let since = datetime!(2026-11-20 10:00 +8);
        let (first, soon) = (None, Some(since));
        let meanings =
            [Meaning::Done, Meaning::Refused(Reason::Risk), Meaning::Unknown, Meaning::WrongCode, Meaning::NotFound];
        for state in DebitState::ALL {
            let after = meanings.map(|meaning| state.told(meaning, first, true, since + NEVER_THERE).0);
            assert_eq!(after, meanings.map(|meaning| state.told(meaning, soon, true, since + Duration::minutes(41)).0));
            assert_eq!(after, meanings.map(|meaning| state.told(meaning, soon, false, since + NEVER_THERE).0));
            let expected = match state {
                DebitState::Unknown => {
                    use DebitState::{Failed, Succeeded, Unknown};
                    [Succeeded, Failed, Unknown, Unknown, Unknown]
                }
                other => [other; 5],
            };
            assert_eq!(after, expected, "{state:?}");
        }
        let late = DebitState::Unknown.told(Meaning::NotFound, soon, true, since + NEVER_THERE);
        assert_eq!(late, (DebitState::Failed, Some(Reason::Other)));
    }
}
