//! Products.

use domain::offer::Misfit;
use parts::{
    bilingual,
    texts::{counted, terms},
};

bilingual! {
    pub fn product() -> ProductTexts {
        note(cap: &str):
            "每个产品的最新版本；已发布的版本不再改变。综合成本上限（年化）{cap}",
            "The newest version of each; what is published never changes. All-in cap {cap} a year";
        version(version: i32, at: &str): "第 {version} 版，{at} 发布", "Version {version}, published {at}";
        limits: "额度范围（元）", "Limits (yuan)";
        limits_value(low: &str, high: &str): "{low}～{high}", "{low} to {high}";
        effective_rate: "实际年化（复利）", "Effective annual rate";
        tenors: "期限", "Tenors";
        day_count: "计息天数", "Day count";
        holidays: "到期日", "Due dates";
        min_days: "最少计息", "Minimum days";
        min_days_value(days: u32) -> String = format!("{days} 天"), counted(days, "day", "days");
        early_fee: "提前还款费", "Early fee";
        no_early_fee: "不收", "None";
        early_fee_value(rate: &str): "提前部分本金的 {rate}", "{rate} of principal paid early";
        kind: "合同", "Contract";
        terms: "产品条款", "Terms";
        card_note:
            "借款人看到的卡片。额度按产品上限示意，实际额度以预授信结果为准。",
            "The card that a borrower compares, with the product's highest limit; each offer sets a limit of its own.";
        amount: "借款金额", "Borrow";
        days: "使用天数", "For";
        days_unit: "天", "days";
        preview: "重新计算", "Compute";
        preview_invalid:
            "金额或天数格式不正确，按 50,000.00 元、30 天计算。",
            "The amount or the days could not be read; 50,000.00 yuan for 30 days is shown.";
        /// Amount and days, before the cost.
        cost(amount: &str, days: u32): "借 {amount} 元用 {days} 天，成本", "{amount} yuan for {days} days cost";
        tenor_used(tenor: &str): "按期限 {tenor}", "With a tenor of {tenor}";
        misfit(misfit: &Misfit) -> String =
            match misfit {
                Misfit::LimitTooLow { limit } => format!("超过额度上限 {} 元", limit.grouped()),
                Misfit::TenorTooShort { longest } => format!("最长 {}", terms::tenor(*longest)),
                Misfit::OutOfRange => "金额和天数都要大于零".to_owned(),
            },
            match misfit {
                Misfit::LimitTooLow { limit } => format!("Above the highest limit, {} yuan", limit.grouped()),
                Misfit::TenorTooShort { longest } => format!("At most {}", terms::tenor(*longest)),
                Misfit::OutOfRange => "The amount and the days must be more than zero".to_owned(),
            };
        up_to(limit: &str): "最高 {limit}", "up to {limit}";
        none: "还没有产品", "No products yet";
        none_text:
            "发布产品后，才能答复预授信。产品由审批人通过接口发布。",
            "Rounds can be answered once a product is published. Your approver publishes it through the API.";
    }
}
