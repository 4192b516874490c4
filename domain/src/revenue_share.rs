//! The institution's share of the interest that a funder's borrowers pay, by contract with the funder: invoiced month by month, or
//! withheld of each payment.
//!
//! What counts in a month is what was posted in it: repayments of loans that the funder holds, and what corrections have changed
//! of any of them, whenever they were made. So a month that was invoiced never changes, and an invoice may be a credit note. What is
//! withheld is in no invoice.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Amount, Rate};

/// How the institution gets its share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// The funder pays an invoice of each month.
    #[default]
    Invoiced,
    /// Each payment leaves so much less for the funder, from the agreement on.
    Withheld,
}

codes!(Billing {
    Invoiced => "invoiced",
    Withheld => "withheld",
});

/// What a line of an invoice is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A repayment.
    Repaid,
    /// By how much a correction has changed one.
    Corrected,
    /// Received by the funder outside of the platform.
    Elsewhere,
}

codes!(LineKind {
    Repaid => "repaid",
    Corrected => "corrected",
    Elsewhere => "elsewhere",
});

/// What a funder and the institution have agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueShare {
    /// Of the interest, as a fraction: 0.20 is a fifth.
    pub rate: Rate,
    /// Whether penalty interest counts too.
    pub penalty: bool,
    /// Whether interest counts that the funder has received outside of the platform. There is nothing to withhold of it, so that it
    /// is always invoiced.
    pub elsewhere: bool,
    /// What was proposed before there was a choice is invoiced. It is stored by the name that it had then.
    #[serde(default, rename = "settlement")]
    pub billing: Billing,
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
        rounded(self.exactly(sum))
    }

    /// The share of a sum in fen, not rounded.
    #[must_use]
    pub fn exactly(&self, sum: Amount) -> Decimal {
        Decimal::from(sum.fen()).saturating_mul(self.rate.fraction())
    }
}

fn rounded(fen: Decimal) -> Amount {
    let fen = fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(fen).map_or(Amount::ZERO, Amount::from_fen)
}

/// What was withheld for the institution of all that a funder's borrowers have paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withholding {
    /// By which agreement it is withheld now.
    pub contract: Uuid,
    pub share: RevenueShare,
    /// What the shares of all payments come to, in fen and not rounded, each by the agreement of its day.
    pub exact: Decimal,
    pub withheld: Amount,
}

impl Withholding {
    /// What is withheld of a payment in which so much counts, and how all of it stands after that. The exact shares are summed and
    /// rounded once, so that what is withheld of many small payments is the share of their sum. What a correction has left too much
    /// or too little is made up for here, out of what counts in the payment and no more: less than nothing is never withheld.
    #[must_use]
    pub fn take(self, counted: Amount) -> (Amount, Self) {
        let exact = self.exact.saturating_add(self.share.exactly(counted));
        let share = rounded(exact).less(self.withheld).min(counted);
        (share, Self { exact, withheld: self.withheld.plus(share), ..self })
    }
}

/// What of a withheld share goes back to the wallet where `back` of what is `left` of its payment does: the funder's part first, and of
/// a payment that is none any more all of it.
#[must_use]
pub fn share_back(share: Amount, left: Amount, back: Amount) -> Amount {
    share.less(left.less(back))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(rate: &str) -> RevenueShare {
        let billing = Billing::Invoiced;
        RevenueShare { rate: rate.parse().unwrap(), penalty: false, elsewhere: false, billing }
    }

    fn withholding(share: RevenueShare) -> Withholding {
        Withholding { contract: Uuid::nil(), share, exact: Decimal::ZERO, withheld: Amount::ZERO }
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

    #[test]
    fn what_goes_back_is_the_funder_s_part_first_and_of_a_reversal_all_of_it() {
        // Of 400.00, with 72.00 withheld.
        for (left, back, of_share) in [(400, 0, 0), (400, 328, 0), (400, 329, 1), (400, 400, 72), (50, 50, 50)] {
            let left = Amount::from_fen(left);
            let kept = Amount::from_fen(72).min(left);
            let told = share_back(kept, left, Amount::from_fen(back));
            assert_eq!(told, Amount::from_fen(of_share), "{back} of {left}");
        }
    }

    #[test]
    fn what_was_proposed_before_there_was_a_choice_is_invoiced() {
        let told = r#"{"rate":"0.2","penalty":false,"elsewhere":false}"#;
        assert_eq!(serde_json::from_str::<RevenueShare>(told).unwrap(), terms("0.2"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn the_shares_of_payments_are_together_the_share_of_their_sum(
            payments in prop::collection::vec(0i64..5_000, 1..60), millionths in 1u32..=1_000_000
        ) {
            let rate = Rate::new(Decimal::new(millionths.into(), 6)).unwrap();
            let share = RevenueShare { rate, ..terms("1") };
            let (mut standing, mut paid) = (withholding(share), Amount::ZERO);
            for fen in payments {
                let counted = Amount::from_fen(fen);
                let (taken, after) = standing.take(counted);
                prop_assert!(!taken.is_negative() && taken <= counted);
                (standing, paid) = (after, paid.plus(counted));
                // After every one of them, and not only at the end.
                prop_assert_eq!(standing.withheld, share.of(paid));
            }
        }

        #[test]
        fn whatever_corrections_leave_is_made_up_for_and_never_out_of_more_than_counts(
            payments in prop::collection::vec(0i64..5_000, 1..30),
            (left, millionths) in (-20_000i64..20_000, 1u32..=1_000_000),
        ) {
            let rate = Rate::new(Decimal::new(millionths.into(), 6)).unwrap();
            let share = RevenueShare { rate, ..terms("1") };
            let mut standing = Withholding { withheld: Amount::from_fen(left.max(0)), ..withholding(share) };
            standing.exact = Decimal::from((-left).max(0));
            for fen in payments {
                let counted = Amount::from_fen(fen);
                let (taken, after) = standing.take(counted);
                prop_assert!(!taken.is_negative() && taken <= counted);
                let even = rounded(after.exact);
                // Either it is even now, or the payment could give or spare no more.
                prop_assert!(after.withheld == even || taken == counted || taken.is_zero());
                standing = after;
            }
        }

        #[test]
        fn a_share_is_never_more_than_the_sum_nor_further_than_half_a_fen_from_exact(
            sum in -1_000_000_000i64..1_000_000_000, millionths in 1u32..=1_000_000
        ) {
            let rate = Rate::new(Decimal::new(millionths.into(), 6)).unwrap();
            let share = RevenueShare { rate, ..terms("1") }.of(Amount::from_fen(sum)).fen();
            prop_assert!(share.abs() <= sum.abs());
            let exact = Decimal::from(sum) * rate.fraction();
            prop_assert!((Decimal::from(share) - exact).abs() <= Decimal::new(5, 1));
        }
    }
}
