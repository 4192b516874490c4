//! How terms of loans are called, the same in every portal.

use domain::{
    offer::ContractKind,
    terms::{DayCount, RepaymentMethod, Tenor},
};

use super::Language;

/// A tenor: `30 天`, `6 个月`.
#[must_use]
pub fn tenor(tenor: Tenor) -> String {
    match (Language::here(), tenor) {
        (Language::Zh, Tenor::Days(days)) => format!("{days} 天"),
        (Language::Zh, Tenor::Months(months)) => format!("{months} 个月"),
        (Language::En, Tenor::Days(days)) => format!("{days} days"),
        (Language::En, Tenor::Months(months)) => format!("{months} months"),
    }
}

/// Several tenors in one line.
#[must_use]
pub fn tenors(all: &[Tenor]) -> String {
    let texts: Vec<String> = all.iter().map(|one| tenor(*one)).collect();
    texts.join(Language::here().choose("、", ", "))
}

#[must_use]
pub fn method(method: RepaymentMethod) -> &'static str {
    let (zh, en) = match method {
        RepaymentMethod::Bullet => ("到期还本付息", "All at the end"),
        RepaymentMethod::InterestMonthly => ("先息后本", "Interest monthly, principal at the end"),
        RepaymentMethod::EqualInstalments => ("等额本息", "Equal instalments"),
        RepaymentMethod::EqualPrincipal => ("等额本金", "Equal principal"),
    };
    Language::here().choose(zh, en)
}

#[must_use]
pub fn contract_kind(kind: ContractKind) -> &'static str {
    let (zh, en) = match kind {
        ContractKind::Loan => ("借款合同", "Loan"),
        ContractKind::FactoringAdvance => ("保理预付款合同", "Factoring advance"),
    };
    Language::here().choose(zh, en)
}

#[must_use]
pub fn day_count(count: DayCount) -> &'static str {
    let (zh, en) = match count {
        DayCount::Act360 => ("实际天数 / 360", "Actual / 360"),
        DayCount::Act365 => ("实际天数 / 365", "Actual / 365"),
    };
    Language::here().choose(zh, en)
}

/// A fraction as a percentage with two decimals: 0.216 is `21.60%`.
#[must_use]
pub fn percent(fraction: rust_decimal::Decimal) -> String {
    format!("{:.2}%", fraction.saturating_mul(rust_decimal::Decimal::ONE_HUNDRED).round_dp(2))
}
