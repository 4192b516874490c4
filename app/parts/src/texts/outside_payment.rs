//! What is paid on a debt elsewhere.

use domain::outside_payment::OutsidePaymentState;

use crate::bilingual;

bilingual! {
    pub fn outside_payment() -> OutsidePaymentTexts {
        title: "平台外收款", "Paid elsewhere";
        note:
            "债务人在平台外支付、由资金方或助贷机构报告的款项：债权少欠这么多，平台没有动账",
            "What debtors paid elsewhere, as a funder or a facilitator reports it: the debt owes less, and no money of ours moved";
        none_title: "没有平台外收款", "Nothing was paid elsewhere";
        none_text: "资金方或助贷机构在债权的页面报告后，会出现在这里。", "What a funder or a facilitator reports on a debt's page appears here.";
        of(number: &str): "平台外收款 {number}", "Paid elsewhere: {number}";
        number: "收款编号", "Number";
        reporter: "收款机构", "Paid to";
        debt: "债权", "Debt";
        paid_on: "收款日期", "Paid on";
        evidence: "收款凭证", "Evidence";
        reported_at: "报告时间", "Reported";
        states(state: OutsidePaymentState) {
            OutsidePaymentState::Reported => "待债权人确认", "Awaiting the holder";
            OutsidePaymentState::Counted => "已计入", "Counts";
            OutsidePaymentState::Declined => "债权人不认可", "The holder does not agree";
            OutsidePaymentState::Undone => "已撤销", "Taken back";
        }
        owed_to(holder: &str): "收款机构应付给 {holder}", "Whoever was paid owes it to {holder}";
    }
}
