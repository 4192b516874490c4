//! Of a request that no use case has refused.

use super::{Words, amount_not_positive, not_done};
use crate::{api::RequestProblem, words};

#[expect(clippy::too_many_lines, reason = "a table, which the compiler checks as a whole")]
pub fn words(refusal: &RequestProblem) -> Words {
    match refusal {
        RequestProblem::SessionRequired => words! {
            "登录已过期", "刚才的操作没有提交。请重新登录，核对后再提交一次。";
            "You were signed out", "Nothing was sent. Sign in again, check what you entered, and send it once more.";
        },
        RequestProblem::Forbidden => words! {
            "您没有这项权限", "如需办理，请联系本单位管理员。";
            "You may not do this", "Ask your administrator.";
        },
        RequestProblem::NotFound => words! {
            "没有找到", "它不存在，或者您无权查看。";
            "Not found", "It does not exist, or is not yours to see.";
        },
        RequestProblem::PageNotFound => words! {
            "没有这个页面", "它可能已被移走，或者您无权查看。请检查网址，或回到首页。";
            "There is no such page",
            "It may have moved, or is not yours to see. Check the address, or go to the start.";
        },
        RequestProblem::Changed => words! {
            "刚刚被别人改动了", "请刷新后再操作，没有保存。";
            "Somebody was faster", "Reload and look again; nothing was saved.";
        },
        RequestProblem::StillRunning => words! {
            "正在处理中", "请稍候刷新查看结果，不会重复办理。";
            "Still being processed", "Reload in a moment; nothing happens twice.";
        },
        RequestProblem::OtherContent => words! {
            "这个表单已经提交过", "请刷新页面后重新填写。";
            "This form was sent before", "Reload the page and fill it in again.";
        },
        RequestProblem::OutcomeUnknown => words! {
            "处理中，结果未知", "请稍候查看，不要重复操作；系统会查清结果。";
            "In progress, outcome unknown", "Look again shortly; do not repeat it.";
        },
        RequestProblem::Failed | RequestProblem::RequestFailed => not_done(),
        RequestProblem::Unavailable => words! {
            "系统暂时繁忙", "请过一两分钟再试；已经提交的不会重复办理。";
            "Temporarily unavailable", "Try again in a minute; what was sent is not done twice.";
        },
        RequestProblem::Unreadable | RequestProblem::NumberInvalid => words! {
            "提交的内容格式不正确", "请刷新页面后重新填写。";
            "The form could not be read", "Reload the page and fill it in again.";
        },
        RequestProblem::TooLarge => words! {
            "提交的内容太多", "没有提交成功。请回到上一页，把文字缩短后再提交。";
            "That is too much for one form", "Nothing was sent. Go back, shorten the text and send it again.";
        },
        RequestProblem::TooMany => words! {
            "操作太频繁", "请稍等片刻再试。";
            "Too many requests", "Wait a moment, then try again.";
        },
        RequestProblem::Foreign => words! {
            "这次操作不是从联融页面发出的", "为了您的资金安全，没有办理。请从联融的页面上重新操作。";
            "This did not come from a page of Lianrong",
            "For your safety nothing was done. Start again from our own page.";
        },
        RequestProblem::NotHere => words! {
            "这个网址不能这样打开", "没有办理任何业务。请回到首页，从页面上的按钮操作。";
            "This address cannot be opened like that", "Nothing was done. Go to the start and use the page's buttons.";
        },
        RequestProblem::AmountNotPositive => amount_not_positive(),
        RequestProblem::DaysInvalid => words! {
            "天数格式不正确", "请填写 1 到 1095 之间的整数天数。";
            "That is no number of days", "Enter whole days from 1 to 1095.";
        },
        RequestProblem::ConsentNotTicked => words! {
            "请先勾选授权", "阅读授权书全文后勾选，再提交。没有提交任何数据。";
            "Tick the consent first", "Read its text and tick it. No data was passed on.";
        },
        RequestProblem::ConsentChanged => words! {
            "授权书已更新", "请重新阅读现在的文本后再勾选。";
            "The consent's text has changed", "Read it as it is now, and tick it again.";
        },
        RequestProblem::ContractNotTicked => words! {
            "请先阅读并勾选同意", "勾选后合同才会成立；现在还没有生效。";
            "Read and tick it first", "The contract comes about when it is ticked; nothing was concluded.";
        },
        RequestProblem::DisclosureNotTicked => words! {
            "请先阅读并勾选", "勾选确认综合融资成本后才能申请借款。";
            "Read and tick it first", "A draw needs the cost to be confirmed.";
        },
        RequestProblem::ReadOn { seconds } => words! {
            "请先看完综合融资成本", "请再看 {seconds} 秒，勾选后再提交；还没有借款。";
            "Read the cost of the loan first", "Take {seconds} more seconds, tick it and send it again.";
        },
        RequestProblem::DateUnreadable => words! {
            "日期格式不正确", "请选择日期，例如 2026-11-20。";
            "That is not a date", "Choose a date, such as 2026-11-20.";
        },
        RequestProblem::DatesReversed => words! {
            "开始日期晚于结束日期", "请改正其中一个日期后再查。";
            "The first day is after the last", "Change one of the two.";
        },
        RequestProblem::AmountsReversed => words! {
            "最低金额高于最高金额", "请改正其中一个金额后再查。";
            "The least amount is above the most", "Change one of the two.";
        },
        RequestProblem::TextTooLong { most } => words! {
            "查找的内容太长", "名称或编号最多 {most} 个字。";
            "That is too long to look for", "A name or a number has at most {most} characters.";
        },
        RequestProblem::TimeUnreadable => words! {
            "时间无法识别", "请按 16:00 的格式填写，24 小时制。";
            "The time cannot be read", "Write it as 16:00, with 24 hours.";
        },
        RequestProblem::ReferenceUnreadable => words! {
            "编号格式不正确", "应为 DRW、WLT 或 PAY 开头的业务编号。";
            "That is no business number", "It begins with DRW, WLT or PAY.";
        },
        RequestProblem::FileTooLarge => super::file::too_large(),
        RequestProblem::NothingTicked => words! {
            "还没有勾选", "请先勾选要办理的行。";
            "Nothing is ticked", "Tick the rows first.";
        },
        RequestProblem::TooManyTicked { most } => words! {
            "一次最多办理 {most} 笔", "请分几次办理。";
            "At most {most} at once", "Do it in several steps.";
        },
    }
}
