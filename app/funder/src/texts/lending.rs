//! Lines, loans and what comes back.

use domain::payout::PayoutState;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn lending() -> LendingTexts {
        lines_note: "按开通日排列，最近的在前", "By opening date, latest first";
        available_yuan: "可支用（元）", "Available (yuan)";
        earmarked_yuan: "支用占用（元）", "Earmarked (yuan)";
        earmarked: "支用占用", "Earmarked";
        opened_on: "开通日", "Opened";
        matures_on: "到期日", "Expires";
        no_lines: "还没有授信额度", "No credit lines yet";
        no_lines_text:
            "申请批准、代理商签订合同后，额度会出现在这里。",
            "Credit lines appear here once an application is approved and the contract is signed.";
        loans_note:
            "最早到期的在前；金额按当前会计日计算",
            "Earliest due first. Amounts as of the current business date";
        /// A yearly rate, beside an amount.
        at_rate(rate: &str): "年化 {rate}", "{rate} a year";
        running: "在贷", "Active";
        overdue_days(days: u32) -> String =
            format!("逾期 {days} 天"),
            format!("{} overdue", counted(days, "day", "days"));
        no_loans_text: "支用入账后会生成借据。", "A loan is created once a draw is credited.";
        loan_title(amount: &str): "借据 {amount} 元", "Loan of {amount} yuan";
        position: "当前应收", "Currently owed";
        position_on(date: &str): "截至 {date}", "As of {date}";
        payoff: "结清应还（元）", "Payoff amount (yuan)";
        due_now: "已到期应还（元）", "Due now (yuan)";
        interest_now: "应收利息（元）", "Interest owed (yuan)";
        penalty_now: "应收罚息（元）", "Penalty interest owed (yuan)";
        repaid: "已还本金", "Principal repaid";
        penalty_multiplier(times: &str): "利率的 {times} 倍", "{times} × the loan rate";
        no_payments: "还没有还款。", "No repayments yet.";
        repayments_note:
            "代理商还款从支付账户扣款，由支付机构代付至贵司账户",
            "Debited from agents' wallets and paid out to your account by the payment institution";
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
        payout_state(state: PayoutState) {
            PayoutState::Requested => "待代付", "To be sent";
            PayoutState::Sent => "银行处理中", "Processing at the bank";
            PayoutState::Unknown => "结果核实中", "Result being checked";
            PayoutState::Confirmed => "已到贵司账户", "In your account";
            PayoutState::Returned => "已退回", "Returned";
            PayoutState::Failed => "代付失败，处理中", "Failed, being resolved";
            PayoutState::SentBack => "付款后被银行退回，处理中", "Sent back by your bank, being resolved";
        }
        freeze_title: "申请冻结支付账户", "Request a wallet freeze";
        freeze_ask: "申请冻结", "Request freeze";
        freeze_text:
            "支付账户冻结后只进不出，还款不受影响。支付机构核实依据后决定。",
            "A frozen wallet accepts money but pays nothing out except repayments. The payment institution verifies the evidence and decides.";
        freeze_evidence: "依据", "Evidence";
        freeze_hint: "请写明事由和依据，例如合同条款、逾期情况或可疑交易。", "State what happened and the basis, such as contract terms, overdue amounts or suspicious transactions.";
        freeze_by: "申请人", "Requested by";
        freeze_waits: "待支付机构复核", "Under review by the payment institution";
        freeze_done: "已冻结", "Frozen";
        freeze_given_back: "未同意", "Declined";
        confirmation: "贵司确认", "Your confirmation";
        confirmed: "已确认", "Confirmed";
        unconfirmed: "未确认", "Not confirmed";
        no_repayments: "还没有还款", "No repayments yet";
        no_repayments_text: "代理商还款后会出现在这里。", "Repayments from agents appear here.";
        none_to_confirm: "没有待确认的还款", "No repayments to confirm";
        none_to_confirm_text:
            "也可由贵司系统通过接口确认；已确认的见“全部”。",
            "Your system can also confirm through the API. Confirmed ones are under “All”.";
        open_lines: "未终止", "Open";
        closed_lines: "已终止", "Closed";
        no_closed_lines: "没有已终止的额度", "No closed lines";
        no_closed_lines_text:
            "额度到期或终止且结清后，会出现在这里。",
            "Lines appear here once they have ended and are fully repaid.";
        open_loans: "未结清", "Outstanding";
        no_open_loans: "没有未结清的借据", "No outstanding loans";
        no_overdue_loans: "没有逾期的借据", "No overdue loans";
        no_overdue_loans_text:
            "到期未还的借据，次日会出现在这里。",
            "Loans unpaid on the due date appear here the next day.";
        no_settled_loans: "没有已结清的借据", "No settled loans";
        no_settled_loans_text: "借据结清后会出现在这里。", "Loans appear here once fully repaid.";
    }
}
