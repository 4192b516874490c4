//! The revolving line, and the one place where limits are reckoned.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Amount, draw::DrawRefusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditLineState {
    Active,
    Suspended,
    Matured,
    Closing,
    Closed,
}

codes!(CreditLineState {
    Active => "active",
    Suspended => "suspended",
    Matured => "matured",
    Closing => "closing",
    Closed => "closed",
});

/// What a line has granted, lent and earmarked. `outstanding + earmarked ≤ limit` at all times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditLine {
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    pub earmarked: Amount,
    pub matures_on: Date,
}

/// The line's figures contradict each other: a defect, never a person's mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the credit line has no such amount earmarked or outstanding")]
pub struct CreditLineError;

/// Why a line is not closed as its agent asks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CreditLineRefusal {
    #[error("the credit line has matured, was asked to close before, or is closed")]
    NotOpen,
    #[error("a draw is under way")]
    DrawUnderWay,
}

impl CreditLineRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "credit_line.not_open",
            Self::DrawUnderWay => "credit_line.draw_under_way",
        }
    }
}

impl CreditLine {
    /// What can still be drawn: `limit − outstanding − earmarked`, e.g. 100,000 − 30,000 − 20,000 = 50,000.
    #[must_use]
    pub fn available(&self) -> Amount {
        self.limit.less(self.outstanding.plus(self.earmarked))
    }

    /// Sets `amount` aside for a draw until it is credited or ends.
    ///
    /// # Errors
    /// When the line is not active, the amount not positive, or more than what is available.
    pub fn earmark(self, amount: Amount) -> Result<Self, DrawRefusal> {
        if self.state != CreditLineState::Active {
            return Err(DrawRefusal::LineNotActive);
        }
        if !amount.is_positive() {
            return Err(DrawRefusal::AmountNotPositive);
        }
        if amount > self.available() {
            return Err(DrawRefusal::InsufficientLimit { available: self.available(), requested: amount });
        }
        Ok(Self { earmarked: self.earmarked.plus(amount), ..self })
    }

    /// Gives back what a draw had set aside.
    ///
    /// # Errors
    /// When it was not set aside.
    pub fn release(self, amount: Amount) -> Result<Self, CreditLineError> {
        let earmarked = self.earmarked.checked_sub(amount).filter(|left| !left.is_negative()).ok_or(CreditLineError)?;
        Ok(Self { earmarked, ..self })
    }

    /// Lends nothing while something is overdue.
    #[must_use]
    pub fn suspend(self) -> Self {
        if self.state == CreditLineState::Active { Self { state: CreditLineState::Suspended, ..self } } else { self }
    }

    /// Lends again.
    #[must_use]
    pub fn resume(self) -> Self {
        if self.state == CreditLineState::Suspended { Self { state: CreditLineState::Active, ..self } } else { self }
    }

    /// Lends nothing more, as its agent asks, and ends with its last loan: at once where nothing is owed.
    ///
    /// # Errors
    /// When a draw is under way, or the line ends already.
    pub fn close(self, owes: bool) -> Result<Self, CreditLineRefusal> {
        if !matches!(self.state, CreditLineState::Active | CreditLineState::Suspended) {
            return Err(CreditLineRefusal::NotOpen);
        }
        if self.earmarked.is_positive() {
            return Err(CreditLineRefusal::DrawUnderWay);
        }
        Ok(Self { state: CreditLineState::Closing, ..self }.end_unless(owes))
    }

    /// Ends a line that was asked to close, unless something is owed.
    #[must_use]
    pub fn end_unless(self, owes: bool) -> Self {
        if self.state == CreditLineState::Closing && !owes {
            Self { state: CreditLineState::Closed, ..self }
        } else {
            self
        }
    }

    /// Turns what was set aside into debt.
    ///
    /// # Errors
    /// When it was not set aside.
    pub fn lend(self, amount: Amount) -> Result<Self, CreditLineError> {
        let released = self.release(amount)?;
        Ok(Self { outstanding: released.outstanding.plus(amount), ..released })
    }

    /// Takes principal on again that was not repaid after all.
    ///
    /// # Errors
    /// By how much the line would be over its limit.
    pub fn owe_again(self, principal: Amount) -> Result<Self, Amount> {
        let over = principal.less(self.available());
        if over.is_positive() { Err(over) } else { Ok(Self { outstanding: self.outstanding.plus(principal), ..self }) }
    }

