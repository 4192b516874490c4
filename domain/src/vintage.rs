//! How the loans that were credited in a month have turned out since: their vintage is that month for ever.

use rust_decimal::Decimal;

use crate::{Amount, operating_data::Month};

/// More days overdue than these are late: the classes of ageing behind the first.
pub const LATE_AFTER: i32 = 30;

/// What is known at the end of a month of the loans that were credited in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VintageMonth {
    pub credited_in: Month,
    /// Their principal, in every month the same.
    pub credited: Amount,
    /// The principal of those that have been late on a day of this month, and on none before.
    pub newly_late: Amount,
    /// What those have outstanding that are late at its end.
    pub late: Amount,
}

/// The loans of one month, by their month on the book: that of the credit is the first, and counts as 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vintage {
    pub month: Month,
    pub credited: Amount,
    /// The principal of what was late on any day so far, whether it was cured or not.
    pub ever: Vec<Amount>,
    /// The outstanding principal of what is late at the end of the month.
    pub now: Vec<Amount>,
}

impl Vintage {
    /// A part of what was credited.
    #[must_use]
    pub fn share(&self, part: Amount) -> Option<Decimal> {
        part.to_decimal().checked_div(self.credited.to_decimal())
    }
}

/// The vintages of months, in which those of one vintage follow each other without gaps from that of its credit on.
#[must_use]
pub fn vintages(months: &[VintageMonth]) -> Vec<Vintage> {
    let mut vintages: Vec<Vintage> = Vec::new();
    for month in months {
        if vintages.last().is_none_or(|last| last.month != month.credited_in) {
            let (ever, now) = (Vec::new(), Vec::new());
            vintages.push(Vintage { month: month.credited_in, credited: month.credited, ever, now });
        }
        if let Some(vintage) = vintages.last_mut() {
            let before = vintage.ever.last().copied().unwrap_or_default();
            vintage.ever.push(before.plus(month.newly_late));
            vintage.now.push(month.late);
        }
    }
    vintages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(credited_in: &str, [credited, newly_late, late]: [&str; 3]) -> VintageMonth {
        let yuan = |text: &str| text.parse::<Amount>().unwrap();
        let (credited, newly_late, late) = (yuan(credited), yuan(newly_late), yuan(late));
        VintageMonth { credited_in: credited_in.parse().unwrap(), credited, newly_late, late }
    }

    /// Case 54: 36 days late between two ends of months, cured, and late again.
    #[test]
    fn what_was_ever_late_stays_and_what_is_late_now_goes_and_comes_back() {
        let months = [
            month("2026-09", ["60000", "0", "0"]),
            month("2026-09", ["60000", "0", "0"]),
            month("2026-09", ["60000", "10000", "0"]),
            month("2026-09", ["60000", "0", "0"]),
            month("2026-09", ["60000", "0", "5000"]),
            month("2026-10", ["500", "0", "0"]),
        ];
        let vintages = vintages(&months);
        let [vintage, next] = vintages.as_slice() else { panic!("{vintages:?}") };
        let case = include_str!("../tests/data/cases-reports/54-vintage-of-a-loan-cured-and-late-again.json");
        let case: serde_json::Value = serde_json::from_str(case).unwrap();
        let share = |part: Amount| format!("{:.4}", vintage.share(part).unwrap().round_dp(4));
        for asked in case["expected"].as_array().unwrap() {
            let month = usize::try_from(asked["month"].as_u64().unwrap()).unwrap();
            assert_eq!(asked["ever"], share(vintage.ever[month]), "{month}");
            assert_eq!(asked["now"], share(vintage.now[month]), "{month}");
        }
        assert_eq!((vintage.ever.len(), share(vintage.ever[0])), (5, "0.0000".to_owned()));
        assert_eq!((next.month.to_string().as_str(), next.ever.len()), ("2026-10", 1));
    }
}
