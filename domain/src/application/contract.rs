//! The text of the credit contract.

use crate::{
    Amount, Reference,
    offer::ContractKind,
    terms::{
        AllocationOrder, DayCount, HolidayRule, LoanTerms, RepaymentMethod, Tenor, USUAL_MINIMUM_OVERDUE, UnfreezeWhen,
    },
};

/// The institution, as contracts name it.
const INSTITUTION: &str = "联融支付有限公司";
/// How long a line stays open from the day of the contract, in months.
pub const CONTRACT_MONTHS: u32 = 12;

/// What a contract is made of: two parties, a limit, and the terms of the offer that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// The application's reference.
    pub reference: Reference,
    pub kind: ContractKind,
    pub funder: String,
    pub agent: String,
    pub legal_person: String,
    pub licence_no: String,
    pub limit: Amount,
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
}

/// The text that is shown, hashed, agreed to and kept. It depends on nothing but the contract, not even on the day, so
/// that what is agreed to is what was shown.
#[must_use]
pub fn contract_text(contract: &Contract) -> String {
    let (title, debt) = match contract.kind {
        ContractKind::Loan => ("循环授信借款合同", "借款"),
        ContractKind::FactoringAdvance => ("循环授信保理预付款合同", "保理预付款"),
    };
    let lines = [heading(contract, title), price(contract, debt), security(contract)];
    lines.concat().join("\n")
}

fn heading(contract: &Contract, title: &str) -> Vec<String> {
    vec![
        title.to_owned(),
        format!("编号：{}", contract.reference),
        format!("资金方：{}", contract.funder),
        format!(
            "代理商：{}（法定代表人：{}；统一社会信用代码：{}）",
            contract.agent, contract.legal_person, contract.licence_no
        ),
        format!("支付机构：{INSTITUTION}"),
    ]
}

fn price(contract: &Contract, debt: &str) -> Vec<String> {
    let terms = &contract.terms;
    let tenors: Vec<String> = contract.tenors.iter().map(|tenor| tenor_name(*tenor)).collect();
    let early_fee = if terms.early_fee_rate.fraction().is_zero() {
        "提前还款不收取费用。".to_owned()
    } else {
        format!("提前还款按提前归还本金的 {} 收取费用。", terms.early_fee_rate.percent())
    };
    vec![
        format!(
            "一、授信额度为人民币 {} 元（大写：{}），自本合同签订之日起 {CONTRACT_MONTHS} 个月内可循环使用；已使用及已占用的金额合计不超过该额度。",
            contract.limit.grouped(),
            contract.limit.in_words()
        ),
        format!(
            "二、每笔{debt}的期限由代理商在支用时从下列期限中选择：{}。到期日不晚于授信到期日。{}",
            tenors.join("、"),
            holidays(terms)
        ),
        format!("三、还款方式为{}。", method_name(terms.method)),
        format!(
            "四、年化利率（单利）为 {}，按{}计息，自款项记入代理商支付账户之日起算，至还款扣款之日止，算头不算尾；每笔{debt}至少计息 {} 天。",
            terms.annual_rate.percent(),
            day_count_name(terms.day_count),
            terms.min_days
        ),
        format!(
            "五、逾期本金自到期日（含）起按上述年利率的 {} 倍计收罚息，罚息不计复利。{}",
            terms.penalty_multiplier.normalize(),
            grace(terms)
        ),
        format!("六、{early_fee}除本合同载明的项目外，资金方与支付机构均不向代理商收取其他费用。"),
    ]
}

fn security(contract: &Contract) -> Vec<String> {
    let order = match contract.terms.allocation_order {
        AllocationOrder::PenaltyFirst => "费用、罚息、利息、本金",
        AllocationOrder::InterestFirst => "费用、利息、罚息、本金",
    };
    vec![
        format!("七、还款按到期先后清偿；同一期内依次清偿{order}。超出应还金额的部分留在支付账户。"),
        "八、代理商授权支付机构在到期日从其支付账户扣划到期应还款项。".to_owned(),
        format!(
            "九、发生逾期时，支付账户只进不出，转入的款项（新支用的款项除外）优先用于清偿逾期款项；{}后自动解除限制。",
            match contract.terms.unfreeze_when {
                UnfreezeWhen::OverdueCleared => "逾期清偿",
                UnfreezeWhen::AllSettled => "全部债务结清",
            }
        ),
        format!("十、信用风险由{}承担。支付机构按约定提供账户与资金划转服务，不承担还款担保责任。", contract.funder),
        "十一、每笔支用前展示综合融资成本，经代理商确认后生效。本合同以数据电文形式订立，与书面合同具有同等效力。"
            .to_owned(),
    ]
}

