//! The text form of a [`Position`], by which a page takes it along into the browser: words with spaces between, which need no reader
//! of JSON. Amounts are in fen, dates Julian days.

use std::{
    fmt,
    iter::{Peekable, from_fn},
    str::{FromStr, Split},
};

use time::Date;

use super::{InstalmentPosition, Position};
use crate::{Amount, schedule::Instalment, terms::LoanTerms};

/// The text is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a position is written in numbers and codes with spaces between")]
pub struct PositionError;

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_terms(&self.terms, formatter)?;
        write!(formatter, " {} {}", self.credited_on.to_julian_day(), self.accrued_to.to_julian_day())?;
        for amount in [self.prepaid, self.early_fee_paid, self.early_fee_waived, self.principal_waived] {
            write!(formatter, " {}", amount.fen())?;
        }
        self.instalments.iter().try_for_each(|part| write_instalment(part, formatter))
    }
}

fn write_terms(terms: &LoanTerms, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let LoanTerms { annual_rate, day_count, method, tenor, min_days, penalty_multiplier, early_fee_rate, .. } = terms;
    let LoanTerms { grace_days, minimum_overdue, unfreeze_when, holiday_rule, allocation_order, .. } = terms;
    write!(formatter, "{annual_rate} {} {} {tenor} {min_days} {penalty_multiplier}", day_count.code(), method.code())?;
    write!(formatter, " {early_fee_rate} {grace_days} {}", minimum_overdue.fen())?;
    write!(formatter, " {} {} {}", unfreeze_when.code(), holiday_rule.code(), allocation_order.code())
}

fn write_instalment(part: &InstalmentPosition, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let InstalmentPosition { planned, penalty_paid, interest_paid, principal_paid, .. } = part;
    let InstalmentPosition { penalty_waived, interest_waived, accrued, overdue, .. } = part;
    let Instalment { number, opens_on, due_on, principal, interest } = planned;
    write!(formatter, " {number} {} {}", opens_on.to_julian_day(), due_on.to_julian_day())?;
    for amount in [principal, interest, penalty_paid, interest_paid, principal_paid, penalty_waived, interest_waived] {
        write!(formatter, " {}", amount.fen())?;
    }
    write!(formatter, " {accrued} {overdue}")
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        Words(text.split(' ').peekable()).position().ok_or(PositionError)
    }
}

/// What is left to read. The fields stand in the order in which they are written.
struct Words<'a>(Peekable<Split<'a, char>>);

