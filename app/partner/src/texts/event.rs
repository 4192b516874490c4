//! What partners are told.

use parts::bilingual;

bilingual! {
    pub fn event() -> EventTexts {
        title: "通知", "Notices";
        note:
            "我方系统会收到的每一条通知，编号连续。",
            "Everything that our systems are told, numbered without a gap.";
        none: "还没有通知", "No notices yet";
        none_text: "签约、转让和扣款的结果会出现在这里。", "What comes of signings, transfers and debits appears here.";
        number: "编号", "Number";
        what: "事项", "What";
        content: "内容", "Content";
        /// What a fact of an event is called; empty where its value says it.
        fact(name: &str) {
            "alias" => "协议别名", "Alias";
            "settlement_id" => "结算编号", "Settlement id";
            "failure" | "reason" => "原因", "Reason";
            "amount" => "金额", "Amount";
            "debts" => "债权（笔）", "Debts";
            "number" => "债权编号", "Debt";
            "notified_on" => "通知日期", "Notified";
            "deadline_at" => "截止", "Until";
            _ => "", "";
        }
        /// By the code of the event; one that has no words of its own is told by its code.
        happened(code: &str) -> &str =
            match code {
                "signing.succeeded" => "签约成功",
                "signing.failed" => "签约失败",
                "signing.expired" => "签约超时",
                "share.void" => "签约成功，没有共享",
                "share.revoked" => "共享已收回",
                "share.released" => "共享已退还",
                "binding.unsigned" => "协议已解约",
                "binding.unsign_refused" => "网络未解约，协议继续有效",
                "binding.invalid" => "协议已在银行失效",
                "debt.moved" => "未清偿债权改用新签的协议",
                "debt.registered" => "债权已登记",
                "transfer.submitted" => "转让待确认",
                "transfer.confirmed" => "转让已确认",
                "transfer.approved" => "转让已复核，债权冻结",
                "transfer.notified" => "已登记通知凭证",
                "transfer.effective" => "转让已生效",
                "transfer.cancelled" => "转让已撤销",
                "transfer.rejected" => "转让被拒绝",
                "debit.succeeded" => "扣款成功",
                "debit.failed" => "扣款失败",
                "draw.requested" => "新的支用",
                "draw.cancelled" => "支用已取消",
                "draw.lapsed" => "支用已失效",
                "loan.credited" => "借款已入账",
                "loan.repaid" => "收到还款",
                "loan.due_soon" => "借款即将到期",
                "loan.overdue" => "借款逾期，账户已冻结",
                "loan.due_date_moved" => "到期日顺延",
                "loan.corrected" => "借款更正",
                "revenue_share.invoiced" => "月度分润账单",
                "receivable.settled" => "退款已收到",
                "wallet.freed" => "逾期还清，账户已解冻",
                "payout.confirmed" => "代付已到账",
                "application.submitted" => "新的授信申请",
                "application.approved" => "授信已通过",
                "application.answered" => "申请人已补充",
                "application.withdrawn" => "申请已撤回",
                "application.lapsed" => "申请已失效",
                "application.rejected" => "授信未通过",
                "credit_line.opened" => "额度已开立",
                "consent.withdrawn" => "授权已撤回",
                "offer.requested" => "新的询价",
                "offer.selected" => "报价被选中",
                code => code,
            },
            match code {
                "signing.succeeded" => "Signed",
                "signing.failed" => "Signing failed",
                "signing.expired" => "Signing expired",
                "share.void" => "Signed, not shared",
                "share.revoked" => "Share revoked",
                "share.released" => "Share released",
                "binding.unsigned" => "Binding ended",
                "binding.unsign_refused" => "Not ended by the network: the binding goes on",
                "binding.invalid" => "Ended at the bank",
                "debt.moved" => "Open debts moved to the new binding",
                "debt.registered" => "Debt registered",
                "transfer.submitted" => "Transfer to confirm",
                "transfer.confirmed" => "Transfer confirmed",
                "transfer.approved" => "Transfer approved, debts frozen",
                "transfer.notified" => "Debtor notified",
                "transfer.effective" => "Transfer effective",
                "transfer.cancelled" => "Transfer cancelled",
                "transfer.rejected" => "Transfer rejected",
                "debit.succeeded" => "Debit succeeded",
                "debit.failed" => "Debit failed",
                "draw.requested" => "New draw",
                "draw.cancelled" => "Draw cancelled",
                "draw.lapsed" => "Draw lapsed",
                "loan.credited" => "Loan credited",
                "loan.repaid" => "Repayment",
                "loan.due_soon" => "Falls due soon",
                "loan.overdue" => "Overdue; the wallet is frozen",
                "loan.due_date_moved" => "A due date moved on",
                "loan.corrected" => "A loan was corrected",
                "revenue_share.invoiced" => "A month's share is invoiced",
                "receivable.settled" => "What was to be given back has arrived",
                "wallet.freed" => "Nothing is overdue; the wallet is free",
                "payout.confirmed" => "Payout arrived",
                "application.submitted" => "New application",
                "application.approved" => "Application approved",
                "application.answered" => "The agent has answered",
                "application.withdrawn" => "Application withdrawn",
                "application.lapsed" => "Application lapsed",
                "application.rejected" => "Application rejected",
                "credit_line.opened" => "Credit line opened",
                "consent.withdrawn" => "Consent withdrawn",
                "offer.requested" => "Offer requested",
                "offer.selected" => "Offer selected",
                code => code,
            };
    }
}
