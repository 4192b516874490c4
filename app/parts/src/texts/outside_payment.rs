//! What is paid on a debt elsewhere.

use domain::outside_payment::OutsidePaymentState;

use crate::bilingual;

bilingual! {
    pub fn outside_payment() -> OutsidePaymentTexts {
        title: "平台外收款", "Outside payments";
        note:
            "债务人在平台外支付、由资金方或助贷机构报告的款项：未清偿金额相应减少，平台没有资金变动。",
            "Payments debtors made outside the platform, reported by a funder or a facilitator: the outstanding amount decreases, and no platform funds move.";
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
        pass_ons: "代收转付", "To be passed on";
        pass_ons_note:
            "债权转让后仍由原债权人在平台外收到的款项，按计入日汇总，由原债权人在下一工作日直接付给现债权人；平台不划转资金。撤销的收款在撤销当日冲减。",
            "What former holders received outside the platform after a debt was transferred, by the date on which it counted. They pay it directly to the present holder by the next working day; no platform funds move. A reversed payment is deducted on the date of its reversal.";
        no_pass_ons: "没有代收转付", "Nothing to pass on";
        no_pass_ons_text: "原债权人报告的平台外收款计入后，会出现在这里。", "It appears here once a payment reported by a former holder counts.";
        counted_on: "计入日", "Counted on";
        pays: "付款方（原债权人）", "To be paid by (former holder)";
        is_paid: "收款方（现债权人）", "To be paid to (holder)";
        payments: "笔数", "Payments";
        due_on: "付款期限", "Due by";
        passed_on: "已付", "Paid";
        to_pass_on: "待付", "To be paid";
        by_transfer(reference: &str): "流水号 {reference}", "Transfer {reference}";
        record_title: "登记付款", "Record a transfer";
        record_text: "付款后登记银行流水号，对方会收到通知。", "Once you have paid, record the bank's reference; the other side is notified.";
        record_which: "对应款项", "Which one";
        transfer_reference: "银行付款流水号", "Bank transfer reference";
        record: "登记", "Record";
    }
}
