//! What was paid on debts elsewhere, as the institution looks into it.

use parts::bilingual;

bilingual! {
    pub fn outside_payment() -> OutsidePaymentTexts {
        undo_title: "撤销这笔收款", "Take the payment back";
        undo_text:
            "请向报告的机构和债权人核实，确认没有收到过这笔款。复核通过后，债权恢复欠款，双方会收到通知。",
            "Ask whoever reported it and the holder, and make sure that it was never paid. Once approved the debt owes it again, and both are told.";
        propose: "提出撤销", "Propose to take it back";
    }
}
