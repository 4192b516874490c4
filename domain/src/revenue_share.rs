//! The institution's share of the interest that a funder's borrowers pay, by contract with the funder, invoiced month by month.
//!
//! What counts in a month is what was posted in it: repayments of loans that the funder holds, and what corrections have changed
//! of any of them, whenever they were made. So a month that was invoiced never changes, and an invoice may be a credit note.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::{Amount, Rate};

/// What a funder and the institution have agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueShare {
    /// Of the interest, as a fraction: 0.20 is a fifth.
    pub rate: Rate,
    /// Whether penalty interest counts too.
    pub penalty: bool,
    /// Whether interest counts that the funder has received outside of the platform.
    pub elsewhere: bool,
}

/// Why a contract is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RevenueShareRefusal {
    #[error("a share is more than nothing and no more than all")]
    Rate,
    #[error("only funders lend")]
    NoFunder,
}

impl RevenueShareRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rate => "revenue_share.rate",
            Self::NoFunder => "revenue_share.no_funder",
        }
    }
}

impl RevenueShare {
    /// # Errors
    /// When the share is nothing, or more than all.
    pub fn check(&self) -> Result<(), RevenueShareRefusal> {
        let rate = self.rate.fraction();
        if rate > Decimal::ZERO && rate <= Decimal::ONE { Ok(()) } else { Err(RevenueShareRefusal::Rate) }
    }

    /// What of a payment's interest and penalty interest counts.
    #[must_use]
    pub fn counts(&self, interest: Amount, penalty: Amount) -> Amount {
        if self.penalty { interest.plus(penalty) } else { interest }
    }

    /// The share of a sum: its exact fraction, rounded half-up to the fen once, of a credit note as of an invoice: 20 % of 22.63
    /// are 4.53, of −22.63 are −4.53.
    #[must_use]
    pub fn of(&self, sum: Amount) -> Amount {
        let exact = Decimal::from(sum.fen()).saturating_mul(self.rate.fraction());
        let fen = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(fen).map_or(Amount::ZERO, Amount::from_fen)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(rate: &str) -> RevenueShare {
        RevenueShare { rate: rate.parse().unwrap(), penalty: false, elsewhere: false }
    }

    #[test]
    fn a_share_is_rounded_once_and_alike_both_ways() {
        for (rate, sum, share) in [
            ("0.2", 40_000, 8_000),
            ("0.2", -26_600, -5_320),
            ("0.2", 2_263, 453),
            ("0.2", -2_263, -453),
            ("0.15", 10, 2),
            ("0.15", -10, -2),
            ("1", 7, 7),
            ("0.000001", 1, 0),
        ] {
            assert_eq!(terms(rate).of(Amount::from_fen(sum)), Amount::from_fen(share), "{rate} of {sum}");
        }
    }

    #[test]
    fn penalty_counts_only_where_it_was_agreed() {
        let (interest, penalty) = (Amount::from_fen(100), Amount::from_fen(7));
        assert_eq!(terms("0.2").counts(interest, penalty), interest);
        let with_penalty = RevenueShare { penalty: true, ..terms("0.2") };
        assert_eq!(with_penalty.counts(interest, penalty), Amount::from_fen(107));
    }

    #[test]
    fn nothing_and_more_than_all_are_no_shares() {
        for (rate, fits) in [("0", false), ("0.000001", true), ("1", true), ("1.000001", false), ("10", false)] {
            assert_eq!(terms(rate).check().is_ok(), fits, "{rate}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn a_share_is_never_more_than_the_sum_nor_further_than_half_a_fen_from_exact(
            sum in -1_000_000_000i64..1_000_000_000, millionths in 1u32..=1_000_000
        ) {
            let rate = Rate::new(Decimal::new(millionths.into(), 6)).unwrap();
            let share = RevenueShare { rate, penalty: false, elsewhere: false }.of(Amount::from_fen(sum)).fen();
            prop_assert!(share.abs() <= sum.abs());
            let exact = Decimal::from(sum) * rate.fraction();
            prop_assert!((Decimal::from(share) - exact).abs() <= Decimal::new(5, 1));
        }
    }
}
