//! What comes in, day by day.

use parts::bilingual;

bilingual! {
    pub fn expected() -> ExpectedTexts {
        title: "到期日历", "Due calendar";
        note:
            "在贷借据自今天起 31 天内的各期应还本息；提前还款和逾期会影响实际回款",
            "Principal and interest due on active loans over the next 31 days. Early and late repayments change the actual inflow";
        week: "7 天内（元）", "Within 7 days (yuan)";
        month: "31 天内（元）", "Within 31 days (yuan)";
        late: "此前到期未还（元）", "Overdue from before today (yuan)";
        by_day: "每日应还", "Due by day";
        unit: "万元", "10,000 yuan";
        described(all: &str): "31 天内应还 {all} 元，逐日数字见下表", "{all} yuan due within 31 days. See the table for each day";
        nothing: "31 天内没有到期应还。", "Nothing is due within 31 days.";
        day: "日期", "Day";
        until: "累计（元）", "Cumulative (yuan)";
        weekday(day: u8) {
            1 => "周一", "Monday";
            2 => "周二", "Tuesday";
            3 => "周三", "Wednesday";
            4 => "周四", "Thursday";
            5 => "周五", "Friday";
            6 => "周六", "Saturday";
            _ => "周日", "Sunday";
        }
    }
}
