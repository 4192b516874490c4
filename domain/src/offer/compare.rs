//! Offers side by side, for the borrower's own amount and days.

use serde::{Deserialize, Serialize};
use time::Date;

use super::OfferTerms;
use crate::{
    Amount,
    calendar::{add_days, add_months},
    cost::{Cost, effective_annual_rate},
    position::Position,
    schedule::{DueDates, Instalment, MathError},
    terms::{LoanTerms, Tenor},
};

/// One of the offers that were compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Its place in what was given.
    pub index: usize,
    pub fit: Result<OwnCost, Misfit>,
}

/// What an offer costs for one's own amount and days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCost {
    /// The shortest tenor that lasts so long.
    pub tenor: Tenor,
    /// With the early fee, if the tenor is longer than the days.
    pub cost: Cost,
}

/// Why an offer is not comparable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Misfit {
    #[error("its limit is {limit}")]
    LimitTooLow { limit: Amount },
    #[error("its longest tenor is {longest}")]
    TenorTooShort { longest: Tenor },
    #[error("the amount and the days must be more than zero and not astronomic")]
    OutOfRange,
}

impl Misfit {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LimitTooLow { .. } => "offer.limit_too_low",
            Self::TenorTooShort { .. } => "offer.tenor_too_short",
            Self::OutOfRange => "math.out_of_range",
        }
    }
}

/// Compares what borrowing `amount` today and being done with it after `days` costs: the cheapest first, equal costs
/// in the order given, and last what does not fit, with its reason.
///
/// A loan whose tenor is longer is repaid early, and its early fee counted: 50,000.00 at 0.144 and `act_360` for 14
/// days costs 280.00 from an offer with a tenor of 14 days and from one of 30, 780.00 if that has an early fee of 0.01.
#[must_use]
pub fn compare(offers: &[OfferTerms], amount: Amount, days: u32, on: Date) -> Vec<Compared> {
    let mut compared: Vec<Compared> = offers
        .iter()
        .enumerate()
        .map(|(index, offer)| Compared { index, fit: own_cost(offer, amount, days, on) })
        .collect();
    compared.sort_by_key(|entry| match &entry.fit {
        Ok(own) => (false, own.cost.total),
        Err(_) => (true, Amount::ZERO),
    });
    compared
}

fn own_cost(offer: &OfferTerms, amount: Amount, days: u32, on: Date) -> Result<OwnCost, Misfit> {
    if !amount.is_positive() || days == 0 {
        return Err(Misfit::OutOfRange);
    }
    if amount > offer.limit {
        return Err(Misfit::LimitTooLow { limit: offer.limit });
    }
    let ends_on = add_days(on, days).ok_or(Misfit::OutOfRange)?;
    let lasting = |tenor: &Tenor| Some((end_of(*tenor, on)?, *tenor));
    let ends = || offer.tenors.iter().filter_map(lasting);
    let Some((_, tenor)) = ends().filter(|(end, _)| *end >= ends_on).min_by_key(|(end, _)| *end) else {
        let (_, longest) = ends().max_by_key(|(end, _)| *end).ok_or(Misfit::OutOfRange)?;
        return Err(Misfit::TenorTooShort { longest });
    };
    let terms = LoanTerms { tenor, ..offer.terms.clone() };
    let cost = cost_until(amount, &terms, on, ends_on).map_err(|_| Misfit::OutOfRange)?;
    Ok(OwnCost { tenor, cost })
}

fn end_of(tenor: Tenor, on: Date) -> Option<Date> {
    match tenor {
        Tenor::Days(days) => add_days(on, days),
        Tenor::Months(months) => add_months(on, months),
    }
}

/// The cost of a loan that is repaid as planned until a day, and settled on it. Every payment is reckoned by the very
/// position that will charge it; on the last day of the tenor it is [`crate::cost::cost`].
fn cost_until(amount: Amount, terms: &LoanTerms, on: Date, ends_on: Date) -> Result<Cost, MathError> {
    let mut position = Position::open(amount, terms, &DueDates::unmoved(terms, on)?)?;
    let due = position.instalments().iter().map(|part| part.planned.due_on);
    let dates: Vec<Date> = due.filter(|due_on| *due_on < ends_on).chain([ends_on]).collect();
    let (mut interest, mut fees) = (Amount::ZERO, Amount::ZERO);
    let (mut flows, mut opens_on) = (Vec::with_capacity(dates.len()), on);
    for (number, due_on) in (1..).zip(dates) {
        let quote = position.quote(due_on);
        let owed = if due_on == ends_on { quote.payoff_total() } else { quote.due_total() };
        if !owed.is_positive() {
            continue;
        }
        let (paid, allocation) = position.pay(due_on, owed).map_err(|_| MathError::OutOfRange)?;
        position = paid;
        interest = interest.plus(allocation.interest);
        fees = fees.plus(allocation.fee);
        let price = allocation.interest.plus(allocation.fee);
        flows.push(Instalment { number, opens_on, due_on, principal: allocation.principal, interest: price });
        opens_on = due_on;
    }
    Ok(Cost {
        interest,
        fees,
        total: interest.plus(fees),
        annual_rate: terms.annual_rate,
        effective_annual_rate: effective_annual_rate(amount, on, &flows)?,
    })
}
