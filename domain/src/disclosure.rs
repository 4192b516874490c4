//! The cost disclosure (综合融资成本明示) that a borrower confirms before a draw.

use rust_decimal::{Decimal, RoundingStrategy};
use time::Date;

use crate::{
    Amount,
    application::{day_count_name, grace, holidays, method_name, tenor_name},
    cost::{Cost, cost},
    schedule::{DueDates, Instalment, MathError, plan},
    terms::LoanTerms,
};

/// Everything that the borrower is shown before it draws, computed from the terms alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    pub funder: String,
    pub principal: Amount,
    pub terms: LoanTerms,
    /// The day for which it is computed: today, although interest starts only when the money is credited.
    pub on: Date,
    pub plan: Vec<Instalment>,
    pub cost: Cost,
}

/// How long a borrower has the disclosure before it may be confirmed, in seconds.
const READING_SECONDS: i64 = 10;

/// How much of the reading time is left for what was shown at `shown_at`, both in seconds since 1970. What claims to have
/// been shown later than now has it all before it.
#[must_use]
pub fn reading_left(shown_at: i64, now: i64) -> i64 {
    if shown_at > now { READING_SECONDS } else { READING_SECONDS.saturating_sub(now.saturating_sub(shown_at)).max(0) }
}

impl Disclosure {
    /// # Errors
    /// When the figures leave the range of exact arithmetic.
    pub fn of(funder: &str, principal: Amount, terms: &LoanTerms, dates: &DueDates) -> Result<Self, MathError> {
        Ok(Self {
            funder: funder.to_owned(),
            principal,
            terms: terms.clone(),
            on: dates.credited_on(),
            plan: plan(principal, terms, dates)?,
            cost: cost(principal, terms, dates)?,
        })
    }

    /// The text that is hashed and kept: what was confirmed, line by line, in the language of the contract.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![
            "综合融资成本明示".to_owned(),
            format!("资金方：{}", self.funder),
            format!("借款本金：{} 元（{}）", self.principal.grouped(), self.principal.in_words()),
            format!("期限：{}", tenor_name(self.terms.tenor)),
            format!("还款方式：{}", method_name(self.terms.method)),
            format!("年化利率（单利）：{}", self.terms.annual_rate.percent()),
            format!("计息方式：{}，至少计息 {} 天", day_count_name(self.terms.day_count), self.terms.min_days),
            format!("利息合计：{} 元，由资金方收取", self.cost.interest.grouped()),
            format!("其他费用合计：{} 元", self.cost.fees.grouped()),
            format!("融资成本合计：{} 元", self.cost.total.grouped()),
            format!("实际年化（复利）：{}", percent(self.cost.effective_annual_rate)),
            format!("逾期罚息：年利率的 {} 倍", self.terms.penalty_multiplier.normalize()),
            format!("测算日期：{}", self.on),
        ];
        lines
            .extend([grace(&self.terms), holidays(&self.terms).to_owned()].into_iter().filter(|text| !text.is_empty()));
        lines.extend(self.plan.iter().map(|instalment| {
            format!(
                "第 {} 期 {} 本金 {} 利息 {}",
                instalment.number,
                instalment.due_on,
                instalment.principal.grouped(),
                instalment.interest.grouped()
            )
        }));
        lines.join("\n")
    }
}

/// A fraction in percent with two decimals, half-up: 0.156725 is `15.67%`.
#[must_use]
pub fn percent(fraction: Decimal) -> String {
    let percent = fraction.saturating_mul(Decimal::ONE_HUNDRED);
    format!("{:.2}%", percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{DayCount, RepaymentMethod, Tenor};
    use time::macros::date;

    #[test]
    fn a_percentage_is_rounded_half_up_once() {
        for (fraction, text) in [("0.156725", "15.67%"), ("0.15675", "15.68%"), ("0", "0.00%"), ("12.3", "1230.00%")] {
            assert_eq!(percent(fraction.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_disclosure_takes_its_time_to_read() {
        for (shown_at, left) in [(1_000, 10), (999, 9), (990, 0), (0, 0), (1_001, 10), (i64::MIN, 0), (i64::MAX, 10)] {
            assert_eq!(reading_left(shown_at, 1_000), left, "{shown_at}");
        }
    }

    #[test]
    fn a_disclosure_is_written_in_words() {
        let rate = "0.144".parse().unwrap();
        let terms = LoanTerms::new(rate, DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(14));
        let amount = Amount::from_fen(5_000_000);
        let text =
            Disclosure::of("嘉禾小额贷款", amount, &terms, &DueDates::unmoved(&terms, date!(2026 - 11 - 20)).unwrap())
                .unwrap()
                .text();
        for part in [
            "嘉禾小额贷款",
            "50,000.00 元（伍万元整）",
            "期限：14 天",
            "还款方式：到期还本付息",
            "年化利率（单利）：14.40%",
            "计息方式：实际天数/360，至少计息 1 天",
            "利息合计：280.00 元",
            "实际年化（复利）：15.67%",
            "年利率的 1.5 倍",
            "第 1 期 2026-12-04 本金 50,000.00 利息 280.00",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}
