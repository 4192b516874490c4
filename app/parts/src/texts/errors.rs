//! What went wrong, in words: what happened, and what to do.

mod approval;
mod credit;
mod file;
mod review;

use super::Language;
use crate::api::ApiError;

/// A title and an advice in one language.
type Pair = (&'static str, &'static str);

/// What somebody is told who asked too often, wherever that was: outside of a page no language is known.
#[must_use]
pub fn too_often(seconds: u64) -> String {
    format!(
        "操作过于频繁，没有执行。请 {seconds} 秒后返回再试。\n\
         Too many requests; nothing was done. Go back and try again in {seconds} seconds.\n"
    )
}

/// A title and an advice for an error's code. An unknown code still says something true.
#[must_use]
pub fn explain(error: &ApiError) -> (String, String) {
    let code = error.code.as_str();
    let plain = money(code).or_else(|| loan(code)).or_else(|| request(code));
    with_facts(error)
        .or_else(|| plain.map(|(zh, en)| fixed(zh, en)))
        .or_else(|| credit::explain(error))
        .unwrap_or_else(|| more(error))
}

fn with_facts(error: &ApiError) -> Option<(String, String)> {
    let fact = |name: &str| amount(error, name);
    match error.code.as_str() {
        "draw.insufficient_limit" => Some(dynamic(
            ("可用额度不足", format!("还可以借 {} 元。", fact("available"))),
            ("Not enough limit", format!("You can still draw {} yuan.", fact("available"))),
        )),
        "draw.amount_differs" => Some(dynamic(
            ("金额与借款不一致", format!("借款金额为 {} 元。", fact("requested"))),
            ("The amount differs from the draw", format!("The draw is of {} yuan.", fact("requested"))),
        )),
        "repayment.above_payoff" => Some(dynamic(
            ("超过应还总额", format!("还清只需 {} 元，多的不收。", fact("payoff"))),
            ("More than is owed", format!("{} yuan settles the loan.", fact("payoff"))),
        )),
        "wallet.insufficient_balance" => Some(dynamic(
            (
                "账户余额不足",
                format!("余额 {} 元，需要 {} 元。请先充值，或少还一些。", fact("available"), fact("requested")),
            ),
            (
                "Not enough in the wallet",
                format!("It holds {} of {} yuan. Top up, or pay less.", fact("available"), fact("requested")),
            ),
        )),
        _ => None,
    }
}

/// Codes of an amount as it was typed.
fn money(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "amount.empty" => (("请填写金额", "金额不能为空。"), ("Enter an amount", "The amount is empty.")),
        "amount.not_a_number" => (
            ("金额看不懂", "请只填数字，例如 50000.00。"),
            ("That is not an amount", "Use digits only, such as 50000.00."),
        ),
        "amount.misplaced_comma" => (
            ("金额里的逗号位置不对", "逗号只能作千分位，例如 50,000.00；小数点请用“.”。"),
            (
                "A comma of the amount is misplaced",
                "Commas stand between thousands, as in 50,000.00; the decimal mark is a point.",
            ),
        ),
        "amount.finer_than_fen" => {
            (("金额最小到分", "最多两位小数。"), ("Amounts end at the fen", "Use at most two decimals."))
        }
        "amount.too_large" => {
            (("金额过大", "请检查是否多输了零。"), ("The amount is too large", "Check for extra zeros."))
        }
        "amount.not_positive" => (
            ("金额须大于零", "请填写一个大于零的金额。"),
            ("The amount must be more than zero", "Enter a larger amount."),
        ),
        _ => return None,
    })
}

