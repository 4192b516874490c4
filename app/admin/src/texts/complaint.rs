//! Payers' complaints.

use parts::bilingual;

bilingual! {
    pub fn complaint() -> ComplaintTexts {
        title: "客户异议", "Customer disputes";
        note:
            "已成功的协议扣款被银行退回客户：欠款随之恢复，核实前双方均不能扣款",
            "Successful debits that the bank returned to the customer. The amount is owed again, and nobody can debit until the dispute is resolved";
        none_title: "没有被退回的扣款", "No returned debits";
        none_text: "支付网络将已成功的扣款退回客户后，会出现在这里。", "Debits that the network returns to customers appear here.";
        of(number: &str): "债权 {number} 的客户异议", "Dispute of debt {number}";
        reason: "退回原因", "Reason";
        returned_at: "退回时间", "Returned";
        open: "待核实，暂停扣款", "To be verified, debits paused";
        settled: "已核实，可以扣款", "Resolved, debits can resume";
        paid_back: "已从待代付款项中扣除", "Deducted before it was paid out";
        settle_title: "核实完毕，恢复扣款", "Resolve the dispute";
        settle_text:
            "请向客户和扣款机构核实授权。复核通过后，当前债权人可以重新扣款；这笔欠款不变。",
            "Verify the authorisation with the customer and the party that debited. Once approved, the current holder can debit again. The amount is still owed.";
        propose: "提出恢复扣款", "Propose resuming debits";
        stays_paid: "扣款已退回、借款仍为已还", "Returned debits of loans still paid";
        stays_paid_short: "欠款未能自动恢复，待更正借款或从支付账户扣回", "Not owed again by itself: correct the loan, or wait for the wallet to pay";
        stays_paid_text:
            "恢复欠款将超过授信额度，因此借款暂按已还处理，银行已退回的款项从代理商支付账户的后续资金中扣回。额度足够后，请在借款页面提出冲正这笔还款；冲正或扣足后，不再列出。",
            "Owing this again would exceed the credit limit, so the loan stays paid and the money is taken from what comes into the agent's wallet. Once the limit allows it, propose reversing the repayment on the loan's page. It is listed until it is reversed or taken in full.";
        still_open: "尚未扣回（元）", "Still to be taken (yuan)";
    }
}
