//! Payers' complaints.

use parts::bilingual;

bilingual! {
    pub fn complaint() -> ComplaintTexts {
        title: "付款人异议", "Payers' complaints";
        note:
            "已成功的协议扣款被银行退回付款人：债权恢复欠款，核实之前谁都不能再扣款",
            "Debits that succeeded and were given back to their payers: the debt owes again, and nobody debits until it was looked into";
        none_title: "没有被退回的扣款", "Nothing was given back";
        none_text: "网络把已成功的扣款退回付款人后，会出现在这里。", "A debit that the network gives back to its payer appears here.";
        of(number: &str): "债权 {number} 的付款人异议", "Complaint about the debt {number}";
        debt: "债权", "Debt";
        debit: "扣款", "Debit";
        holder: "扣款机构", "Debited by";
        funder: "资金方", "Funder";
        reason: "退回原因", "Reason";
        returned_at: "退回时间", "Given back";
        open: "待核实，暂停扣款", "To be looked into; nobody debits";
        settled: "已核实，可以扣款", "Settled; debits go on";
        paid_back: "已从待付款项中扣回", "Taken back before it was paid out";
        settle_title: "核实完毕，恢复扣款", "Settle the complaint";
        settle_text:
            "请向付款人和扣款机构核实授权。复核通过后，债权的持有人可以重新扣款；债权仍然欠这笔钱。",
            "Ask the payer and whoever debited whether it was agreed to. Once approved the holder may debit again; the debt goes on owing.";
        propose: "提出恢复扣款", "Propose to settle it";
    }
}
