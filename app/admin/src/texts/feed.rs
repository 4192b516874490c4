//! The bank's feed: how far it was read, and what in it could not be.

use parts::bilingual;

bilingual! {
    pub fn feed() -> FeedTexts {
        feeds: "银行推送", "Bank feed";
        read_now: "读取正常", "Up to date";
        read_before(minutes: i64): "已有 {minutes} 分钟没有读到最新", "Not read to its end for {minutes} min";
        never_read: "还没有读取过", "Never read yet";
        unread: "无法识别的银行推送", "Lines of the feed that could not be read";
        unread_text:
            "银行推送中读不懂或记不下的内容，没有入账。请向银行查明；在写明处理结果之前，可能受影响的代付不会重新发送，也不会记为失败。",
            "What could not be understood or recorded is not in the books. Ask the bank. Until it is said what became of a line, no payout that it may concern is sent again or counts as failed.";
        unread_more: "还有更多，处理完这些后显示。", "There are more; they are shown when these are done.";
        line: "银行原文", "As the bank told it";
        why: "原因", "Why";
        /// By the code of what is wrong with a line.
        reasons(code: &str) {
            "feed.id_missing" => "没有银行流水号", "It has no number of the bank's";
            "feed.time_unreadable" => "入账时间格式不正确", "When it was booked cannot be read";
            "feed.direction_unreadable" => "收付方向无法识别", "Neither in nor out";
            "feed.amount_unreadable" =>
                "金额格式不正确，应为以元为单位、两位小数的文本",
                "The amount cannot be read: it should be a text in yuan with two decimals";
            "feed.amount_not_positive" => "金额须大于零", "The amount must be more than zero";
            "feed.amount_too_large" => "金额过大", "The amount is too large";
            "feed.balance_unreadable" =>
                "余额格式不正确，应为以元为单位、两位小数的文本",
                "The balance cannot be read: it should be a text in yuan with two decimals";
            "feed.text_unreadable" => "对方或附言不是文本", "Counterparty or remittance is no text";
            "feed.not_recorded" => "已读懂，但没能记下", "It was read, and could not be recorded";
            _ => "格式不正确", "Not understood";
        }
        account: "账户 · 时间", "Account · time";
        outcome: "处理结果", "What became of it";
        settle: "记录处理结果", "Record the outcome";
    }
}