/// Codes of draws and of paying them back.
fn loan(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "draw.line_not_active" => (
            ("额度暂不可用", "额度未启用或已到期，不能新增借款；还款不受影响。"),
            ("The line is not active", "No new draws; repayment always works."),
        ),
        "draw.tenor_not_offered" => {
            (("没有这个期限", "请从列出的期限中选择。"), ("No such tenor", "Choose one of those listed."))
        }
        "draw.beyond_maturity" => (
            ("期限超过额度到期日", "只能选择更短的期限。"),
            ("Beyond the line's maturity", "Only a shorter tenor fits."),
        ),
        "draw.disclosure_stale" => (
            ("费用已更新", "请重新查看并确认综合融资成本。"),
            ("The figures have changed", "Read and confirm the cost disclosure again."),
        ),
        "draw.above_cap" => (
            ("超过综合成本上限", "这笔借款不能发放，请联系资金方。"),
            ("Above the cost cap", "This draw cannot be made; ask the funder."),
        ),
        "draw.wrong_state" => {
            (("这笔借款的状态已变", "请刷新后再操作。"), ("The draw has moved on", "Reload the page and look again."))
        }
        "draw.purpose_invalid" => {
            (("请填写借款用途", "不超过 500 字。"), ("State the purpose", "At most 500 characters."))
        }
        "reason.missing" => (("请填写原因", "对方会看到这个原因。"), ("Give a reason", "The other side will see it.")),
        "repayment.nothing_due" => (
            ("今天没有到期应还", "可以选择全部还清或自定金额。"),
            ("Nothing is due today", "You may settle everything, or a part."),
        ),
        "repayment.quote_expired" => (
            ("还款试算已过期", "请重新试算，再确认还款。金额没有扣。"),
            ("The quote has expired", "Ask for a new one. Nothing was debited."),
        ),
        "repayment.quote_stale" => (
            ("这笔借款刚有还款", "请重新试算，再确认还款。金额没有扣。"),
            ("The loan was paid meanwhile", "Ask for a new quote. Nothing was debited."),
        ),
        "repayment.quote_used" => (
            ("这次试算的金额已还过", "没有重复扣款，请查看还款记录。"),
            ("This quote was paid already", "Nothing was debited twice; see the payments."),
        ),
        "repayment.settled" => (("这笔借款已结清", "不用再还。"), ("The loan is settled", "Nothing is owed.")),
        _ => return None,
    })
}

/// Codes of a request as such, whatever it was about.
fn request(code: &str) -> Option<(Pair, Pair)> {
    Some(match code {
        "session.required" => (
            ("登录已过期", "刚才的操作没有提交。请重新登录，核对后再提交一次。"),
            ("You were signed out", "Nothing was sent. Sign in again, check what you entered, and send it once more."),
        ),
        "forbidden" => {
            (("您没有这项权限", "如需办理，请联系本单位管理员。"), ("You may not do this", "Ask your administrator."))
        }
        "not_found" => {
            (("没有找到", "它不存在，或者您无权查看。"), ("Not found", "It does not exist, or is not yours to see."))
        }
        "conflict.changed" => (
            ("刚刚被别人改动了", "请刷新后再操作，没有保存。"),
            ("Somebody was faster", "Reload and look again; nothing was saved."),
        ),
        "conflict.still_running" => (
            ("正在处理中", "请稍候刷新查看结果，不会重复办理。"),
            ("Still being processed", "Reload in a moment; nothing happens twice."),
        ),
        "conflict.other_content" => (
            ("这个表单已经提交过", "请刷新页面后重新填写。"),
            ("This form was sent before", "Reload the page and fill it in again."),
        ),
        "outcome_unknown" => (
            ("处理中，结果未知", "请稍候查看，不要重复操作；系统会查清结果。"),
            ("In progress, outcome unknown", "Look again shortly; do not repeat it."),
        ),
        "request.unreadable" | "request.number_invalid" => (
            ("提交的内容看不懂", "请刷新页面后重新填写。"),
            ("The form could not be read", "Reload the page and fill it in again."),
        ),
        "request.too_large" => (
            ("提交的内容太多", "没有提交成功。请回到上一页，把文字缩短后再提交。"),
            ("That is too much for one form", "Nothing was sent. Go back, shorten the text and send it again."),
        ),
        "request.too_many" => {
            (("操作太频繁", "请稍等片刻再试。"), ("Too many requests", "Wait a moment, then try again."))
        }
        "request.foreign" => (
            ("这次操作不是从联融页面发出的", "为了您的资金安全，没有办理。请从联融的页面上重新操作。"),
            (
                "This did not come from a page of Lianrong",
                "For your safety nothing was done. Start again from our own page.",
            ),
        ),
        "request.not_here" => (
            ("这个网址不能这样打开", "没有办理任何业务。请回到首页，从页面上的按钮操作。"),
            (
                "This address cannot be opened like that",
                "Nothing was done. Go to the start and use the page's buttons.",
            ),
        ),
        "unavailable" => (
            ("系统暂时繁忙", "请过一两分钟再试；已经提交的不会重复办理。"),
            ("Temporarily unavailable", "Try again in a minute; what was sent is not done twice."),
        ),
        "page.not_found" => (
            ("没有这个页面", "它可能已被移走，或者您无权查看。请检查网址，或回到首页。"),
            (
                "There is no such page",
                "It may have moved, or is not yours to see. Check the address, or go to the start.",
            ),
        ),
        _ => return None,
    })
}

