//! The facilitator portal's own words.

use domain::role::Role;
use parts::bilingual;

bilingual! {
    pub fn facilitator() -> FacilitatorTexts {
        duty_of(role: Role) {
            Role::FacilitatorOperator => "您是经办：对贵司持有的债权发起扣款。", "You are an operator: debit the debts you hold.";
            Role::FacilitatorApprover => "您是审批人：确认受让，登记通知凭证。", "You are an approver: confirm transfers and record notices to debtors.";
            _ => "", "";
        }
        to_confirm: "待确认的转让", "Transfers to confirm";
        none_to_confirm: "没有待确认的转让", "No transfers to confirm";
        none_to_confirm_text: "资金方提交转让后会出现在这里。", "Transfers submitted by funders appear here.";
        to_collect: "可扣款的债权", "Debts you can debit";
        book: "受让的借据", "Loans held";
        loans_note:
            "从资金方受让的本平台借据；代理商从支付账户还款，由支付机构代付至贵司账户。",
            "Loans of this platform transferred to you by funders. Shops repay from their wallets, and the payment institution pays you.";
        no_loans: "没有受让的借据", "No loans held";
        no_loans_text: "逾期借据转让生效后会出现在这里。", "Loans appear here once a transfer takes effect.";
        held_since: "受让日期", "Held since";
        none_to_collect: "没有贵司持有的债权", "No debts held by you";
        none_to_collect_text: "转让生效后会出现在这里。", "Debts appear here once a transfer takes effect.";
    }
}
