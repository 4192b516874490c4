//! Lines, loans and what comes back.

use parts::bilingual;

bilingual! {
    pub fn lending() -> LendingTexts {
        lines_note: "按开通日排列，最近的在前", "By opening date, latest first";
        available_yuan: "可支用（元）", "Available (yuan)";
        active_only: "仅使用中的额度", "Active lines only";
        no_lines: "还没有授信额度", "No credit lines yet";
        no_lines_text:
            "申请批准、代理商签订合同后，额度会出现在这里。",
            "Credit lines appear here once an application is approved and the contract is signed.";
        loans_note:
            "最早到期的在前；金额按当前会计日计算",
            "Earliest due first. Amounts as of the current business date";
        /// A yearly rate, beside an amount.
        at_rate(rate: &str): "年化 {rate}", "{rate} a year";
        due_on(date: &str): "{date} 应还借据", "Loans due on {date}";
        due_on_note:
            "当日有未还期次的借据，与回款预测一致；此前到期未还的部分不计入",
            "Loans with an unpaid instalment on this day, as counted in the cash forecast. What was due earlier is not included";
        none_due: "当日没有应还借据", "Nothing is due on this day";
        none_due_text: "已还清或期次有变动的借据不再列示。", "Loans that were repaid or whose due dates have moved are no longer listed.";
        no_loans_text: "支用入账后会生成借据。", "A loan is created once a draw is credited.";
        freeze_title: "申请冻结支付账户", "Request a wallet freeze";
        freeze_ask: "申请冻结", "Request freeze";
        freeze_text:
            "支付账户冻结后只进不出，还款不受影响。支付机构核实依据后决定。",
            "A frozen wallet accepts money but pays nothing out except repayments. The payment institution verifies the evidence and decides.";
        freeze_hint: "请写明事由和依据，例如合同条款、逾期情况或可疑交易。", "State what happened and the basis, such as contract terms, overdue amounts or suspicious transactions.";
        freeze_by: "申请人", "Requested by";
        freeze_waits: "待支付机构复核", "Under review by the payment institution";
        freeze_given_back: "未同意", "Declined";
        write_off_title: "核销", "Write-off";
        write_off: "标记核销", "Write off";
        write_off_text:
            "标记后，这笔借据不再计入贵司的账龄、不良率和迁徙率。代理商的欠款、扣款和冻结都不变。",
            "Once written off, the loan is left out of your ageing, non-performing ratio and roll rates. What the agent owes, debits and freezes do not change.";
        take_back_write_off: "取消核销标记", "Take back the write-off";
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
