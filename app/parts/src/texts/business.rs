//! How a shop's business goes.

use crate::bilingual;

bilingual! {
    pub fn business() -> BusinessTexts {
        history: "数据月数", "History";
        history_value(months: u32, missing: u32) -> String =
            if missing == 0 {
                format!("{months} 个月，无缺月")
            } else {
                format!("{months} 个月，缺 {missing} 个月")
            },
            if missing == 0 {
                format!("{months} months, none missing")
            } else {
                format!("{months} months, {missing} missing")
            };
        average_commission: "月均佣金（元）", "Average monthly commission (yuan)";
        average_sales: "月均销售额（元）", "Average monthly sales (yuan)";
        average_note: "近 12 个月", "Last 12 months";
        prepayments: "预存款", "Carrier prepayments";
        sales: "销售额", "Sales";
        commissions: "佣金", "Commissions";
        no_data: "无数据", "No data";
        by_month: "每月佣金", "Commissions by month";
        /// What the picture shows, for who cannot see it: the months' number and their average.
        months_described(months: usize, average: &str):
            "{months} 个月的佣金，月均 {average} 元，逐月数据见下表",
            "Commissions over {months} months, {average} yuan a month on average. See the table for each month";
    }
}
