//! Refunds of debits.

use domain::agreement_debit::DebitState;
use parts::bilingual;

bilingual! {
    pub fn refund() -> RefundTexts {
        title: "协议扣款退款", "Debit refunds";
        note:
            "扣款机构退还客户的款项；支付网络满一天没有答复、清算文件也没有列出的，经办、复核双人核实后确定结果",
            "Refunds to customers; where the network has not answered for a day and the settlement file does not list it, two people record the result";
        none_title: "没有退款", "No refunds";
        none_text: "扣款机构发起退款后，会出现在这里。", "Refunds ordered by a funder or a facilitator appear here.";
        of(reference: &str): "退款 {reference}", "Refund {reference}";
        reference: "退款编号", "Refund";
        states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "等待支付网络答复", "Awaiting the network";
            DebitState::Succeeded => "已退款", "Refunded";
            DebitState::Failed => "未退款", "Not refunded";
        }
        decide_title(made: bool) -> &'static str =
            if made { "确认已退款" } else { "确认未退款" },
            if made { "Confirm it was refunded" } else { "Confirm it was not refunded" };
        decide_text(made: bool) -> &'static str =
            if made {
                "已向支付网络核实退款成功。复核通过后，未清偿金额相应增加；已代付的款项，扣款机构须退回。"
            } else {
                "已向支付网络核实没有退款，也不会再退。复核通过后，扣款机构可以重新发起退款。"
            },
            if made {
                "The network has confirmed the refund. Once approved, the outstanding amount increases accordingly; money already paid out must be returned."
            } else {
                "The network has confirmed that it was not and will not be refunded. Once approved, it can be ordered again."
            };
        propose: "提出", "Propose";
    }
}