    /// Gives the limit back with repaid principal.
    ///
    /// # Errors
    /// When less than that is owed.
    pub fn repay(self, principal: Amount) -> Result<Self, CreditLineError> {
        let outstanding =
            self.outstanding.checked_sub(principal).filter(|left| !left.is_negative()).ok_or(CreditLineError)?;
        Ok(Self { outstanding, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    fn line(limit: i64) -> CreditLine {
        CreditLine {
            state: CreditLineState::Active,
            limit: Amount::from_fen(limit),
            outstanding: Amount::ZERO,
            earmarked: Amount::ZERO,
            matures_on: date!(2027 - 11 - 20),
        }
    }

    #[test]
    fn a_line_that_is_not_active_lends_nothing() {
        for state in CreditLineState::ALL.into_iter().filter(|state| *state != CreditLineState::Active) {
            let refused = CreditLine { state, ..line(100) }.earmark(Amount::from_fen(1));
            assert_eq!(refused, Err(DrawRefusal::LineNotActive), "{state:?}");
        }
    }

    #[test]
    fn principal_that_was_not_repaid_counts_against_the_limit_again() {
        let used = CreditLine { outstanding: Amount::from_fen(2_000_000), ..line(4_000_000) };
        assert_eq!(used.owe_again(Amount::from_fen(3_000_000)), Err(Amount::from_fen(1_000_000)));
        let used = CreditLine { outstanding: Amount::from_fen(1_000_000), ..line(4_000_000) };
        assert_eq!(used.owe_again(Amount::from_fen(3_000_000)).unwrap().available(), Amount::ZERO);
    }

    #[test]
    fn only_an_active_line_is_suspended_and_only_a_suspended_one_resumes() {
        for state in CreditLineState::ALL {
            let before = CreditLine { state, ..line(100) };
            let suspended = if state == CreditLineState::Active { CreditLineState::Suspended } else { state };
            let resumed = if state == CreditLineState::Suspended { CreditLineState::Active } else { state };
            assert_eq!((before.suspend().state, before.resume().state), (suspended, resumed));
        }
    }

    #[test]
    fn a_line_that_may_lend_is_closed_once_and_ends_when_nothing_is_owed() {
        for state in CreditLineState::ALL {
            for owes in [true, false] {
                let ends = if owes { CreditLineState::Closing } else { CreditLineState::Closed };
                let open = matches!(state, CreditLineState::Active | CreditLineState::Suspended);
                let asked = if open { Ok(ends) } else { Err(CreditLineRefusal::NotOpen) };
                assert_eq!(CreditLine { state, ..line(100) }.close(owes).map(|line| line.state), asked, "{state:?}");
                let left = if state == CreditLineState::Closing { ends } else { state };
                assert_eq!(CreditLine { state, ..line(100) }.end_unless(owes).state, left, "{state:?}");
            }
        }
        let drawing = line(100).earmark(Amount::from_fen(1)).unwrap();
        assert_eq!(drawing.close(true), Err(CreditLineRefusal::DrawUnderWay));
        let closing = drawing.lend(Amount::from_fen(1)).unwrap().close(true).unwrap();
        assert_eq!(closing.earmark(Amount::from_fen(1)), Err(DrawRefusal::LineNotActive));
        assert_eq!(closing.resume().suspend(), closing);
    }

    #[test]
    fn nothing_beyond_the_limit_is_earmarked() {
        let full = line(100).earmark(Amount::from_fen(100)).unwrap();
        assert_eq!(
            full.earmark(Amount::from_fen(1)),
            Err(DrawRefusal::InsufficientLimit { available: Amount::ZERO, requested: Amount::from_fen(1) })
        );
    }

    #[test]
    fn what_was_not_earmarked_is_neither_released_nor_lent() {
        assert_eq!(line(100).release(Amount::from_fen(1)), Err(CreditLineError));
        assert_eq!(line(100).lend(Amount::from_fen(1)), Err(CreditLineError));
        assert_eq!(line(100).repay(Amount::from_fen(1)), Err(CreditLineError));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn outstanding_and_earmarked_stay_within_the_limit(
            limit in 1i64..1_000_000,
            steps in prop::collection::vec((0u8..4, 1i64..400_000), 1..60)
        ) {
            let mut now = line(limit);
            for (step, fen) in steps {
                let amount = Amount::from_fen(fen);
                let next = match step {
                    0 => now.earmark(amount).ok(),
                    1 => now.release(amount).ok(),
                    2 => now.lend(amount).ok(),
                    _ => now.repay(amount).ok(),
                };
                now = next.unwrap_or(now);
                prop_assert!(now.outstanding.plus(now.earmarked) <= now.limit);
                prop_assert!(!now.outstanding.is_negative() && !now.earmarked.is_negative());
            }
        }
    }
}
