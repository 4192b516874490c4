//! What a person has to know of a statement before it is confirmed.

use domain::{Amount, bank_movement::Finding};
use parts::{
    texts::{counted, problem::Words},
    words,
};

use super::statement::statement;

/// What was found about the statement of an account.
#[must_use]
pub fn finding(finding: &Finding, account: &str) -> Words {
    match finding {
        Finding::Unexplained { missing } => unexplained(*missing, account),
        Finding::Gap { known, opening } => {
            let (apart, known, opening) = (apart(*known, *opening).grouped(), known.grouped(), opening.grouped());
            words! {
                "与此前余额不衔接，相差 {apart} 元",
                "账户 {account}：此前余额为 {known} 元，这份流水的期初余额为 {opening} 元，其间缺少流水。补齐之前只能查看或退回，不能确认。";
                "Gap of {apart} yuan from the previous balance",
                "Account {account}: the last known balance is {known} yuan and this statement opens with {opening} yuan. What lies between is missing: until it is imported, this file can be viewed or sent back, not confirmed.";
            }
        }
        Finding::GapAfter { closing, known } => {
            let (apart, closing, known) = (known.plus(closing.negated()).grouped(), closing.grouped(), known.grouped());
            words! {
                "与此后余额不衔接，相差 {apart} 元",
                "账户 {account}：这份流水的期末余额为 {closing} 元，此后首个余额为 {known} 元。其间可能缺少流水，或有流水已记在之后的日期。";
                "Gap of {apart} yuan to the following balance",
                "Account {account}: this statement closes with {closing} yuan and the next known balance is {known} yuan. A statement may be missing in between, or a line is already recorded on a later date.";
            }
        }
        Finding::Contradicts { movements, amount } => {
            let amount = amount.grouped();
            words! {
                "与银行推送互相矛盾：推送另有 {movements} 笔，合计 {amount} 元",
                "账户 {account}：同一期间，推送与这份流水各有对方没有的流水，两者不可能都完整。请先与银行查明是否为同一笔，或缺少哪些流水。";
                "Contradicts the bank feed, which has {movements} more movements totalling {amount} yuan",
                "Account {account}: for these days, the feed and this statement each contain lines the other lacks. They cannot both be complete. Check with the bank whether some are the same, or which are missing.";
            }
        }
        Finding::FarAway { lines, first, last } => {
            let days = statement().period(&first.to_string(), &last.to_string());
            let lines_are = counted(lines, "line is", "lines are");
            words! {
                "{lines} 笔流水的日期与会计日相距较远", "账户 {account}：{days}，晚于会计日，或早于会计日一年以上。";
                "{lines_are} far from the business date",
                "Account {account}: {days}, after the business date or more than a year before it.";
            }
        }
        Finding::Unread { lines } => {
            let lines_were = counted(lines, "line was", "lines were");
            words! {
                "{lines} 行无法识别，不会记账",
                "账户 {account}：请在下面“无法识别”中逐行与银行核对，其余各行不受影响。";
                "{lines_were} unreadable and will not be recorded",
                "Account {account}: check each line under “Unreadable” below with the bank. The other lines are not affected.";
            }
        }
        Finding::NoBalances => words! {
            "这份流水没有余额", "账户 {account}：无法检查是否缺少流水。";
            "The statement has no balances", "Account {account}: missing lines cannot be detected.";
        },
        Finding::OneBalance => words! {
            "这份流水只有一端的余额", "账户 {account}：另一端由各笔收付推算，无法检查是否缺少流水。";
            "The statement has only one balance",
            "Account {account}: the other balance is calculated from the lines, so missing lines cannot be detected.";
        },
        Finding::LeftOut => words! {
            "账户 {account} 不是备付金账户", "文件中这个账户的流水不会读入。";
            "{account} is not a reserve account", "Its lines in this file will not be read.";
        },
    }
}

/// What the lines do not explain of the closing balance, whether they come to more or to less.
fn unexplained(missing: Amount, account: &str) -> Words {
    let amount = apart(missing, Amount::ZERO).grouped();
    if missing.is_negative() {
        words! {
            "余额不符，多出 {amount} 元",
            "账户 {account}：期初余额加减各笔收付不等于期末余额。可能缺少流水，或收付方向识别错误（差额为该笔金额的两倍）。";
            "Balances do not match: {amount} yuan too much",
            "Account {account}: the opening balance plus the lines does not equal the closing balance. A line may be missing, or its direction misread (a difference of twice its amount).";
        }
    } else {
        words! {
            "余额不符，少 {amount} 元",
            "账户 {account}：期初余额加减各笔收付不等于期末余额。可能缺少流水，或收付方向识别错误（差额为该笔金额的两倍）。";
            "Balances do not match: {amount} yuan missing",
            "Account {account}: the opening balance plus the lines does not equal the closing balance. A line may be missing, or its direction misread (a difference of twice its amount).";
        }
    }
}

/// How far two balances are from each other, whichever is more.
fn apart(one: Amount, other: Amount) -> Amount {
    let more = other.plus(one.negated());
    if more.is_negative() { more.negated() } else { more }
}
