//! Whether every loan costs what a loan may cost at most, reckoned another way than when it was drawn.

use domain::{
    Amount, cost,
    id::LoanId,
    schedule::{DueDates, Instalment, plan},
    terms::{LoanTerms, Tenor},
};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{Error, error::Never, verdict::Verdict};

/// Solves for the internal rate of every loan's plan. The draw was not made to: it only discounted the plan at the cap.
pub async fn verify_cost(connection: &mut PgConnection) -> Result<Verdict, Error<Never>> {
    let loans = sqlx::query!(
        r#"select id, reference, principal_fen, terms as "terms: Json<LoanTerms>", credited_on from loans"#
    )
    .fetch_all(connection)
    .await?;
    let examined = i64::try_from(loans.len()).unwrap_or(i64::MAX);
    let mut offending = Vec::new();
    for loan in loans {
        let principal = Amount::from_fen(loan.principal_fen);
        let dates = DueDates::unmoved(&loan.terms, loan.credited_on).map_err(Error::defect)?;
        let plan = plan(principal, &loan.terms, &dates).map_err(Error::defect)?;
        if costs_more(principal, &loan.terms, &plan).unwrap_or(true) {
            offending.push(format!("{} {}", LoanId(loan.id), loan.reference));
        }
    }
    Ok(Verdict { name: "no loan costs more than the cap", examined, offending })
}

/// `None` when it cannot be reckoned.
fn costs_more(principal: Amount, terms: &LoanTerms, plan: &[Instalment]) -> Option<bool> {
    let cap = cost::cap().fraction();
    let periods_a_year = match terms.tenor {
        Tenor::Days(days) => Decimal::from(365).checked_div(Decimal::from(days))?,
        Tenor::Months(_) => Decimal::from(12),
    };
    let penalty_rate = terms.annual_rate.fraction().checked_mul(terms.penalty_multiplier)?;
    Some(penalty_rate > cap || yields_more(cap.checked_div(periods_a_year)?, principal, terms, plan)?)
}

/// Whether the rate of one period at which the flows are worth the principal is more than `most`; 10,000.00 for 10,200.00 after one
/// period is 0.02. By halving, until that is certain. An early fee counts as if it were paid with the last instalment; what rounding
/// may have added to an instalment, half a fen, is no price.
fn yields_more(most: Decimal, principal: Amount, terms: &LoanTerms, plan: &[Instalment]) -> Option<bool> {
    const HALVINGS: u32 = 60;
    let (lent, half_fen) = (principal.to_decimal(), Decimal::new(5, 3));
    let fee = lent.checked_mul(terms.early_fee_rate.fraction())?;
    let (mut low, mut high) = (Decimal::ZERO, Decimal::ONE);
    for _ in 0..HALVINGS {
        if low > most || high <= most {
            break;
        }
        let middle = low.checked_add(high)?.checked_div(Decimal::TWO)?;
        let mut owed = lent;
        for instalment in plan {
            let paid = instalment.total().to_decimal().checked_sub(half_fen)?;
            owed = owed.checked_mul(middle.checked_add(Decimal::ONE)?)?.checked_sub(paid)?;
        }
        // Still owed after the last instalment: the flows do not bear this rate.
        if owed > fee { high = middle } else { low = middle }
    }
    Some(low > most)
}

#[cfg(test)]
mod tests {
    use domain::terms::{DayCount, RepaymentMethod};
    use time::macros::date;

    use super::*;

    fn too_dear(method: RepaymentMethod, rate: &str, tenor: &str) -> bool {
        let terms = LoanTerms::new(rate.parse().unwrap(), DayCount::Act365, method, tenor.parse().unwrap());
        let terms = LoanTerms { penalty_multiplier: Decimal::ONE, ..terms };
        let principal: Amount = "100000".parse().unwrap();
        let plan = plan(principal, &terms, &DueDates::unmoved(&terms, date!(2026 - 11 - 20)).unwrap()).unwrap();
        costs_more(principal, &terms, &plan).unwrap()
    }

    #[test]
    fn the_cap_is_found_from_both_sides() {
        for (method, tenor) in [
            (RepaymentMethod::Bullet, "30d"),
            (RepaymentMethod::EqualInstalments, "6m"),
            (RepaymentMethod::EqualPrincipal, "12m"),
        ] {
            assert!(!too_dear(method, "0.24", tenor), "{method:?}");
            assert!(too_dear(method, "0.2401", tenor), "{method:?}");
        }
    }
}
