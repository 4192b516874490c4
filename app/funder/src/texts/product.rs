//! Products.

use domain::offer::Misfit;
use parts::{
    bilingual,
    texts::{counted, terms},
};

bilingual! {
    pub fn product() -> ProductTexts {
        note(cap: &str):
            "各产品的最新版本，已发布的版本不再更改。综合成本上限（年化）{cap}",
            "The latest version of each product. Published versions never change. Annual total cost cap {cap}";
        version(version: i32, at: &str): "第 {version} 版，{at} 发布", "Version {version}, published {at}";
        limits: "额度范围（元）", "Limit range (yuan)";
        limits_value(low: &str, high: &str): "{low}～{high}", "{low} to {high}";
        capacity: "授信规模（元）", "Capacity (yuan)";
        capacity_value(granted: &str, most: &str): "已授信 {granted}，上限 {most}", "{granted} granted of {most}";
        capacity_none(granted: &str): "已授信 {granted}，不设上限", "{granted} granted, no upper bound";
        capacity_hint:
            "未终止的额度合计不超过该金额，超出的不能再授信；已转让给助贷机构的借款不占用规模，归还或回购后重新占用。留空则不设上限。",
            "No credit line is opened that takes the open ones beyond this. Loans sold to a facilitator do not count until they are repaid or bought back. Leave empty for no upper bound.";
        set_capacity: "设定授信规模", "Set capacity";
        effective_rate: "实际年化（复利）", "Effective annual rate";
        tenors: "期限", "Tenors";
        holidays: "到期日", "Due dates";
        overdue_from: "何时算逾期", "Overdue";
        overdue_at_once: "到期日日终未还即算逾期", "Once unpaid at the close of the due date";
        unfreeze: "逾期冻结何时解除", "Overdue freeze ends";
        min_days: "最少计息", "Minimum interest days";
        min_days_value(days: u32) -> String = format!("{days} 天"), counted(days, "day", "days");
        early_fee: "提前还款费", "Early repayment fee";
        no_early_fee: "不收取", "None";
        early_fee_value(rate: &str): "提前归还本金的 {rate}", "{rate} of the principal repaid early";
        kind: "合同", "Contract";
        terms: "产品条款", "Terms";
        card_note:
            "借款人看到的方案卡片。额度按产品上限示意，以预授信结果为准。",
            "The offer card as borrowers see it, shown with the product's maximum limit. Actual limits are set in each offer.";
        amount: "借款金额", "Loan amount";
        days: "使用天数", "Days of use";
        days_unit: "天", "days";
        preview: "重新计算", "Recalculate";
        preview_invalid:
            "金额或天数格式不正确，以下按 50,000.00 元、30 天计算。",
            "Invalid amount or days. Showing 50,000.00 yuan for 30 days.";
        /// Amount and days, before the cost.
        cost(amount: &str, days: u32): "借款 {amount} 元、{days} 天，成本", "Cost of {amount} yuan for {days} days:";
        tenor_used(tenor: &str): "按期限 {tenor}", "Tenor {tenor}";
        misfit(misfit: &Misfit) -> String =
            match misfit {
                Misfit::LimitTooLow { limit } => format!("超过额度上限 {} 元", limit.grouped()),
                Misfit::TenorTooShort { longest } => format!("最长 {}", terms::tenor(*longest)),
                Misfit::OutOfRange => "金额和天数均须大于零".to_owned(),
            },
            match misfit {
                Misfit::LimitTooLow { limit } => format!("Over the maximum limit of {} yuan", limit.grouped()),
                Misfit::TenorTooShort { longest } => format!("Up to {}", terms::tenor(*longest)),
                Misfit::OutOfRange => "Amount and days must be above zero".to_owned(),
            };
        up_to(limit: &str): "最高 {limit}", "Up to {limit}";
        none: "还没有产品", "No products yet";
        none_text:
            "发布产品后，才能答复预授信。产品由一人提出，另一位审批人发布。",
            "You can answer pre-credit requests once a product is published. One person proposes it, and another, an approver, publishes it.";
    }
}
