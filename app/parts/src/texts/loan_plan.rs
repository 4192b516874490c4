//! A loan's plan, as staff read it.

use crate::bilingual;

bilingual! {
    pub fn loan_plan() -> LoanPlanTexts {
        instalment: "期数", "No.";
        sum_yuan: "合计（元）", "Total (yuan)";
        paid: "已还清", "Paid";
        due: "今日到期", "Due today";
        ahead: "未到期", "Not due yet";
    }
}
