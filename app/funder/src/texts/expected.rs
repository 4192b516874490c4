//! What comes in, day by day.

use parts::bilingual;

bilingual! {
    pub fn expected() -> ExpectedTexts {
        title: "到期日历", "What falls due";
        note:
            "在贷借据各期应还本息，从今天起 31 天；提前还款和逾期会使实际回款不同",
            "What running loans owe, principal and interest, 31 days from today; early and late payments come on other days";
        week: "7 天内（元）", "Within 7 days (yuan)";
        month: "31 天内（元）", "Within 31 days (yuan)";
        late: "此前到期未还（元）", "Unpaid from before today (yuan)";
        by_day: "每日应还", "Due by day";
        unit: "万元", "10,000 yuan";
        described(all: &str): "31 天内应还 {all} 元，逐日数字见下表", "{all} yuan fall due within 31 days; the table has each day";
        nothing: "31 天内没有到期应还。", "Nothing falls due within 31 days.";
        day: "日期", "Day";
        until: "累计（元）", "Until then (yuan)";
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
