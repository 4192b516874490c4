//! Refunds of debits.

use domain::agreement_debit::DebitState;
use parts::bilingual;

bilingual! {
    pub fn refund() -> RefundTexts {
        title: "协议扣款退款", "Refunds of debits";
        note:
            "扣款机构退还付款人的款项；网络一天没有答复、清算文件里也没有的，由两人核实后决定",
            "What goes back to payers; of what the network says nothing for a day, and its file neither, two people say what became of it";
        none_title: "没有退款", "No refunds";
        none_text: "扣款机构退款后，会出现在这里。", "What a funder or a facilitator gives back appears here.";
        of(reference: &str): "退款 {reference}", "Refund {reference}";
        reference: "退款编号", "Refund";
        debit: "扣款", "Debit";
        debt: "债权", "Debt";
        accepted_at: "受理时间", "Accepted";
        states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "等待网络答复", "Awaiting the network";
            DebitState::Succeeded => "已退给付款人", "Given back";
            DebitState::Failed => "未退", "Not given back";
        }
        decide_title(made: bool) -> &'static str =
            if made { "已经退给付款人" } else { "没有退" },
            if made { "It was given back" } else { "It was not given back" };
        decide_text(made: bool) -> &'static str =
            if made {
                "向网络核实已经退款。复核通过后，债权恢复欠款；已付出的，扣款机构应退回。"
            } else {
                "向网络核实没有退款，也不会再退。复核通过后，扣款机构可以重新退款。"
            },
            if made {
                "The network has confirmed it. Once approved the debt owes again, and what was paid out is owed back."
            } else {
                "The network has confirmed that it was not, and will not be. Once approved it can be ordered again."
            };
        propose: "提出", "Propose it";
    }
}