/// What is not called overdue, where terms say so: days of grace put that off, but not the penalty interest.
pub(crate) fn grace(terms: &LoanTerms) -> String {
    let days = match terms.grace_days {
        0 => String::new(),
        days => format!("到期日后 {days} 天内不作逾期处理，但罚息仍自到期日起计收。"),
    };
    if terms.minimum_overdue == USUAL_MINIMUM_OVERDUE {
        return days;
    }
    format!("{days}到期未还的本金与利息不足 {} 元的，不作逾期处理。", terms.minimum_overdue.grouped())
}

/// What becomes of due dates that are not working days, where terms say so.
pub(crate) const fn holidays(terms: &LoanTerms) -> &'static str {
    match terms.holiday_rule {
        HolidayRule::Stays => "",
        HolidayRule::MovesOn => {
            "到期日遇法定节假日或休息日的，顺延至下一工作日（不晚于授信到期日）；按实际天数计息的，计息天数相应调整。"
        }
        HolidayRule::MovesBack => {
            "到期日遇法定节假日或休息日的，提前至上一工作日；按实际天数计息的，计息天数相应调整。放款后公布的节假日只顺延，不提前。"
        }
    }
}

pub(crate) fn tenor_name(tenor: Tenor) -> String {
    match tenor {
        Tenor::Days(days) => format!("{days} 天"),
        Tenor::Months(months) => format!("{months} 个月"),
    }
}

pub(crate) const fn method_name(method: RepaymentMethod) -> &'static str {
    match method {
        RepaymentMethod::Bullet => "到期还本付息",
        RepaymentMethod::InterestMonthly => "按月付息，到期还本",
        RepaymentMethod::EqualInstalments => "等额本息",
        RepaymentMethod::EqualPrincipal => "等额本金",
    }
}

pub(crate) const fn day_count_name(day_count: DayCount) -> &'static str {
    match day_count {
        DayCount::Act360 => "实际天数/360",
        DayCount::Act365 => "实际天数/365",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceKind;
    use time::macros::date;

    fn contract() -> Contract {
        Contract {
            reference: Reference::new(ReferenceKind::Application, date!(2026 - 11 - 20), 3),
            kind: ContractKind::Loan,
            funder: "嘉禾小额贷款".to_owned(),
            agent: "张三通讯".to_owned(),
            legal_person: "张三".to_owned(),
            licence_no: "91500000MA5U000001".to_owned(),
            limit: Amount::from_fen(20_000_000),
            terms: LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30)),
            tenors: vec![Tenor::Days(30), Tenor::Days(60)],
        }
    }

    #[test]
    fn a_contract_names_limit_price_and_security() {
        let text = contract_text(&contract());
        for part in [
            "循环授信借款合同",
            "APP2026112000000003",
            "支付机构：联融支付有限公司",
            "200,000.00 元（大写：贰拾万元整）",
            "30 天、60 天",
            "到期还本付息",
            "14.40%",
            "实际天数/360",
            "1.5 倍",
            "提前还款不收取费用",
            "只进不出",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn whatever_is_agreed_changes_the_text() {
        let agreed = contract();
        let terms = |change: fn(&mut LoanTerms)| {
            let mut changed = agreed.clone();
            change(&mut changed.terms);
            changed
        };
        let changed = [
            Contract { kind: ContractKind::FactoringAdvance, ..agreed.clone() },
            Contract { funder: "恒信商业保理".to_owned(), ..agreed.clone() },
            Contract { agent: "李四通讯".to_owned(), ..agreed.clone() },
            Contract { limit: Amount::from_fen(20_000_001), ..agreed.clone() },
            Contract { tenors: vec![Tenor::Months(3)], ..agreed.clone() },
            terms(|terms| terms.annual_rate = "0.1441".parse().unwrap()),
            terms(|terms| terms.day_count = DayCount::Act365),
            terms(|terms| terms.method = RepaymentMethod::EqualPrincipal),
            terms(|terms| terms.min_days = 7),
            terms(|terms| terms.penalty_multiplier = rust_decimal::Decimal::ONE),
            terms(|terms| terms.early_fee_rate = "0.01".parse().unwrap()),
            terms(|terms| terms.holiday_rule = HolidayRule::MovesOn),
            terms(|terms| terms.holiday_rule = HolidayRule::MovesBack),
            terms(|terms| terms.grace_days = 3),
            terms(|terms| terms.minimum_overdue = Amount::from_fen(500)),
            terms(|terms| terms.unfreeze_when = UnfreezeWhen::AllSettled),
            terms(|terms| terms.allocation_order = AllocationOrder::InterestFirst),
        ];
        for other in changed {
            assert_ne!(contract_text(&other), contract_text(&agreed), "{other:?}");
        }
    }
}
