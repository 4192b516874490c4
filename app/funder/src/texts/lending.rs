//! Lines, loans and what comes back.

use domain::payout::PayoutState;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn lending() -> LendingTexts {
        lines_note: "按开立日排列，最近的在前", "The latest first";
        available_yuan: "可支用（元）", "Available (yuan)";
        earmarked_yuan: "支用占用（元）", "Earmarked (yuan)";
        earmarked: "支用占用", "Earmarked";
        opened_on: "开立日", "Opened";
        matures_on: "到期日", "Matures";
        no_lines: "还没有授信额度", "No credit lines yet";
        no_lines_text:
            "申请批准并由代理商签约后，额度会出现在这里。",
            "They appear when an application is approved and signed.";
        loans_note:
            "最早应还的在前；金额以今天的会计日计算",
            "What is due first comes first; amounts as of today's business date";
        /// A yearly rate, beside an amount.
        at_rate(rate: &str): "年化 {rate}", "at {rate}";
        running: "在贷", "Running";
        overdue_days(days: u32) -> String =
            format!("逾期 {days} 天"),
            format!("{} overdue", counted(days, "day", "days"));
        no_loans_text: "支用入账后会生成借据。", "A loan exists once a draw is credited.";
        loan_title(amount: &str): "借据 {amount} 元", "Loan of {amount} yuan";
        position: "当前应收", "Owed now";
        position_on(date: &str): "截至 {date}", "as of {date}";
        payoff: "结清金额（元）", "To settle it (yuan)";
        due_now: "已到期应还（元）", "Due now (yuan)";
        interest_now: "应收利息（元）", "Interest owed (yuan)";
        penalty_now: "应收罚息（元）", "Penalty owed (yuan)";
        repaid: "已还本金", "Principal repaid";
        penalty_multiplier(times: &str): "利率的 {times} 倍", "{times} times the rate";
        no_payments: "还没有还款。", "No payments yet.";
        repayments_note:
            "代理商的还款从支付账户扣款，由支付机构代付到贵司账户",
            "Debited from agents' wallets, and paid out to your account by the institution";
        interest(amount: &str): "利息 {amount}", "interest {amount}";
        penalty(amount: &str): "罚息 {amount}", "penalty {amount}";
        fee(amount: &str): "费用 {amount}", "fee {amount}";
        payout: "代付", "Payout";
        receipt_number: "收款流水号", "Number of the receipt";
        confirm_receipt: "确认到账", "Confirm as received";
        paid_together(reference: &str, amount: &str):
            "代付 {reference} 共付 {amount} 元，包含以下还款",
            "Payout {reference} of {amount} yuan pays these repayments";
        all_repayments: "全部还款", "All repayments";
        payout_state(state: PayoutState) {
            PayoutState::Requested => "待代付", "To be paid out";
            PayoutState::Sent => "已付出，待确认", "Sent, bank to confirm";
            PayoutState::Unknown => "处理中，结果待查", "In progress, being looked into";
            PayoutState::Confirmed => "已到贵司账户", "In your account";
            PayoutState::Returned => "已退回", "Came back";
            PayoutState::Failed => "代付失败，处理中", "Failed, being mended";
        }
        freeze_title: "申请冻结支付账户", "Asking for a freeze";
        freeze_ask: "申请冻结", "Ask for a freeze";
        freeze_text:
            "支付账户冻结后只进不出，还款不受影响。由支付机构复核依据后决定。",
            "In a frozen wallet money comes in and none goes out but to the debt. The institution checks the evidence and decides.";
        freeze_evidence: "依据", "Evidence";
        freeze_hint: "写明事由和依据，例如合同条款、逾期情况或可疑交易。", "What happened and by what right: the contract, what is overdue, or what is suspicious.";
        freeze_by: "申请人", "Asked by";
        freeze_waits: "待支付机构复核", "The institution checks it";
        freeze_done: "已冻结", "Frozen";
        freeze_given_back: "未同意", "Not agreed to";
        confirmation: "贵司确认", "Your confirmation";
        confirmed: "已确认", "Confirmed";
        unconfirmed: "未确认", "Not confirmed";
        no_repayments: "还没有还款", "No repayments yet";
        no_repayments_text: "代理商还款后会出现在这里。", "They appear here when agents repay.";
        none_to_confirm: "没有待确认的还款", "No repayment to confirm";
        none_to_confirm_text:
            "贵司系统通过接口确认收款；已确认的在“全部”中。",
            "Your system confirms receipt through the API; confirmed ones are under “All”.";
        open_lines: "未关闭", "Open";
        closed_lines: "已关闭", "Closed";
        no_closed_lines: "没有已关闭的额度", "No closed lines";
        no_closed_lines_text:
            "额度到期或关闭且结清后会出现在这里。",
            "They appear when a line has ended and nothing is owed.";
        open_loans: "未结清", "Owed";
        no_open_loans: "没有未结清的借据", "No loans are owed";
        no_overdue_loans: "没有逾期的借据", "No loan is overdue";
        no_overdue_loans_text:
            "到期未还的借据会在次日出现在这里。",
            "A loan appears here the day after it was due and not paid.";
        no_settled_loans: "没有已结清的借据", "No settled loans";
        no_settled_loans_text: "借据还清后会出现在这里。", "They appear when they are repaid in full.";
    }
}
