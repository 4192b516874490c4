//! A loan's plan, as staff read it.

use crate::bilingual;

bilingual! {
    pub fn loan_plan() -> LoanPlanTexts {
        instalment: "期数", "No.";
        sum_yuan: "合计（元）", "Total (yuan)";
    }
}