impl Words<'_> {
    fn word<T: FromStr>(&mut self) -> Option<T> {
        self.0.next()?.parse().ok()
    }

    fn day(&mut self) -> Option<Date> {
        Date::from_julian_day(self.word()?).ok()
    }

    fn amount(&mut self) -> Option<Amount> {
        self.word().map(Amount::from_fen)
    }

    fn position(&mut self) -> Option<Position> {
        Some(Position {
            terms: self.terms()?,
            credited_on: self.day()?,
            accrued_to: self.day()?,
            prepaid: self.amount()?,
            early_fee_paid: self.amount()?,
            early_fee_waived: self.amount()?,
            principal_waived: self.amount()?,
            instalments: from_fn(|| self.0.peek().is_some().then(|| self.instalment())).collect::<Option<Vec<_>>>()?,
        })
    }

    fn terms(&mut self) -> Option<LoanTerms> {
        Some(LoanTerms {
            annual_rate: self.word()?,
            day_count: self.word()?,
            method: self.word()?,
            tenor: self.word()?,
            min_days: self.word()?,
            penalty_multiplier: self.word()?,
            early_fee_rate: self.word()?,
            grace_days: self.word()?,
            minimum_overdue: self.amount()?,
            unfreeze_when: self.word()?,
            holiday_rule: self.word()?,
            allocation_order: self.word()?,
        })
    }

    fn instalment(&mut self) -> Option<InstalmentPosition> {
        Some(InstalmentPosition {
            planned: Instalment {
                number: self.word()?,
                opens_on: self.day()?,
                due_on: self.day()?,
                principal: self.amount()?,
                interest: self.amount()?,
            },
            penalty_paid: self.amount()?,
            interest_paid: self.amount()?,
            principal_paid: self.amount()?,
            penalty_waived: self.amount()?,
            interest_waived: self.amount()?,
            accrued: self.word()?,
            overdue: self.word()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{array::uniform2, collection::vec, prelude::*, sample::select};
    use rust_decimal::Decimal;

    use super::*;
    use crate::{
        Rate,
        terms::{AllocationOrder, DayCount, HolidayRule, RepaymentMethod, Tenor, UnfreezeWhen},
    };

    fn rate() -> impl Strategy<Value = Rate> {
        (0_i64..=10_000_000).prop_map(|millionths| Rate::new(Decimal::new(millionths, 6)).unwrap())
    }

    fn day() -> impl Strategy<Value = Date> {
        (Date::MIN.to_julian_day()..=Date::MAX.to_julian_day()).prop_map(|day| Date::from_julian_day(day).unwrap())
    }

    fn amount() -> impl Strategy<Value = Amount> {
        any::<i64>().prop_map(Amount::from_fen)
    }

    prop_compose! {
        /// Any at all, whether they fit together or not.
        fn terms()(
            [annual_rate, early_fee_rate] in uniform2(rate()),
            day_count in select(DayCount::ALL.to_vec()),
            method in select(RepaymentMethod::ALL.to_vec()),
            tenor in prop_oneof![any::<u32>().prop_map(Tenor::Days), any::<u32>().prop_map(Tenor::Months)],
            [min_days, grace_days] in uniform2(any::<u32>()),
            multiplier in (1_i64..=100_000, 0_u32..=4),
            minimum_overdue in amount(),
            unfreeze_when in select(UnfreezeWhen::ALL.to_vec()),
            holiday_rule in select(HolidayRule::ALL.to_vec()),
            allocation_order in select(AllocationOrder::ALL.to_vec()),
        ) -> LoanTerms {
            LoanTerms {
                annual_rate,
                day_count,
                method,
                tenor,
                min_days,
                penalty_multiplier: Decimal::new(multiplier.0, multiplier.1),
                early_fee_rate,
                grace_days,
                minimum_overdue,
                unfreeze_when,
                holiday_rule,
                allocation_order,
            }
        }
    }

    prop_compose! {
        fn instalments()(
            number in any::<u32>(),
            [opens_on, due_on] in uniform2(day()),
            [principal, interest] in uniform2(amount()),
            [penalty_paid, interest_paid] in uniform2(amount()),
            principal_paid in amount(),
            [penalty_waived, interest_waived] in uniform2(amount()),
            [accrued, overdue] in uniform2(any::<i64>()),
        ) -> InstalmentPosition {
            InstalmentPosition {
                planned: Instalment { number, opens_on, due_on, principal, interest },
                penalty_paid,
                interest_paid,
                principal_paid,
                penalty_waived,
                interest_waived,
                accrued,
                overdue,
            }
        }
    }

    prop_compose! {
        fn positions()(
            terms in terms(),
            [credited_on, accrued_to] in uniform2(day()),
            [prepaid, early_fee_paid] in uniform2(amount()),
            [early_fee_waived, principal_waived] in uniform2(amount()),
            instalments in vec(instalments(), 0..4),
        ) -> Position {
            Position {
                terms,
                credited_on,
                accrued_to,
                prepaid,
                early_fee_paid,
                early_fee_waived,
                principal_waived,
                instalments,
            }
        }
    }

    proptest! {
        #[test]
        fn a_position_is_read_as_it_was_written(position in positions()) {
            prop_assert_eq!(position.to_string().parse::<Position>(), Ok(position));
        }

        #[test]
        fn what_is_cut_short_or_goes_on_is_no_position(position in positions()) {
            let text = position.to_string();
            let (cut, _) = text.rsplit_once(' ').unwrap();
            for broken in [cut.to_owned(), format!("{text} "), format!("{text} 1"), format!(" {text}")] {
                prop_assert_eq!(broken.parse::<Position>(), Err(PositionError));
            }
        }
    }

    #[test]
    fn words_that_say_nothing_of_a_position_are_none() {
        for text in ["", " ", "0.144", "0,144 act_360"] {
            assert_eq!(text.parse::<Position>(), Err(PositionError), "{text}");
        }
    }
}
