//! The institution's share of interest.

use domain::revenue_share::{Billing, LineKind};

use crate::bilingual;

bilingual! {
    pub fn revenue_share() -> RevenueShareTexts {
        title: "利息分润", "Share of interest";
        note:
            "支付机构按合同分取资金方实收利息：从每笔还款中扣收，或按月开账单。账单在每月最后一天日终后开出，开出后不再改动，已扣收的不再计入。",
            "The institution's contractual share of the interest received by a funder, either withheld from each repayment or invoiced monthly. Each month is invoiced after its last day closes. Invoices are never changed afterwards and exclude amounts already withheld.";
        agreed(rate: &str): "分润比例 {rate}", "Share: {rate}";
        nothing_agreed: "还没有约定分润", "No share agreed";
        counts_penalty: "罚息计入", "Penalty interest included";
        counts_elsewhere: "平台外收款的利息计入", "Interest received outside the platform included";
        billing: "收取方式", "Collection method";
        billings(billing: Billing) {
            Billing::Invoiced => "按月开账单", "Invoiced monthly";
            Billing::Withheld => "从每笔还款中扣收", "Withheld from each repayment";
        }
        withheld: "当月已扣收（元）", "Withheld (yuan)";
        withheld_of(share: &str, left: &str):
            "扣收分润 {share}，代付 {left}",
            "share withheld {share}, paid out {left}";
        invoices: "账单", "Invoices";
        none_title: "还没有账单", "No invoices yet";
        none_text: "约定分润后，每月最后一天日终后开出当月账单。", "Once a share is agreed, each month is invoiced after its last day closes.";
        rate: "比例", "Share";
        counted: "计入利息（元）", "Included (yuan)";
        due: "应付分润（元）", "Share (yuan)";
        issued_on: "开出日期", "Issued";
        invoice_of(funder: &str, month: &str): "{funder} {month} 分润账单", "{funder}, invoice of {month}";
        recompute:
            "应付分润 = 下列各笔计入金额之和 × 比例，合计后四舍五入到分；更正计入登记的月份，可能为负。",
            "Share due = total of the included amounts below × rate, rounded once. Corrections count in the month they are recorded and may be negative.";
        kinds(kind: LineKind) {
            LineKind::Repaid => "还款", "Repayment";
            LineKind::Corrected => "更正", "Correction";
            LineKind::Elsewhere => "平台外收款", "Received outside the platform";
        }
        posted_on: "登记日期", "Posted";
        counts: "计入（元）", "Included (yuan)";
    }
}
