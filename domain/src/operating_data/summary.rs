//! What models and screens read out of a history.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Month, OperatingRow};
use crate::Amount;

/// How many months, the newest of them included, averages look back.
const WINDOW: i32 = 12;
/// How many of the newest months are compared with the same months a year earlier.
const QUARTER: i32 = 3;

/// A history in a few figures. Inside a history, a month without a row counts as a month without income.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many months have a row.
    pub months: u32,
    /// How many months between the first and the last have none.
    pub missing_months: u32,
    pub first: Option<Month>,
    pub last: Option<Month>,
    /// Per month, over the last twelve months or as many as the history has, rounded half-up to the fen.
    pub average_commission: Amount,
    /// Per month, over the same months.
    pub average_sales: Amount,
    /// The commissions of the last three months against the same three a year earlier, so that the season does not
    /// look like growth: 0.25 is a quarter more. Four decimals. `None` without a year and a quarter of history, or
    /// when nothing was earned then.
    pub trend: Option<Decimal>,
    /// The mean absolute deviation of the monthly commissions from their average, as a fraction of it: 0 is the same
    /// every month; 100, 100, 200 and 200 deviate by 50 from 150, which is 0.3333. Four decimals. `None` for less
    /// than three months, or when nothing was earned.
    pub volatility: Option<Decimal>,
}

/// Sums up a history, whose rows may come in any order.
#[must_use]
pub fn summary(rows: &[OperatingRow]) -> Summary {
    let commissions: BTreeMap<i32, Amount> = rows.iter().map(|row| (row.month.index(), row.commissions)).collect();
    let sales: BTreeMap<i32, Amount> = rows.iter().map(|row| (row.month.index(), row.sales)).collect();
    let (first, last) = (rows.iter().map(|row| row.month).min(), rows.iter().map(|row| row.month).max());
    let months = u32::try_from(commissions.len()).unwrap_or(u32::MAX);
    let (Some(from), Some(to)) = (first.map(Month::index), last.map(Month::index)) else {
        return Summary {
            months,
            missing_months: 0,
            first,
            last,
            average_commission: Amount::ZERO,
            average_sales: Amount::ZERO,
            trend: None,
            volatility: None,
        };
    };
    let start = to.saturating_sub(WINDOW).saturating_add(1).max(from);
    let window = span(&commissions, start, to);
    Summary {
        months,
        missing_months: u32::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(0).saturating_sub(months),
        first,
        last,
        average_commission: average(&window),
        average_sales: average(&span(&sales, start, to)),
        trend: trend(&commissions, from, to),
        volatility: volatility(&window),
    }
}

/// The amounts of the months from `from` to `to`, both included.
fn span(amounts: &BTreeMap<i32, Amount>, from: i32, to: i32) -> Vec<Amount> {
    (from..=to).map(|month| amounts.get(&month).copied().unwrap_or(Amount::ZERO)).collect()
}

fn average(amounts: &[Amount]) -> Amount {
    let total: Amount = amounts.iter().sum();
    let count = Decimal::from(amounts.len());
    total.to_decimal().checked_div(count).and_then(Amount::round_half_up).unwrap_or(Amount::ZERO)
}

fn trend(commissions: &BTreeMap<i32, Amount>, from: i32, to: i32) -> Option<Decimal> {
    let recent_from = to.saturating_sub(QUARTER).saturating_add(1);
    let earlier_from = recent_from.saturating_sub(WINDOW);
    if earlier_from < from {
        return None;
    }
    let recent: Amount = span(commissions, recent_from, to).iter().sum();
    let earlier: Amount = span(commissions, earlier_from, to.saturating_sub(WINDOW)).iter().sum();
    let ratio = recent.to_decimal().checked_div(earlier.to_decimal())?;
    Some(four_decimals(ratio.checked_sub(Decimal::ONE)?))
}

/// Σ|n·x − S| ÷ (n·S), which is the deviation over the average without rounding either.
fn volatility(amounts: &[Amount]) -> Option<Decimal> {
    if amounts.len() < 3 {
        return None;
    }
    let count = Decimal::from(amounts.len());
    let total = amounts.iter().sum::<Amount>().to_decimal();
    let mut deviation = Decimal::ZERO;
    for amount in amounts {
        let difference = amount.to_decimal().checked_mul(count)?.checked_sub(total)?;
        deviation = deviation.checked_add(difference.abs())?;
    }
    deviation.checked_div(count.checked_mul(total)?).map(four_decimals)
}

