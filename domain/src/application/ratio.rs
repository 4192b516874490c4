//! By what a limit is weighed, besides the summary of a history.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Amount, operating_data::OperatingRow};

/// How many months of a history are looked at, the newest of them included.
pub const WEIGHED_MONTHS: u32 = 24;

/// How a limit stands to the limits of the funder's product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitFit {
    Below,
    Within,
    Above,
}

impl LimitFit {
    /// The product's lowest and highest limit are within.
    #[must_use]
    pub fn of(limit: Amount, (low, high): (Amount, Amount)) -> Self {
        if limit < low {
            Self::Below
        } else if limit > high {
            Self::Above
        } else {
            Self::Within
        }
    }
}

/// The limit over the average monthly commission: so many months' commissions it is. Rounded half-up to two decimals;
/// `None` when nothing was earned.
#[must_use]
pub fn limit_in_months(limit: Amount, average_commission: Amount) -> Option<Decimal> {
    let months = limit.to_decimal().checked_div(average_commission.to_decimal())?;
    Some(months.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// How many of the last [`WEIGHED_MONTHS`] up to the newest month with a row have none: gaps, and what a short history
/// lacks.
#[must_use]
pub fn missing_months(rows: &[OperatingRow]) -> u32 {
    let months: BTreeSet<i32> = rows.iter().map(|row| row.month.index()).collect();
    let newest = months.last().copied().unwrap_or_default();
    let there = (0..WEIGHED_MONTHS).filter(|back| months.contains(&newest.saturating_sub_unsigned(*back))).count();
    WEIGHED_MONTHS.saturating_sub(u32::try_from(there).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(month: &str) -> OperatingRow {
        let amount = Amount::from_fen(100);
        OperatingRow { month: month.parse().unwrap(), prepayments: amount, sales: amount, commissions: amount }
    }

    #[test]
    fn a_limit_is_so_many_months_of_commission() {
        let months = |limit, average| limit_in_months(Amount::from_fen(limit), Amount::from_fen(average));
        assert_eq!(months(15_000_000, 1_200_000), Some(Decimal::new(125, 1)));
        assert_eq!(months(100, 300), Some(Decimal::new(33, 2)));
        assert_eq!(months(200, 300), Some(Decimal::new(67, 2)));
        assert_eq!(months(Amount::MAX.fen(), 1), Some(Decimal::from(Amount::MAX.fen())));
        assert_eq!(months(100, 0), None);
    }

    #[test]
    fn gaps_and_what_a_short_history_lacks_are_missing() {
        assert_eq!(missing_months(&[]), 24);
        assert_eq!(missing_months(&[row("2026-10")]), 23);
        assert_eq!(missing_months(&[row("2026-10"), row("2026-08"), row("2026-08")]), 22);
        // A month before the last 24 fills none of them.
        assert_eq!(missing_months(&[row("2024-10"), row("2024-11"), row("2026-10")]), 22);
        let whole: Vec<OperatingRow> =
            (2024..=2026).flat_map(|year| (1..=12).map(move |month| row(&format!("{year}-{month:02}")))).collect();
        assert_eq!(missing_months(&whole), 0);
    }

    #[test]
    fn the_ends_of_the_product_s_limits_are_within() {
        let product = (Amount::from_fen(100), Amount::from_fen(200));
        let fits = [99, 100, 200, 201].map(|fen| LimitFit::of(Amount::from_fen(fen), product));
        assert_eq!(fits, [LimitFit::Below, LimitFit::Within, LimitFit::Within, LimitFit::Above]);
    }
}