/// Codes of people, applications and files.
fn more(error: &ApiError) -> (String, String) {
    if let Some(words) = file::explain(error).or_else(|| approval::explain(error)) {
        return words;
    }
    if let Some(told) = review::explain(error) {
        return told;
    }
    let (zh, en) = match error.code.as_str() {
        "identity.wrong_credentials" => (
            ("用户名或密码不对", "请检查后再试；多次输错会暂停登录。"),
            ("Wrong user name or password", "Check and try again; too many misses lock the door for a while."),
        ),
        "identity.too_many_attempts" => {
            (("尝试次数过多", "请 15 分钟后再试。"), ("Too many attempts", "Try again in 15 minutes."))
        }
        "identity.disabled" => {
            (("账号已停用", "请联系管理员。"), ("The account is disabled", "Ask your administrator."))
        }
        "identity.demonstration_account" => (
            ("演示账号只能在演示环境使用", "请使用您自己的账号。"),
            ("A demonstration account", "It works only in a demonstration."),
        ),
        "identity.second_factor_missing" => (
            ("还没有设置动态口令", "工作人员须先设置动态口令才能登录，请点下方“设置动态口令”。"),
            ("No second factor yet", "Staff need one-time codes to sign in: set them up below."),
        ),
        "identity.code_needed" => (
            ("请填写动态口令", "打开身份验证器，填写六位数字。"),
            ("Enter the one-time code", "Six digits from your authenticator."),
        ),
        "identity.code_wrong" => {
            (("动态口令不对", "请填写当前显示的六位数字。"), ("Wrong code", "Enter the six digits shown now."))
        }
        "identity.nothing_to_confirm" => (
            ("没有待确认的动态口令", "请重新开始设置。"),
            ("There is nothing to confirm", "Start setting up the second factor again."),
        ),
        "identity.code_used" => {
            (("动态口令已用过", "请等下一个口令。"), ("That code was used", "Wait for the next one."))
        }
        _ => (
            ("没有办成", "请稍后再试；如再次出现，请把编号告诉我们。"),
            ("It did not work", "Try again later; if it happens again, tell us the reference."),
        ),
    };
    fixed(zh, en)
}

/// A fact that is an amount, as people read amounts.
fn amount(error: &ApiError, name: &str) -> String {
    let text = error.fact(name);
    text.parse().map_or_else(|_| "—".to_owned(), domain::Amount::grouped)
}

fn fixed(zh: Pair, en: Pair) -> (String, String) {
    choose((zh.0.to_owned(), zh.1.to_owned()), (en.0.to_owned(), en.1.to_owned()))
}

fn dynamic(zh: (&str, String), en: (&str, String)) -> (String, String) {
    choose((zh.0.to_owned(), zh.1), (en.0.to_owned(), en.1))
}

fn choose(zh: (String, String), en: (String, String)) -> (String, String) {
    match Language::here() {
        Language::Zh => zh,
        Language::En => en,
    }
}
