//! The calendar of working days.

use domain::calendar::DayKind;
use parts::bilingual;

bilingual! {
    pub fn calendar() -> CalendarTexts {
        note:
            "周末休息，除非列为上班；到期日遇休息日怎样顺延由产品条款决定",
            "Weekends are off unless listed as worked; what becomes of a due date on a day off is a term of the product";
        missing(year: i32): "还没有 {year} 年的节假日", "The holidays of {year} are missing";
        missing_text:
            "请在国务院公布放假安排后录入，否则到期日只按周末顺延。",
            "Enter them once they are published; until then due dates move for weekends only.";
        none_title: "日历还是空的", "The calendar is empty";
        none_text: "现在只有周六、周日休息。", "Only Saturdays and Sundays are off now.";
        year(year: i32): "{year} 年", "{year}";
        day: "日期", "Date";
        weekday: "星期", "Weekday";
        weekdays(day: u8) -> &'static str =
            ["周一", "周二", "周三", "周四", "周五", "周六", "周日"].get(usize::from(day).saturating_sub(1)).copied().unwrap_or_default(),
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
                .get(usize::from(day).saturating_sub(1))
                .copied()
                .unwrap_or_default();
        kind: "安排", "Is";
        kinds(kind: DayKind) {
            DayKind::Off => "放假", "Off";
            DayKind::Worked => "上班", "Worked";
        }
        name: "名称", "Name";
        change: "更改", "Change";
        plain: "恢复", "Undo";
        plain_of(on: &str): "恢复 {on} 为平常日", "Make {on} a plain day again";
        import_title: "录入或更改", "Enter or change";
        import_text:
            "每行一天：日期、放假或上班、名称，用逗号、空格或制表符隔开，可以直接从表格粘贴。只能更改今天以后的日子。",
            "A day on each line: its date, off or worked, its name, with commas, spaces or tabs between; a spreadsheet can be pasted. Only days to come change.";
        import_effect:
            "录入后，遇到新休息日的到期日立即按产品条款顺延（只延后，不提前），代理商和资金方都会看到。",
            "Due dates that meet a new day off move on at once where their terms say so, never back; agents and funders see it.";
        days: "日期清单", "Days";
        days_hint: "2027-10-01,放假,国庆节\n2027-10-09,上班,国庆节调休", "2027-10-01,off,National Day\n2027-10-09,worked";
        import: "录入", "Enter";
    }
}
