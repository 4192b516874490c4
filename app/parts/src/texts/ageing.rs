//! How old what is overdue is, how it moves from class to class, and how the loans of each month have turned out.

use domain::ageing::Age;

use crate::bilingual;

bilingual! {
    pub fn ageing() -> AgeingTexts {
        reports: "报表", "Reports";
        title: "账龄", "Ageing";
        note:
            "在贷借据按最早一期未还的逾期天数分档；在宽限期内或未达起算金额的不算逾期",
            "Running loans by days since their oldest unpaid instalment; within days of grace, or below the least amount, nothing is overdue";
        on: "日期", "Day";
        show: "查看", "Show";
        as_of(on: &str): "以当前会计日 {on} 为准", "As of the business date {on}";
        at_close(on: &str): "以 {on} 日终时所知为准，此后补录的事实不影响它", "As it was known at the close of {on}: what was recorded later changes nothing of it";
        unit:
            "在贷余额占比，按最早一期未还的逾期天数",
            "Shares of what is outstanding, by days since the oldest unpaid instalment";
        /// What the picture shows, for who cannot see it: outstanding, overdue.
        described(outstanding: &str, overdue: &str):
            "在贷余额 {outstanding} 元，其中逾期 {overdue} 元",
            "{outstanding} yuan outstanding, {overdue} of it overdue";
        none: "还没有借据。", "There are no loans yet.";
        age: "逾期天数", "Days overdue";
        outstanding: "在贷余额（元）", "Outstanding (yuan)";
        overdue: "逾期余额（元）", "Overdue (yuan)";
        non_performing: "不良率（逾期 90 天以上）", "Non-performing (over 90 days)";
        share: "占比", "Share";
        /// The classes as of the close of a day: what is unpaid on its due date is overdue with 0 days.
        ages(age: Age) {
            Age::NotOverdue => "未逾期", "Not overdue";
            Age::UpTo30 => "30 天以内", "Up to 30 days";
            Age::From31To60 => "31–60 天", "31–60 days";
            Age::From61To90 => "61–90 天", "61–90 days";
            Age::Over90 => "90 天以上", "Over 90 days";
        }
        roll_rates: "迁徙率", "Roll rates";
        roll_note:
            "上月末各档在贷本金到本月末去了哪里，以两次日终时的状态为准；当月新放款不计入",
            "Where the principal that each class held at the end of a month had gone by the end of the next, as of both closes; what is lent meanwhile is in none";
        roll_trend: "每月滚入下一档的比例", "The part that rolled to the next class, by month";
        rolled(age: Age) {
            Age::NotOverdue => "未逾期→30 天以内", "Not overdue → up to 30";
            Age::UpTo30 => "30 天以内→31–60 天", "Up to 30 → 31–60";
            Age::From31To60 => "31–60 天→61–90 天", "31–60 → 61–90";
            Age::From61To90 => "61–90 天→90 天以上", "61–90 → over 90";
            Age::Over90 => "", "";
        }
        newly_late: "每月由未逾期转为逾期的本金", "Principal that became overdue, by month";
        ten_thousand: "万元", "10,000 yuan";
        /// For who cannot see the picture: the last month, and how much in it.
        newly_late_described(month: &str, amount: &str):
            "{month} 由未逾期转为逾期 {amount} 元，逐月比例见下表",
            "{amount} yuan became overdue in {month}; the table has each month";
        month: "月份", "Month";
        roll_of(month: &str): "{month} 各档去向", "Where each class went in {month}";
        opening: "上月末（元）", "At its beginning (yuan)";
        repaid: "已还", "Repaid";
        transferred: "已转让", "Transferred";
        vintages: "放款批次（Vintage）", "Vintages";
        vintage_note:
            "按放款月份统计：到第 n 个月末，曾逾期 30 天以上的借据放款本金占该月放款的比例；其下为当时仍逾期 30 天以上的在贷本金占比。放款当月为第 0 个月",
            "By month of credit: the part of what was credited whose loans had ever been more than 30 days late by the end of month n; below it what was still that late then. The month of the credit is month 0";
        vintage: "放款月份", "Credited in";
        credited: "放款本金（元）", "Credited (yuan)";
        still(share: &str): "当前 {share}", "now {share}";
        ever_late: "曾逾期 30 天以上的放款本金，按放款月份", "Principal that was ever more than 30 days late, by month of credit";
        /// For who cannot see the picture: credited, of it ever late.
        ever_late_described(credited: &str, late: &str):
            "共放款 {credited} 元，其中曾逾期 30 天以上 {late} 元，逐月数字见下表",
            "{credited} yuan credited, of which {late} were ever more than 30 days late; the table has each month";
        nothing: "还没有数据", "Nothing yet";
        nothing_text: "有借据跨过一个月末后，会出现在这里。", "Once loans have passed the end of a month, they appear here.";
    }
}
