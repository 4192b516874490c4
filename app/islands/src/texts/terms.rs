//! The words of a loan's terms, the same wherever they are read: on the server and in the browser.

pub use domain::disclosure::percent;
use domain::{
    offer::ContractKind,
    terms::{DayCount, HolidayRule, RepaymentMethod, Tenor},
};

use super::Language;

/// `30 天`, `6 个月`; `30 days`, `6 months`.
#[must_use]
pub fn tenor(tenor: Tenor) -> String {
    match (Language::here(), tenor) {
        (Language::Zh, Tenor::Days(days)) => format!("{days} 天"),
        (Language::Zh, Tenor::Months(months)) => format!("{months} 个月"),
        (Language::En, Tenor::Days(1)) => "1 day".to_owned(),
        (Language::En, Tenor::Days(days)) => format!("{days} days"),
        (Language::En, Tenor::Months(1)) => "1 month".to_owned(),
        (Language::En, Tenor::Months(months)) => format!("{months} months"),
    }
}

/// All of them: `7、14、30 天`. The unit is said once for those that stand together.
#[must_use]
pub fn tenors(all: &[Tenor]) -> String {
    let mut text = String::new();
    for (place, one) in all.iter().enumerate() {
        let next = all.get(place + 1);
        match (one, next) {
            (Tenor::Days(count), Some(Tenor::Days(_))) | (Tenor::Months(count), Some(Tenor::Months(_))) => {
                text.push_str(&count.to_string());
            }
            _ => text.push_str(&tenor(*one)),
        }
        if next.is_some() {
            text.push_str(Language::here().choose("、", ", "));
        }
    }
    text
}

#[must_use]
pub fn method(method: RepaymentMethod) -> &'static str {
    let language = Language::here();
    match method {
        RepaymentMethod::Bullet => language.choose("到期还本付息", "Principal and interest at maturity"),
        RepaymentMethod::InterestMonthly => {
            language.choose("按月付息，到期还本", "Monthly interest, principal at maturity")
        }
        RepaymentMethod::EqualInstalments => language.choose("等额本息", "Equal instalments"),
        RepaymentMethod::EqualPrincipal => language.choose("等额本金", "Equal principal"),
    }
}

#[must_use]
pub fn contract_kind(kind: ContractKind) -> &'static str {
    match kind {
        ContractKind::Loan => Language::here().choose("借款合同", "Loan agreement"),
        ContractKind::FactoringAdvance => Language::here().choose("保理预付款合同", "Factoring advance agreement"),
    }
}

#[must_use]
pub fn day_count(day_count: DayCount) -> &'static str {
    match day_count {
        DayCount::Act360 => Language::here().choose("实际天数/360", "Actual/360"),
        DayCount::Act365 => Language::here().choose("实际天数/365", "Actual/365"),
    }
}

/// What becomes of due dates on days that are not worked.
#[must_use]
pub fn holidays(rule: HolidayRule) -> &'static str {
    let language = Language::here();
    match rule {
        HolidayRule::Stays => language.choose("遇休息日不变", "Unchanged on non-working days"),
        HolidayRule::MovesOn => language.choose("遇休息日顺延到下一个工作日", "Moves to the next working day"),
        HolidayRule::MovesBack => language.choose("遇休息日提前到上一个工作日", "Moves to the previous working day"),
    }
}
