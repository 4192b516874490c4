//! Of the calendar of working days.

use domain::calendar::CalendarRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &CalendarRefusal) -> Words {
    match refusal {
        CalendarRefusal::Empty => words! {
            "没有填写日期", "每行填写一天，例如 2027-10-01,放假,国庆节。";
            "No dates entered", "Enter one day per line, such as 2027-10-01,off,National Day.";
        },
        CalendarRefusal::TooMany => words! {
            "一次填写的日期太多", "一次最多 400 天，请分几次录入。";
            "Too many dates at once", "Up to 400 days at a time.";
        },
        CalendarRefusal::Unreadable { line, text } => words! {
            "第 {line} 行格式不正确", "“{text}”应写成“日期,放假”或“日期,上班”，后面可加名称。整份清单均未录入。";
            "Line {line} has an invalid format", "“{text}” should be a date with “off” or “worked”, and optionally a name. Nothing was saved.";
        },
        CalendarRefusal::Twice { on } => words! {
            "{on} 写了两次", "请只留一行。";
            "{on} appears twice", "Keep one line.";
        },
        CalendarRefusal::Past { on } => words! {
            "{on} 不能更改", "该日已日终。只能更改当前会计日及以后的日期。";
            "{on} cannot be changed", "It is closed. Only the open business date and later dates can be changed.";
        },
        CalendarRefusal::TooFar { on } => words! {
            "{on} 超出可录入范围", "最多录入今后四年，请检查年份。";
            "{on} is too far ahead", "Up to four years ahead. Check the year.";
        },
        CalendarRefusal::WorkedAnyway { on } => words! {
            "{on} 本来就是工作日", "只有周六、周日可以列为上班。";
            "{on} is already a working day", "Only Saturdays and Sundays can be made working days.";
        },
        CalendarRefusal::NameTooLong => words! {
            "名称过长", "每个名称最多 20 个字。";
            "Name too long", "Up to 20 characters each.";
        },
        CalendarRefusal::RestTooLong { from } => words! {
            "{from} 之后连续休息超过 16 天", "请检查是否多列了放假日。";
            "More than 16 consecutive days off after {from}", "Check whether too many days off are listed.";
        },
    }
}
