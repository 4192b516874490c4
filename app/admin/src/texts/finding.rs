//! What a person has to know of a statement before it is confirmed.

use domain::{Amount, bank_movement::Finding};
use parts::{
    texts::{counted, problem::Words},
    words,
};

use super::statement::statement;

/// What was found about the statement of an account.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a table: an entry for each finding")]
pub fn finding(finding: &Finding, account: &str) -> Words {
    match finding {
        Finding::Unexplained { missing } if missing.is_negative() => {
            let amount = missing.negated().grouped();
            words! {
                "余额对不上，多出 {amount} 元",
                "账户 {account}：期初余额加各笔收付不等于期末余额。可能缺少流水，或收付方向读反（差额为该笔的两倍）。";
                "The balances and the lines differ: {amount} more than explained",
                "Account {account}: opening balance and lines do not make the closing balance. A line may be missing, or read the wrong way round (then by twice its amount).";
            }
        }
        Finding::Unexplained { missing } => {
            let amount = missing.grouped();
            words! {
                "余额对不上，少 {amount} 元",
                "账户 {account}：期初余额加各笔收付不等于期末余额。可能缺少流水，或收付方向读反（差额为该笔的两倍）。";
                "The balances and the lines differ: {amount} is missing",
                "Account {account}: opening balance and lines do not make the closing balance. A line may be missing, or read the wrong way round (then by twice its amount).";
            }
        }
        Finding::Gap { known, opening } => {
            let (apart, known, opening) = (apart(*known, *opening).grouped(), known.grouped(), opening.grouped());
            words! {
                "与此前余额不衔接，相差 {apart} 元",
                "账户 {account}：此前已知余额 {known}，这份流水从 {opening} 开始。中间可能缺少一份流水。";
                "A gap of {apart} to the balance before",
                "Account {account}: {known} was known last, this statement begins with {opening}. A statement may be missing in between.";
            }
        }
        Finding::GapAfter { closing, known } => {
            let (apart, closing, known) = (known.plus(closing.negated()).grouped(), closing.grouped(), known.grouped());
            words! {
                "与此后余额不衔接，差 {apart} 元",
                "账户 {account}：这份流水到 {closing} 结束，此后已知的第一个余额是 {known}。可能缺少一份流水，或有一笔已经记在后面的日期。";
                "A gap of {apart} to the balance after",
                "Account {account}: this statement ends with {closing}, and what is known of the days after begins with {known}. A statement may be missing in between, or a line is recorded on a later day already.";
            }
        }
        Finding::Contradicts { movements, amount } => {
            let amount = amount.grouped();
            words! {
                "与银行推送互相矛盾：推送另有 {movements} 笔，合计 {amount} 元",
                "账户 {account}：这几天的推送里有这份流水没有的流水，这份流水里也有推送没有的。两个来源不可能都完整，请先与银行查明是否同一笔、或缺了哪些。";
                "It contradicts the bank's feed, which has {movements} more, {amount} together",
                "Account {account}: of these days the feed tells what this statement does not, and the statement what the feed does not. They cannot both be complete: find out first whether some are one and the same, or which are missing.";
            }
        }
        Finding::FarAway { lines, first, last } => {
            let days = statement().period(&first.to_string(), &last.to_string());
            let lines_are = counted(lines, "line is", "lines are");
            words! {
                "{lines} 笔的日期离会计日很远", "账户 {account}：{days}。晚于会计日，或早于一年前。";
                "{lines_are} far from the business date",
                "Account {account}: {days}. After the business date, or more than a year before it.";
            }
        }
        Finding::Unread { lines } => {
            let lines_were = counted(lines, "line was", "lines were");
            words! {
                "{lines} 行没有读懂，不会记账",
                "账户 {account}：请在下面「无法识别」里逐行与银行核对；其余各行不受影响。";
                "{lines_were} not read and will not be recorded",
                "Account {account}: check each under “Unreadable” below with the bank; the other lines are not affected.";
            }
        }
        Finding::NoBalances => words! {
            "这份流水没有余额", "账户 {account}：无法检查是否缺少流水。";
            "The statement tells no balances", "Account {account}: nothing says whether lines are missing.";
        },
        Finding::OneBalance => words! {
            "这份流水只有一端的余额", "账户 {account}：另一端由各笔收付推算，无法检查是否缺少流水。";
            "The statement tells the balance at one end only",
            "Account {account}: the other follows from its lines, so that nothing says whether lines are missing.";
        },
        Finding::LeftOut => words! {
            "账户 {account} 不是备付金账户", "文件里这个账户的流水不会读入。";
            "{account} is no reserve account", "Its lines in this file are not read.";
        },
    }
}

/// How far two balances are from each other, whichever is more.
fn apart(one: Amount, other: Amount) -> Amount {
    let more = other.plus(one.negated());
    if more.is_negative() { more.negated() } else { more }
}
