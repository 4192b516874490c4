//! Of the calendar of working days.

use domain::calendar::CalendarRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &CalendarRefusal) -> Words {
    match refusal {
        CalendarRefusal::Empty => words! {
            "没有填写日期", "每行填写一天，例如 2027-10-01,放假,国庆节。";
            "No day is named", "Write a day on each line, such as 2027-10-01,off,National Day.";
        },
        CalendarRefusal::TooMany => words! {
            "一次填写的日期太多", "一次最多 400 天，请分几次录入。";
            "Too many days at once", "At most 400 at a time.";
        },
        CalendarRefusal::Unreadable { line, text } => words! {
            "第 {line} 行格式不正确", "“{text}”要写成“日期,放假”或“日期,上班”，后面可以加名称。整张清单都没有录入。";
            "Line {line} cannot be read", "“{text}” should be a date and “off” or “worked”, and perhaps a name. Nothing was entered.";
        },
        CalendarRefusal::Twice { on } => words! {
            "{on} 写了两次", "请只留一行。";
            "{on} is there twice", "Keep one line.";
        },
        CalendarRefusal::Past { on } => words! {
            "{on} 不能更改", "今天和过去的日子保持不变，只能更改今天以后的日子。";
            "{on} cannot be changed", "Today and the past stay as they are; only days to come change.";
        },
        CalendarRefusal::TooFar { on } => words! {
            "{on} 太远", "最多录入今后四年。请检查年份。";
            "{on} is too far ahead", "At most four years ahead. Check the year.";
        },
        CalendarRefusal::WorkedAnyway { on } => words! {
            "{on} 本来就上班", "只有周六、周日可以列为上班。";
            "{on} is worked anyway", "Only Saturdays and Sundays can be made working days.";
        },
        CalendarRefusal::NameTooLong => words! {
            "名称太长", "每个名称最多 20 个字。";
            "A name is too long", "At most 20 characters.";
        },
        CalendarRefusal::RestTooLong { from } => words! {
            "{from} 之后连续休息超过 16 天", "请检查是否多列了放假日。";
            "More than 16 days off after {from}", "Check whether too many days are listed.";
        },
    }
}
