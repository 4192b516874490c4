//! The cost disclosure (综合融资成本明示) that a borrower confirms before a draw.

use time::Date;

use crate::{
    Amount,
    cost::{Cost, cost},
    schedule::{Instalment, MathError, plan},
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

impl Disclosure {
    /// # Errors
    /// When the figures leave the range of exact arithmetic.
    pub fn of(funder: &str, principal: Amount, terms: &LoanTerms, on: Date) -> Result<Self, MathError> {
        Ok(Self {
            funder: funder.to_owned(),
            principal,
            terms: terms.clone(),
            on,
            plan: plan(principal, terms, on)?,
            cost: cost(principal, terms, on)?,
        })
    }

    /// The text that is hashed and kept: what was confirmed, line by line, in the language of the contract.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![
            "综合融资成本明示".to_owned(),
            format!("资金方：{}", self.funder),
            format!("借款本金：{} 元（{}）", self.principal.grouped(), self.principal.in_words()),
            format!("期限：{}", self.terms.tenor),
            format!("还款方式：{}", self.terms.method.code()),
            format!("年化利率（单利）：{}", self.terms.annual_rate.percent()),
            format!("计息基础：{}，最少计息 {} 天", self.terms.day_count.code(), self.terms.min_days),
            format!("利息合计：{} 元，由资金方收取", self.cost.interest.grouped()),
            format!("其他费用合计：{} 元", self.cost.fees.grouped()),
            format!("融资成本合计：{} 元", self.cost.total.grouped()),
            format!("实际年化成本（复利）：{}", self.cost.effective_annual_rate),
            format!("逾期罚息：年利率的 {} 倍", self.terms.penalty_multiplier.normalize()),
            format!("测算日期：{}", self.on),
        ];
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
