//! The calendar of working days.

use domain::calendar::DayKind;
use parts::bilingual;

bilingual! {
    pub fn calendar() -> CalendarTexts {
        note:
            "周六、周日休息，列为上班的除外；到期日遇休息日的处理按产品条款执行",
            "Weekends are off unless listed as working days. How due dates on days off are handled depends on the product terms";
        missing(year: i32): "尚未录入 {year} 年节假日", "Holidays for {year} are missing";
        missing_text:
            "请在国务院公布放假安排后录入，否则到期日只按周末调整。",
            "Enter them once the State Council publishes them. Until then due dates only account for weekends.";
        none_title: "还没有录入日期", "No dates entered yet";
        none_text: "目前仅周六、周日休息。", "Currently only Saturdays and Sundays are off.";
        year(year: i32): "{year} 年", "{year}";
        weekdays(day: u8) -> &'static str =
            ["周一", "周二", "周三", "周四", "周五", "周六", "周日"].get(usize::from(day).saturating_sub(1)).copied().unwrap_or_default(),
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
                .get(usize::from(day).saturating_sub(1))
                .copied()
                .unwrap_or_default();
        kind: "安排", "Type";
        kinds(kind: DayKind) {
            DayKind::Off => "放假", "Day off";
            DayKind::Worked => "上班", "Working day";
        }
        change: "更改", "Change";
        plain: "恢复默认", "Restore";
        plain_of(on: &str): "恢复默认：{on}", "Restore {on}";
        import_title: "录入或更改", "Enter or change";
        import_text:
            "每行一天：日期、放假或上班、名称，用逗号、空格或制表符隔开，可直接从表格粘贴。只能更改当前会计日及以后的日期。",
            "One day per line: date, “off” or “worked”, and name, separated by commas, spaces or tabs. You can paste from a spreadsheet. Only the open business date and later dates can be changed.";
        import_effect:
            "录入后，遇新增休息日的到期日立即按产品条款顺延（只延后，不提前），代理商和资金方均可看到。当日到期的，已还部分不退回，未还部分顺延。",
            "Due dates falling on a new day off are extended immediately according to product terms, never moved earlier. Agents and funders can see the change. Of what is due today, payments stand and the rest is extended.";
        days: "日期清单", "List of dates";
        days_hint: "2027-10-01,放假,国庆节\n2027-10-09,上班,国庆节调休", "2027-10-01,off,National Day\n2027-10-09,worked";
        import: "录入", "Save dates";
        file_title: "从表格文件录入", "Enter from a spreadsheet file";
        file: "日历文件", "Calendar file";
        file_hint:
            "xlsx 或 csv，最多 400 行，每行依次为日期、放假或上班、名称（可不填），可带标题行。有错误的行逐行列出，整份文件不保存；全部正确才一次录入。",
            "xlsx or csv, up to 400 rows: date, “off” or “worked”, and name (optional), with or without a heading. If any row has errors, they are listed and nothing is saved; otherwise all dates are saved at once.";
        file_button: "上传并录入", "Upload and save";
    }
}
