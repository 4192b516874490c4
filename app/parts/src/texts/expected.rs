//! What is to come in, by day and by week.

use super::counted;
use crate::bilingual;

bilingual! {
    pub fn expected() -> ExpectedTexts {
        title: "回款预测", "Cash forecast";
        note:
            "在贷借据今后 13 周各期应还本息，并与过去 8 周的应还、实还对照；提前还款和逾期会影响实际回款。此前到期未还的单独列示，不计入预测",
            "Principal and interest due on active loans over the next 13 weeks, compared with what was due and received in the last 8. Early and late repayments change the actual inflow. Overdue amounts are shown separately and not included in the forecast";
        note_of_institution:
            "全部资金方的在贷借据今后 13 周各期应还本息，收到后须代付给债权人；并与过去 8 周的应还、实还对照。此前到期未还的单独列示，不计入预测",
            "Principal and interest due on active loans of all funders over the next 13 weeks, to be paid out to the holders once received, compared with what was due and received in the last 8. Overdue amounts are shown separately and not included in the forecast";
        week: "7 天内（元）", "Within 7 days (yuan)";
        month: "30 天内（元）", "Within 30 days (yuan)";
        quarter: "13 周内（元）", "Within 13 weeks (yuan)";
        late: "此前到期未还（元）", "Overdue from before today (yuan)";
        loans_of(count: i64) -> String = format!("{count} 笔"), counted(count, "loan", "loans");
        by_day: "30 天内每日应还", "Due by day, next 30 days";
        by_week: "每周应还与实还", "Due and received by week";
        /// For who cannot see the picture: all of the days.
        days_described(all: &str): "30 天内应还 {all} 元，逐日数据见下表", "{all} yuan due within 30 days. See the table for each day";
        /// For who cannot see the picture: what is to come, what was due, what was received.
        weeks_described(all: &str, due: &str, received: &str):
            "今后 13 周应还 {all} 元；过去 8 周应还 {due} 元，实还 {received} 元。逐周数据见下表",
            "{all} yuan due in the next 13 weeks. In the last 8, {due} yuan was due and {received} yuan received. See the table for each week";
        nothing: "没有数据：13 周内没有到期应还，过去 8 周也没有应还和实还。", "No data: nothing is due within 13 weeks, and nothing was due or received in the last 8.";
        nothing_by_day: "30 天内没有到期应还。", "Nothing is due within 30 days.";
        day: "日期", "Day";
        days: "周（7 天）", "Week (7 days)";
        to(date: &str): "至 {date}", "to {date}";
        due: "应还本息（元）", "Principal and interest due (yuan)";
        due_short: "应还", "Due";
        received: "实还，含罚息和费用（元）", "Received, with penalty interest and fees (yuan)";
        received_short: "实还", "Received";
        rate: "实还 ÷ 应还", "Received ÷ due";
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
