//! The words of a loan's terms, the same wherever they are read: on the server and in the browser.

pub use domain::disclosure::percent;
use domain::{
    offer::ContractKind,
    terms::{
        AllocationOrder, DayCount, HolidayRule, LoanTerms, RepaymentMethod, Tenor, USUAL_MINIMUM_OVERDUE, UnfreezeWhen,
    },
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

/// What is unpaid and not called overdue, where terms say so: days of grace put that off, but not the penalty interest.
#[must_use]
pub fn grace(of: &LoanTerms) -> Option<String> {
    grace_in(Language::here(), of)
}

fn grace_in(language: Language, of: &LoanTerms) -> Option<String> {
    let days = (of.grace_days > 0).then(|| match language {
        Language::Zh => format!("到期日后 {} 天内不算逾期，但罚息仍自到期日起计收。", of.grace_days),
        Language::En => format!(
            "Not overdue for {} after the due date, but penalty interest counts from the due date.",
            super::counted(of.grace_days, "day", "days")
        ),
    });
    let least = (of.minimum_overdue != USUAL_MINIMUM_OVERDUE).then(|| {
        let amount = of.minimum_overdue.grouped();
        match language {
            Language::Zh => format!("到期未还的本金与利息不足 {amount} 元的，不算逾期。"),
            Language::En => format!("Less than {amount} yuan of unpaid principal and interest is not overdue."),
        }
    });
    let sentences: Vec<String> = days.into_iter().chain(least).collect();
    (!sentences.is_empty()).then(|| sentences.join(language.choose("", " ")))
}

/// In what order a payment pays what a due instalment owes.
#[must_use]
pub fn order(order: AllocationOrder) -> &'static str {
    let language = Language::here();
    match order {
        AllocationOrder::PenaltyFirst => {
            language.choose("先罚息，再利息，后本金", "Penalty interest, then interest, then principal")
        }
        AllocationOrder::InterestFirst => {
            language.choose("先利息，再罚息，后本金", "Interest, then penalty interest, then principal")
        }
    }
}

/// When the freeze for what is overdue ends.
#[must_use]
pub fn unfreeze(when: UnfreezeWhen) -> &'static str {
    let language = Language::here();
    match when {
        UnfreezeWhen::OverdueCleared => language.choose("还清逾期后自动解除", "Automatically once nothing is overdue"),
        UnfreezeWhen::AllSettled => {
            language.choose("结清全部借款后自动解除", "Automatically once all loans are settled")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_called_overdue_is_said_in_a_sentence_and_that_penalty_interest_counts_all_the_same() {
        let (rate, tenor) = ("0.144".parse().unwrap(), Tenor::Days(30));
        let usual = LoanTerms::new(rate, DayCount::Act360, RepaymentMethod::Bullet, tenor);
        assert_eq!(grace_in(Language::Zh, &usual), None);
        let borne = LoanTerms { grace_days: 3, ..usual.clone() };
        assert_eq!(
            grace_in(Language::Zh, &borne).as_deref(),
            Some("到期日后 3 天内不算逾期，但罚息仍自到期日起计收。")
        );
        let both = LoanTerms { grace_days: 1, minimum_overdue: "5".parse().unwrap(), ..usual };
        assert_eq!(
            grace_in(Language::Zh, &both).as_deref(),
            Some("到期日后 1 天内不算逾期，但罚息仍自到期日起计收。到期未还的本金与利息不足 5.00 元的，不算逾期。")
        );
        assert_eq!(
            grace_in(Language::En, &both).as_deref(),
            Some(
                "Not overdue for 1 day after the due date, but penalty interest counts from the due date. \
                 Less than 5.00 yuan of unpaid principal and interest is not overdue."
            )
        );
    }
}
