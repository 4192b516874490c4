//! [`DebitState`]: a debit of a bound card for a debt. It is written down before the network is asked, and what the network does
//! not say is unknown, not failed.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    Amount,
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
    use time::macros::datetime;

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
