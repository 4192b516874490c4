//! What is paid on a debt elsewhere.

use domain::outside_payment::OutsidePaymentState;

use crate::bilingual;

bilingual! {
    pub fn outside_payment() -> OutsidePaymentTexts {
        title: "平台外收款", "Received outside the platform";
        note:
            "债务人在平台外支付、由资金方或助贷机构报告的款项：未清偿金额相应减少，平台没有资金变动",
            "Payments debtors made outside the platform, reported by a funder or a facilitator: the outstanding amount decreases, and no platform funds move";
        none_title: "没有平台外收款", "No payments outside the platform";
        none_text: "资金方或助贷机构在债权的页面报告后，会出现在这里。", "Payments reported on a debt's page appear here.";
        of(number: &str): "平台外收款 {number}", "Payment outside the platform {number}";
        number: "收款编号", "Payment number";
        reporter: "收款机构", "Received by";
        paid_on: "收款日期", "Paid on";
        evidence: "收款凭证", "Evidence";
        reported_at: "报告时间", "Reported";
        states(state: OutsidePaymentState) {
            OutsidePaymentState::Reported => "待债权人确认", "Awaiting confirmation by the holder";
            OutsidePaymentState::Counted => "已计入", "Counted";
            OutsidePaymentState::Declined => "债权人不认可", "Rejected by the holder";
            OutsidePaymentState::Undone => "已撤销", "Reversed";
        }
        owed_to(holder: &str): "收款机构须付给 {holder}", "To be passed on to {holder}";
    }
}
