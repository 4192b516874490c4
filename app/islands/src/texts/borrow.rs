//! The texts of the preview of a draw, and of its disclosure.

use super::counted;
use crate::bilingual;

bilingual! {
    /// Of the preview of a draw.
    pub fn borrow() -> BorrowTexts {
        amount: "借款金额", "Amount";
        all: "全部借出", "Borrow all";
        less: "减少 1,000 元", "1,000 yuan less";
        more: "增加 1,000 元", "1,000 yuan more";
        tenor: "期限", "Tenor";
        yuan: "元", "yuan";
        this_loan: "这笔借款（元）", "This loan (yuan)";
        principal: "借款本金", "Principal";
        /// With the tenor.
        interest(tenor: &str): "利息（{tenor}）", "Interest ({tenor})";
        other_fees: "其他费用", "Other fees";
        /// With the date of the only payment.
        due_once(on: &str): "{on} 应还", "To repay on {on}";
        due_in_all: "应还合计", "Total to repay";
        annual_rate: "年化利率（单利）", "annual rate (simple)";
        /// With the effective annual rate.
        effective(rate: &str):
            "实际年化（复利）{rate}。按今天到账测算，到账当天起计息，还款当天不计息。",
            "Effective annual rate (compounded) {rate}. Calculated as if credited today: interest is charged from that day, but not for the day of repayment.";
        /// With the least days of interest.
        early_free(days: u32) -> String =
            format!("提前还款不收费，利息计至还款前一日，至少计 {days} 天。"),
            format!(
                "Early repayment is free. Interest is charged up to the day before, for at least {}.",
                counted(days, "day", "days")
            );
        /// With the fee's rate.
        early_fee(rate: &str):
            "提前还款按提前归还的本金收取 {rate}。",
            "Early repayment costs {rate} of the principal repaid early.";
        plan: "还款计划", "Repayment plan";
        due_on: "到期日", "Due on";
        plan_principal: "本金（元）", "Principal (yuan)";
        plan_interest: "利息（元）", "Interest (yuan)";
        enter_amount: "请填写借款金额，最多两位小数。", "Enter an amount with up to two decimals.";
        /// Where a comma might be meant for the decimal point.
        comma: "逗号只能作千分位，小数点请用“.”。", "Use commas only between thousands, and a point for decimals.";
        /// With what is available.
        above_available(available: &str):
            "超过可用额度，最多可借 {available} 元。",
            "Over your available limit. You can borrow up to {available} yuan.";
        /// With the seconds that are left.
        read_on(seconds: i64): "请先阅读借款成本（{seconds} 秒）", "Read the costs first ({seconds} s)";
    }
}
