//! What a loan costs: the figures that a borrower compares, and the legal cap.

use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount, Rate,
    calendar::days_between,
    schedule::{DueDates, Instalment, MathError, plan},
    terms::{LoanTerms, RepaymentMethod},
};

/// The year of the effective annual rate and of the cap, in days.
const YEAR: u32 = 365;

/// The most that a loan may cost in a year, all told.
#[must_use]
pub fn cap() -> Rate {
    Rate::new(Decimal::new(24, 2)).unwrap_or(Rate::ZERO)
}

/// What one loan costs when it is repaid as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub interest: Amount,
    /// Fees that every borrower pays. The early fee is none of them: who keeps to the plan never pays it.
    pub fees: Amount,
    /// Interest and fees.
    pub total: Amount,
    /// 年化利率（单利）, as agreed.
    pub annual_rate: Rate,
    /// As [`effective_annual_rate`]; it may exceed what a [`Rate`] can hold.
    pub effective_annual_rate: Decimal,
}

/// The cost of a loan of this amount on these terms.
///
/// 50,000.00 at 0.144 and `act_360` for 14 days costs 280.00, effectively 15.6725 % a year.
///
/// # Errors
/// As [`plan`] and [`effective_annual_rate`].
pub fn cost(principal: Amount, terms: &LoanTerms, dates: &DueDates) -> Result<Cost, MathError> {
    let plan = plan(principal, terms, dates)?;
    let (interest, fees) = (scheduled_interest(&plan), Amount::ZERO);
    let effective_annual_rate = effective_annual_rate(principal, dates.credited_on(), &plan)?;
    Ok(Cost { interest, fees, total: interest.plus(fees), annual_rate: terms.annual_rate, effective_annual_rate })
}

/// All interest of a plan.
#[must_use]
pub fn scheduled_interest(plan: &[Instalment]) -> Amount {
    plan.iter().map(|instalment| instalment.interest).sum()
}

/// The yearly compounded rate, on actual days / 365, at which the principal and all instalments are worth nothing
/// together; six decimals, half-up: 50,000.00 that costs 280.00 in 14 days is (50,280 / 50,000)^(365/14) − 1 = 0.156725.
///
/// The unknown is v, what one yuan of tomorrow is worth today: Σ instalment × v^days − principal is a polynomial that
/// only grows, and ever faster, so that Newton's steps from v = 1 come down to its root without passing it. Only
/// whole powers are needed, which keeps all 28 digits: the rate is v^−365 − 1.
///
/// # Errors
/// When the instalments are less than the principal, or the rate is beyond 28 digits: a fen for a fen overnight.
pub fn effective_annual_rate(
    principal: Amount,
    credited_on: Date,
    instalments: &[Instalment],
) -> Result<Decimal, MathError> {
    let paid_back: Amount = instalments.iter().map(Instalment::total).sum();
    if !principal.is_positive() || paid_back < principal {
        return Err(MathError::OutOfRange);
    }
    if paid_back == principal {
        return Ok(Decimal::ZERO);
    }
    let flows: Vec<(u32, Decimal)> = instalments
        .iter()
        .map(|instalment| (days_between(credited_on, instalment.due_on), instalment.total().to_decimal()))
        .collect();
    daily_discount(principal.to_decimal(), &flows)
        .and_then(|daily| Decimal::ONE.checked_div(daily)?.checked_powu(u64::from(YEAR))?.checked_sub(Decimal::ONE))
        .map(|rate| rate.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero))
        .ok_or(MathError::OutOfRange)
}

/// The v of [`effective_annual_rate`], to 20 digits at least. `None` when out of range.
fn daily_discount(principal: Decimal, flows: &[(u32, Decimal)]) -> Option<Decimal> {
    const STEPS: u32 = 200;
    let precise = Decimal::new(1, 20);
    let mut daily = Decimal::ONE;
    for _ in 0..STEPS {
        let (worth, slope) = worth_and_slope(daily, flows)?;
        let step = worth.checked_sub(principal)?.checked_div(slope)?;
        daily = daily.checked_sub(step)?;
        if step <= precise {
            return Some(daily);
        }
    }
    None
}

/// Σ flow × v^days, and its derivative by v. Powers are carried from one flow to the next, months apart.
fn worth_and_slope(daily: Decimal, flows: &[(u32, Decimal)]) -> Option<(Decimal, Decimal)> {
    let (mut worth, mut slope) = (Decimal::ZERO, Decimal::ZERO);
    let (mut power, mut reached) = (Decimal::ONE, 0_u32);
    for (days, flow) in flows {
        power = power.checked_mul(daily.checked_powu(u64::from(days.checked_sub(reached)?))?)?;
        reached = *days;
        let discounted = flow.checked_mul(power)?;
        worth = worth.checked_add(discounted)?;
        slope = slope.checked_add(discounted.checked_mul(Decimal::from(*days))?)?;
    }
    Some((worth, slope.checked_div(daily)?))
}

