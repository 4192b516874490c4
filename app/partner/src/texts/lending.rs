//! Loans and what comes back of them, for whoever holds them.

use domain::payout::PayoutState;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn lending() -> LendingTexts {
        repayments: "还款与代付", "Repayments";
        overdue_days(days: u32) -> String =
            format!("逾期 {days} 天"),
            format!("{} overdue", counted(days, "day", "days"));
        /// Whom it is owed to, since when.
        held_since(holder: &str, since: &str): "债权人：{holder}（自 {since}）", "Held by {holder} since {since}";
        written_off: "资金方已标记核销", "Written off by the funder";
        /// Since when, by whom, why.
        written_off_by(on: &str, by: &str, reason: &str): "{on}，{by}：{reason}", "{on}, {by}: {reason}";
        loan_title(amount: &str): "借据 {amount} 元", "Loan of {amount} yuan";
        position: "当前应收", "Currently owed";
        position_on(date: &str): "截至 {date}", "As of {date}";
        interest_now: "应收利息（元）", "Interest owed (yuan)";
        penalty_now: "应收罚息（元）", "Penalty interest owed (yuan)";
        repaid: "已还本金", "Principal repaid";
        penalty_multiplier(times: &str): "利率的 {times} 倍", "{times} × the loan rate";
        no_payments: "还没有还款。", "No repayments yet.";
        repayments_note:
            "代理商还款从支付账户扣款，由支付机构代付至贵司账户。",
            "Debited from agents' wallets and paid out to your account by the payment institution.";
        interest(amount: &str): "利息 {amount}", "interest {amount}";
        penalty(amount: &str): "罚息 {amount}", "penalty interest {amount}";
        fee(amount: &str): "费用 {amount}", "fee {amount}";
        payout: "代付", "Payout";
        receipt_number: "收款流水号", "Receipt reference number";
        confirm_receipt: "确认到账", "Confirm receipt";
        paid_together(reference: &str, amount: &str):
            "代付 {reference} 合计 {amount} 元，包含以下还款",
            "Payout {reference} of {amount} yuan covers these repayments";
        all_repayments: "全部还款", "All repayments";
        owed_back: "应退款项的收款账户", "Where to return what you owe";
        owed_back_text:
            "请从贵司登记的账户逐笔转账至以下支付机构账户，附言填写所退还款或扣款的编号，到账后自动核销。",
            "Transfer each amount from your registered account to this account of the payment institution, with the number of the repayment or debit as the remittance text. It is settled once the money arrives.";
        payout_state(state: PayoutState) {
            PayoutState::Requested => "待代付", "To be sent";
            PayoutState::Sent => "银行处理中", "Processing at the bank";
            PayoutState::Unknown => "结果核实中", "Result being checked";
            PayoutState::Confirmed => "已到贵司账户", "In your account";
            PayoutState::Returned => "已退回", "Returned";
            PayoutState::Failed => "代付失败，处理中", "Failed, being resolved";
            PayoutState::SentBack => "付款后被银行退回，处理中", "Sent back by your bank, being resolved";
        }
        confirmation: "贵司确认", "Your confirmation";
        confirmed: "已确认", "Confirmed";
        unconfirmed: "未确认", "Not confirmed";
        no_repayments: "还没有还款", "No repayments yet";
        no_repayments_text: "代理商还款后会出现在这里。", "Repayments from agents appear here.";
        none_to_confirm: "没有待确认的还款", "No repayments to confirm";
        none_to_confirm_text:
            "也可由贵司系统通过接口确认；已确认的见“全部”。",
            "Your system can also confirm through the API. Confirmed ones are under “All”.";
    }
}
