//! Of a request that no use case has refused.

use super::{amount_not_positive, not_done};
use crate::{api::RequestProblem, words_of};

words_of! {
    pub fn words(refusal: &RequestProblem);
    RequestProblem::SessionRequired => {
        "登录已过期", "刚才的操作未提交。请重新登录，核对后再提交。";
        "Your session has expired", "Nothing was submitted. Sign in again, check what you entered and submit it again.";
    }
    RequestProblem::Forbidden => {
        "您没有这项权限", "如需办理，请联系贵单位管理员。";
        "You do not have permission", "Contact your administrator.";
    }
    RequestProblem::NotFound => {
        "没有找到", "内容不存在，或您无权查看。";
        "Not found", "It does not exist, or you do not have access.";
    }
    RequestProblem::PageNotFound => {
        "页面不存在", "页面可能已移动，或您无权查看。请检查网址，或回到首页。";
        "Page not found",
        "It may have moved, or you do not have access. Check the address, or go to the home page.";
    }
    RequestProblem::Changed => {
        "内容刚被他人更新", "您的操作未保存，请刷新后重试。";
        "Updated by someone else", "Your change was not saved. Refresh and try again.";
    }
    RequestProblem::StillRunning => {
        "正在处理中", "请稍候刷新查看结果，不会重复办理。";
        "Processing", "Refresh in a moment to see the result. Nothing is done twice.";
    }
    RequestProblem::OtherContent => {
        "这个表单已经提交过", "请刷新页面后重新填写。";
        "This form was already submitted", "Refresh the page and fill in the form again.";
    }
    RequestProblem::OutcomeUnknown => {
        "处理中，结果未知", "请稍候查看，不要重复操作。系统会自动核实结果。";
        "In progress, result unknown", "Check again shortly and do not repeat it. We are verifying the result.";
    }
    RequestProblem::Failed | RequestProblem::RequestFailed => { not_done() }
    RequestProblem::Unavailable => {
        "系统暂时繁忙", "请过一两分钟再试；已经提交的不会重复办理。";
        "Temporarily unavailable", "Try again in a minute or two. Anything already submitted is not done twice.";
    }
    RequestProblem::Unreadable | RequestProblem::NumberInvalid => {
        "提交的内容格式不正确", "请刷新页面后重新填写。";
        "Invalid form data", "Refresh the page and fill in the form again.";
    }
    RequestProblem::TooLarge => {
        "提交的内容过长", "未提交。请返回上一页，缩短文字后再提交。";
        "The form is too long", "Nothing was submitted. Go back, shorten the text and submit again.";
    }
    RequestProblem::TooMany => {
        "操作过于频繁", "请稍等片刻再试。";
        "Too many requests", "Wait a moment and try again.";
    }
    RequestProblem::Foreign => {
        "这次操作不是从联融页面发出的", "为保障资金安全，未办理。请从联融的页面重新操作。";
        "This request did not come from a Lianrong page",
        "For your safety, nothing was done. Start again from a Lianrong page.";
    }
    RequestProblem::NotHere => {
        "这个网址不能这样打开", "未办理任何业务。请回到首页，通过页面按钮操作。";
        "This address cannot be opened directly", "Nothing was done. Go to the home page and use the buttons there.";
    }
    RequestProblem::AmountNotPositive => { amount_not_positive() }
    RequestProblem::DaysInvalid => {
        "天数格式不正确", "请填写 1 到 1095 之间的整数天数。";
        "Invalid number of days", "Enter a whole number from 1 to 1095.";
    }
    RequestProblem::ConsentNotTicked => {
        "请先勾选授权", "请阅读授权书全文，勾选后再提交。未提交任何数据。";
        "Tick the consent first", "Read the full text and tick it. No data was shared.";
    }
    RequestProblem::ConsentChanged => {
        "授权书已更新", "请重新阅读最新文本后再勾选。";
        "The consent has changed", "Read the current text and tick it again.";
    }
    RequestProblem::ContractNotTicked => {
        "请先阅读并勾选同意", "勾选后合同才成立；目前尚未生效。";
        "Read and tick it first", "The contract is concluded only once you tick it. Nothing has taken effect.";
    }
    RequestProblem::DisclosureNotTicked => {
        "请先阅读并勾选", "须勾选确认综合融资成本后，才能申请借款。";
        "Read and tick it first", "You must confirm the total cost before you can borrow.";
    }
    RequestProblem::ReadOn { seconds } => {
        "请先阅读综合融资成本", "请再阅读 {seconds} 秒，勾选后再提交。借款尚未提交。";
        "Read the cost disclosure first", "Take {seconds} more seconds, then tick it and submit again. Nothing was borrowed.";
    }
    RequestProblem::DateUnreadable => {
        "日期格式不正确", "请选择日期，例如 2026-11-20。";
        "Invalid date", "Choose a date, such as 2026-11-20.";
    }
    RequestProblem::DatesReversed => {
        "开始日期晚于结束日期", "请修改日期后再查。";
        "The start date is after the end date", "Change one of them and search again.";
    }
    RequestProblem::AmountsReversed => {
        "最低金额高于最高金额", "请修改金额后再查。";
        "The minimum amount is above the maximum", "Change one of them and search again.";
    }
    RequestProblem::TextTooLong { most } => {
        "查找的内容过长", "名称或编号最多 {most} 个字。";
        "Search text too long", "Names and references have up to {most} characters.";
    }
    RequestProblem::TimeUnreadable => {
        "时间无法识别", "请按 16:00 的格式填写，24 小时制。";
        "Invalid time", "Use the 24-hour format, such as 16:00.";
    }
    RequestProblem::ReferenceUnreadable => {
        "编号格式不正确", "应为 DRW、WLT 或 PAY 开头的业务编号。";
        "Invalid reference", "It must start with DRW, WLT or PAY.";
    }
    RequestProblem::FileTooLarge => { super::file::too_large() }
    RequestProblem::NothingTicked => {
        "还没有勾选", "请先勾选要办理的行。";
        "Nothing selected", "Select the rows first.";
    }
    RequestProblem::TooManyTicked { most } => {
        "一次最多办理 {most} 笔", "请分几次办理。";
        "Up to {most} at once", "Do it in several batches.";
    }
}