fn four_decimals(fraction: Decimal) -> Decimal {
    fraction.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A history that ends in October 2026, oldest first; nothing is a month without a row.
    fn history(commissions: &[Option<i64>]) -> Vec<OperatingRow> {
        let start = 24_321 - i32::try_from(commissions.len()).unwrap() + 1;
        let month = |index: i32| format!("{}-{:02}", index / 12, index % 12 + 1).parse().unwrap();
        (start..)
            .zip(commissions)
            .filter_map(|(index, fen)| {
                fen.map(|fen| OperatingRow {
                    month: month(index),
                    prepayments: Amount::ZERO,
                    sales: Amount::from_fen(fen * 10),
                    commissions: Amount::from_fen(fen),
                })
            })
            .collect()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_sums_up_to_nothing() {
        let empty = summary(&[]);
        assert_eq!((empty.months, empty.first, empty.trend, empty.volatility), (0, None, None, None));
        let zero = summary(&history(&[Some(0); 20]));
        assert_eq!((zero.months, zero.average_commission, zero.trend, zero.volatility), (20, Amount::ZERO, None, None));
    }

    #[test]
    fn the_figures_are_those_of_a_hand_calculation() {
        let four = summary(&history(&[Some(100), Some(100), Some(200), Some(200)]));
        assert_eq!(four.average_commission, Amount::from_fen(150));
        assert_eq!(four.average_sales, Amount::from_fen(1500));
        assert_eq!((four.trend, four.volatility), (None, Some(decimal("0.3333"))));
        assert_eq!(four.last.unwrap().to_string(), "2026-10");

        let mut grown = [Some(400); 15];
        grown[12..].fill(Some(500));
        assert_eq!(summary(&history(&grown)).trend, Some(decimal("0.25")));
        grown[12..].fill(Some(100));
        assert_eq!(summary(&history(&grown)).trend, Some(decimal("-0.75")));
        assert_eq!(summary(&history(&grown[1..])).trend, None);
    }

    #[test]
    fn a_season_that_returns_every_year_is_no_growth() {
        let year: Vec<_> = (0..24).map(|month: i64| Some(if month % 12 > 8 { 900 } else { 300 })).collect();
        assert_eq!(summary(&history(&year)).trend, Some(decimal("0")));
    }

    #[test]
    fn a_gap_counts_as_a_month_without_income() {
        let gap = summary(&history(&[Some(300), None, Some(300)]));
        assert_eq!((gap.months, gap.missing_months, gap.average_commission.fen()), (2, 1, 200));
    }

    #[test]
    fn averages_look_back_twelve_months() {
        let mut long = vec![Some(1_000_000); 12];
        long.extend([Some(50); 12]);
        let long = summary(&history(&long));
        assert_eq!((long.months, long.average_commission.fen(), long.volatility), (24, 50, Some(decimal("0"))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn order_never_matters_and_figures_stay_within_bounds(
            fen in prop::collection::vec(prop::option::of(0..=Amount::MAX.fen()), 1..40),
            seed: u64,
        ) {
            let rows: Vec<OperatingRow> = history(&fen.iter().map(|fen| fen.map(|fen| fen / 10)).collect::<Vec<_>>());
            let mut shuffled = rows.clone();
            shuffled.sort_by_key(|row| u64::from(row.month.index().unsigned_abs()).wrapping_mul(seed | 1));
            let figures = summary(&rows);
            prop_assert_eq!(&summary(&shuffled), &figures);
            let most = rows.iter().map(|row| row.commissions).max().unwrap_or_default();
            prop_assert!(figures.average_commission <= most && !figures.average_commission.is_negative());
            // A deviation of twice the average is the end: everything earned in one month of very many.
            prop_assert!(figures.volatility.is_none_or(|fraction| fraction >= Decimal::ZERO && fraction <= Decimal::TWO));
            prop_assert!(figures.trend.is_none_or(|change| change >= Decimal::NEGATIVE_ONE));
        }
    }
}
