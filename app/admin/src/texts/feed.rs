//! The bank's feed: how far it was read, and what in it could not be.

use parts::texts::Language;

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
    /// By the code of what is wrong with a line.
    pub reasons: fn(&str) -> &'static str,
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
    reasons: |code| match code {
        "feed.id_missing" => "没有银行流水号",
        "feed.time_unreadable" => "入账时间看不懂",
        "feed.direction_unreadable" => "收付方向看不懂",
        "feed.amount_unreadable" => "金额看不懂，应为以元为单位、两位小数的文本",
        "feed.amount_not_positive" => "金额须大于零",
        "feed.amount_too_large" => "金额过大",
        "feed.balance_unreadable" => "余额看不懂，应为以元为单位、两位小数的文本",
        "feed.text_unreadable" => "对方或附言不是文本",
        "feed.not_recorded" => "已读懂，但没能记下",
        _ => "看不懂",
    },
    account: "账户 · 时间",
    outcome: "处理结果",
    settle: "记录处理结果",
};

static EN: FeedTexts = FeedTexts {
    feeds: "Bank feed",
    read_now: "Up to date",
    read_before: |minutes| format!("Not read to its end for {minutes} min"),
    never_read: "Never read yet",
    unread: "Lines of the feed that could not be read",
    unread_text: "What could not be understood or recorded is not in the books. Ask the bank. Until it is said what became of a line, no payout that it may concern is sent again or counts as failed.",
    unread_more: "There are more; they are shown when these are done.",
    line: "As the bank told it",
    why: "Why",
    reasons: |code| match code {
        "feed.id_missing" => "It has no number of the bank's",
        "feed.time_unreadable" => "When it was booked cannot be read",
        "feed.direction_unreadable" => "Neither in nor out",
        "feed.amount_unreadable" => "The amount cannot be read: it should be a text in yuan with two decimals",
        "feed.amount_not_positive" => "The amount must be more than zero",
        "feed.amount_too_large" => "The amount is too large",
        "feed.balance_unreadable" => "The balance cannot be read: it should be a text in yuan with two decimals",
        "feed.text_unreadable" => "Counterparty or remittance is no text",
        "feed.not_recorded" => "It was read, and could not be recorded",
        _ => "Not understood",
    },
    account: "Account · time",
    outcome: "What became of it",
    settle: "Record the outcome",
};

/// The texts of the page's language.
#[must_use]
pub fn feed() -> &'static FeedTexts {
    Language::here().choose(&ZH, &EN)
}
