//! What was paid on debts elsewhere, as the institution looks into it.

use parts::bilingual;

bilingual! {
    pub fn outside_payment() -> OutsidePaymentTexts {
        undo_title: "撤销这笔收款", "Reverse this payment";
        undo_text:
            "请向报告机构和债权人核实，确认没有收到过这笔款。复核通过后，未清偿金额恢复，双方会收到通知。",
            "Check with the reporting partner and the holder that it was never received. Once approved, the amount becomes outstanding again, and both are notified.";
        propose: "提出撤销", "Propose reversal";
    }
}
