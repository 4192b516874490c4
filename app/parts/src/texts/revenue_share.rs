//! The institution's share of interest.

use domain::revenue_share::Settlement;
use services::revenue_share::LineKind;

use crate::bilingual;

bilingual! {
    pub fn revenue_share() -> RevenueShareTexts {
        title: "利息分润", "Share of interest";
        note:
            "支付机构按合同分取资金方实收利息，或从每笔还款中扣收，或按月开账单；每月最后一天日终后开出当月账单，开出后不再改动，已扣收的不再计入。",
            "The institution's share of the interest that a funder receives: withheld of each payment, or invoiced after the last day of a month. An invoice is never changed after, and does not ask for what was withheld.";
        agreed(rate: &str): "分润比例 {rate}", "Agreed: {rate}";
        nothing_agreed: "还没有约定分润", "No share is agreed";
        counts_penalty: "罚息计入", "penalty interest counts";
        counts_elsewhere: "平台外收款的利息计入", "interest received outside counts";
        settlement: "收取方式", "How it is settled";
        settlements(settlement: Settlement) {
            Settlement::Invoiced => "按月开账单", "invoiced after each month";
            Settlement::Withheld => "从每笔还款中扣收", "withheld of each payment";
        }
        withheld: "当月已扣收（元）", "Withheld (yuan)";
        withheld_of(share: &str, left: &str):
            "扣收分润 {share}，代付 {left}",
            "share withheld {share}, paid out {left}";
        invoices: "账单", "Invoices";
        none_title: "还没有账单", "No invoice yet";
        none_text: "约定分润后，每月最后一天日终后开出当月账单。", "Once a share is agreed, a month is invoiced after its last day.";
        month: "月份", "Month";
        rate: "比例", "Share";
        lines: "笔数", "Lines";
        counted: "计入利息（元）", "Counts (yuan)";
        due: "应付分润（元）", "Share (yuan)";
        issued_on: "开出日期", "Issued";
        invoice_of(funder: &str, month: &str): "{funder} {month} 分润账单", "{funder}, invoice of {month}";
        recompute:
            "应付分润 = 下列各笔计入金额之和 × 比例，合计后四舍五入到分；更正计入登记的月份，可能为负。",
            "The share is the sum of what counts below times the agreed part, rounded once. A correction counts in the month in which it was posted, and may be negative.";
        kinds(kind: LineKind) {
            LineKind::Repaid => "还款", "Repayment";
            LineKind::Corrected => "更正", "Correction";
            LineKind::Elsewhere => "平台外收款", "Received outside";
        }
        kind: "类型", "Kind";
        posted_on: "登记日期", "Posted";
        value_on: "计入日期", "Counts from";
        penalty: "罚息（元）", "Penalty (yuan)";
        counts: "计入（元）", "Counts (yuan)";
    }
}