/// Whether a loan of this amount stays within the legal cap: the internal rate of its scheduled flows, annualised
/// simply (the rate of a month × 12, of a bullet's days × 365 / days), and the penalty rate.
///
/// An early fee counts as if it were paid on all principal with the last instalment: 10,000.00 at 0.12 for 73 days
/// under `act_365` with an early fee of 0.01 costs (240 + 100) / 10,000 × 365 / 73 = 17 % a year. An internal rate lies
/// within the cap exactly if the flows are worth no more than the principal when discounted at the cap, so none needs
/// to be solved for. Rounding, of at most half a fen in each instalment, is no price; nor are the days that a holiday adds.
///
/// # Errors
/// As [`plan`].
pub fn within_cap(terms: &LoanTerms, principal: Amount, credited_on: Date, cap: Rate) -> Result<bool, MathError> {
    let plan = plan(principal, terms, &DueDates::unmoved(terms, credited_on)?)?;
    let worth = worth_at(cap, terms, principal, &plan).ok_or(MathError::OutOfRange)?;
    Ok(worth <= principal.to_decimal() && terms.penalty_rate() <= cap.fraction())
}

fn worth_at(cap: Rate, terms: &LoanTerms, principal: Amount, plan: &[Instalment]) -> Option<Decimal> {
    let half_fen = Decimal::new(5, 3);
    let period_rate = match (terms.method, plan) {
        (RepaymentMethod::Bullet, [only]) => {
            let days = Decimal::from(days_between(only.opens_on, only.due_on));
            cap.fraction().checked_mul(days)?.checked_div(Decimal::from(YEAR))?
        }
        _ => cap.fraction().checked_div(Decimal::from(12))?,
    };
    let growth = period_rate.checked_add(Decimal::ONE)?;
    // From the last instalment to the first: each step brings everything later one period nearer to the credit.
    let mut worth = principal.to_decimal().checked_mul(terms.early_fee_rate.fraction())?;
    for instalment in plan.iter().rev() {
        worth = worth.checked_add(instalment.total().to_decimal())?.checked_sub(half_fen)?.checked_div(growth)?;
    }
    Some(worth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn terms(method: RepaymentMethod, rate: &str, tenor: &str) -> LoanTerms {
        LoanTerms::new(rate.parse().unwrap(), crate::terms::DayCount::Act365, method, tenor.parse().unwrap())
    }

    #[test]
    fn a_cost_is_interest_fees_and_two_rates() {
        let terms =
            LoanTerms { day_count: crate::terms::DayCount::Act360, ..terms(RepaymentMethod::Bullet, "0.144", "14d") };
        let dates = DueDates::unmoved(&terms, date!(2026 - 08 - 30)).unwrap();
        let cost = cost("50000".parse().unwrap(), &terms, &dates).unwrap();
        assert_eq!((cost.interest.to_string(), cost.total), ("280.00".to_owned(), cost.interest));
        assert_eq!(cost.effective_annual_rate.to_string(), "0.156725");
    }

    #[test]
    fn an_effective_rate_beyond_all_bounds_is_an_error_and_never_a_panic() {
        let flow = |fen| Instalment {
            number: 1,
            opens_on: date!(2026 - 01 - 01),
            due_on: date!(2026 - 01 - 02),
            principal: Amount::from_fen(fen),
            interest: Amount::ZERO,
        };
        let rate = |fen| effective_annual_rate(Amount::from_fen(1), date!(2026 - 01 - 01), &[flow(fen)]);
        assert_eq!(rate(2), Err(MathError::OutOfRange));
        assert_eq!(rate(0), Err(MathError::OutOfRange));
        assert_eq!(rate(1), Ok(Decimal::ZERO));
    }

    #[test]
    fn the_cap_counts_flows_early_fee_and_penalty() {
        let amount: Amount = "10000".parse().unwrap();
        let on = date!(2026 - 03 - 01);
        let base = LoanTerms { penalty_multiplier: Decimal::ONE, ..terms(RepaymentMethod::Bullet, "0.12", "73d") };
        let with_fee = LoanTerms { early_fee_rate: "0.01".parse().unwrap(), ..base.clone() };
        let with_penalty = LoanTerms { penalty_multiplier: Decimal::TWO, ..base.clone() };
        let monthly =
            LoanTerms { method: RepaymentMethod::EqualInstalments, tenor: "12m".parse().unwrap(), ..base.clone() };
        for (terms, cap, within) in [
            (&base, "0.12", true),
            (&base, "0.119999", false),
            (&with_fee, "0.17", true),
            (&with_fee, "0.169", false),
            (&with_penalty, "0.24", true),
            (&with_penalty, "0.2399", false),
            (&monthly, "0.12", true),
            (&monthly, "0.1199", false),
        ] {
            assert_eq!(within_cap(terms, amount, on, cap.parse().unwrap()), Ok(within), "{terms:?} {cap}");
        }
    }
}
