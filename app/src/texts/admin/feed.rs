//! The bank's feed: how far it was read, and what in it could not be.

use crate::texts::Language;

pub struct FeedTexts {
    pub feeds: &'static str,
    pub read_now: &'static str,
    pub read_before: fn(i64) -> String,
    pub never_read: &'static str,
    pub unread: &'static str,
    pub unread_text: &'static str,
    pub unread_more: &'static str,
    pub line: &'static str,
    pub why: &'static str,
    pub account: &'static str,
    pub outcome: &'static str,
    pub settle: &'static str,
}

static ZH: FeedTexts = FeedTexts {
    feeds: "银行推送",
    read_now: "读取正常",
    read_before: |minutes| format!("已有 {minutes} 分钟没有读到最新"),
    never_read: "还没有读取过",
    unread: "无法识别的银行推送",
    unread_text: "银行推送中读不懂或记不下的内容，没有入账。请向银行查明；在写明处理结果之前，可能受影响的代付不会重新发送，也不会记为失败。",
    unread_more: "还有更多，处理完这些后显示。",
    line: "银行原文",
    why: "原因",
    account: "账户 · 时间",
    outcome: "处理结果",
    settle: "记录处理结果",
};

static EN: FeedTexts = FeedTexts {
    feeds: "Bank feed",
    read_now: "Up to date",
    read_before: |minutes| format!("Not read to its end for {minutes} minutes"),
    never_read: "Never read yet",
    unread: "Lines of the feed that could not be read",
    unread_text: "What could not be understood or recorded is not in the books. Ask the bank. Until it is said what became of a line, no payout that it may concern is sent again or counts as failed.",
    unread_more: "There are more; they are shown when these are done.",
    line: "As the bank told it",
    why: "Why",
    account: "Account · time",
    outcome: "What became of it",
    settle: "Record the outcome",
};

/// The texts of the page's language.
#[must_use]
pub fn feed() -> &'static FeedTexts {
    Language::here().choose(&ZH, &EN)
}
