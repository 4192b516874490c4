//! How old what is overdue is, how it moves from class to class, and how the loans of each month have turned out.

use domain::ageing::Age;

use crate::bilingual;

bilingual! {
    pub fn ageing() -> AgeingTexts {
        reports: "报表", "Reports";
        title: "账龄", "Ageing";
        note:
            "在贷借据按最早一期未还的逾期天数分档；在宽限期内或未达起算金额的，不算逾期。已转让和资金方已核销的不计入。",
            "Active loans by days since the oldest unpaid instalment. Loans within the grace period, or below the minimum amount, are not overdue. Loans that were transferred or written off by their funder are left out.";
        as_of(on: &str): "以当前会计日 {on} 为准", "As of the business date, {on}";
        at_close(on: &str): "以 {on} 日终时的记录为准，此后补录的内容不影响它", "As recorded at the end of day {on}. Anything recorded later is not included";
        unit:
            "在贷余额占比，按最早一期未还的逾期天数",
            "Share of the outstanding amount, by days since the oldest unpaid instalment";
        /// What the picture shows, for who cannot see it: outstanding, overdue.
        described(outstanding: &str, overdue: &str):
            "在贷余额 {outstanding} 元，其中逾期 {overdue} 元",
            "{outstanding} yuan outstanding, including {overdue} yuan overdue";
        none: "还没有借据。", "No loans yet.";
        age: "逾期天数", "Days overdue";
        non_performing: "不良率（逾期 90 天以上）", "Non-performing (over 90 days)";
        share: "占比", "Share";
        /// The classes as of the close of a day: what is unpaid on its due date is overdue with 0 days.
        ages(age: Age) {
            Age::NotOverdue => "未逾期", "Current";
            Age::UpTo30 => "30 天以内", "Up to 30 days";
            Age::From31To60 => "31～60 天", "31–60 days";
            Age::From61To90 => "61～90 天", "61–90 days";
            Age::Over90 => "90 天以上", "Over 90 days";
        }
        roll_rates: "迁徙率", "Roll rates";
        roll_note:
            "上月末各档在贷本金在本月末的去向，以两个月末日终时的状态为准；当月新放款不计入。",
            "Where the principal in each class at the end of one month had moved by the end of the next, as of both month-end closes. New lending during the month is excluded.";
        roll_trend: "每月滚入下一档的比例", "Share rolling into the next class, by month";
        rolled(age: Age) {
            Age::NotOverdue => "未逾期→30 天以内", "Current → up to 30";
            Age::UpTo30 => "30 天以内→31～60 天", "Up to 30 → 31–60";
            Age::From31To60 => "31～60 天→61～90 天", "31–60 → 61–90";
            Age::From61To90 => "61～90 天→90 天以上", "61–90 → over 90";
            Age::Over90 => "", "";
        }
        newly_late: "每月由未逾期转为逾期的本金", "Principal that became overdue, by month";
        /// For who cannot see the picture: the last month, and how much in it.
        newly_late_described(month: &str, amount: &str):
            "{month} 由未逾期转为逾期 {amount} 元，逐月比例见下表",
            "{amount} yuan became overdue in {month}. See the table for each month";
        roll_of(month: &str): "{month} 各档去向", "Movement of each class in {month}";
        opening: "上月末（元）", "End of previous month (yuan)";
        repaid: "已还", "Repaid";
        transferred: "已转让", "Transferred";
        written_off: "已核销", "Written off";
        vintages: "放款批次（Vintage）", "Vintages";
        vintage_note:
            "按放款月份统计：到第 n 个月末，曾逾期 30 天以上的借据放款本金占该月放款的比例；其下为当时仍逾期 30 天以上的在贷本金占比。放款当月为第 0 个月。",
            "By month of disbursement: the share of disbursed principal in loans that had ever been more than 30 days overdue by the end of month n, and below it the share still more than 30 days overdue then. The month of disbursement is month 0.";
        vintage: "放款月份", "Disbursed in";
        credited: "放款本金（元）", "Disbursed (yuan)";
        still(share: &str): "当时 {share}", "then {share}";
        ever_late: "曾逾期 30 天以上的放款本金，按放款月份", "Principal ever more than 30 days overdue, by month of disbursement";
        /// For who cannot see the picture: credited, of it ever late.
        ever_late_described(credited: &str, late: &str):
            "共放款 {credited} 元，其中曾逾期 30 天以上 {late} 元，逐月数据见下表",
            "{credited} yuan disbursed, {late} yuan of it ever more than 30 days overdue. See the table for each month";
        nothing: "还没有数据", "No data yet";
        nothing_text: "借据跨过首个月末后，数据会显示在这里。", "Data appears here once loans have passed a month end.";
    }
}
