//! The bank's feed: how far it was read, and what in it could not be.

use domain::bank_movement::UnreadReason;
use parts::bilingual;

bilingual! {
    pub fn feed() -> FeedTexts {
        read_now: "读取正常", "Up to date";
        read_before(minutes: i64): "已 {minutes} 分钟未更新", "Not up to date for {minutes} min";
        never_read: "尚未读取", "Not read yet";
        unread: "无法识别的银行推送", "Unreadable feed lines";
        unread_text:
            "银行推送中无法识别或未能保存的内容，未记账。请向银行查明。填写处理结果之前，可能受影响的代付不会重新发送，也不会记为失败。",
            "Feed lines that could not be read or saved are not booked. Check with the bank. Until you record the outcome, payouts that may be affected are neither sent again nor marked as failed.";
        unread_more: "处理完以上内容后，显示其余部分。", "More will be shown once these are resolved.";
        line: "银行原文", "Original text from the bank";
        reasons(reason: UnreadReason) {
            UnreadReason::IdMissing => "没有银行流水号", "No bank reference number";
            UnreadReason::TimeUnreadable => "入账时间格式不正确", "Invalid booking time";
            UnreadReason::DirectionUnreadable => "收付方向无法识别", "Direction not recognised";
            UnreadReason::AmountUnreadable =>
                "金额格式不正确，应为以元为单位、两位小数的文本",
                "Invalid amount; expected text in yuan with two decimals";
            UnreadReason::AmountNotPositive => "金额须大于零", "Amount must be above zero";
            UnreadReason::AmountTooLarge => "金额过大", "Amount too large";
            UnreadReason::BalanceUnreadable =>
                "余额格式不正确，应为以元为单位、两位小数的文本",
                "Invalid balance; expected text in yuan with two decimals";
            UnreadReason::TextUnreadable => "对方或附言不是文本", "Counterparty or remittance text is not text";
            UnreadReason::NotRecorded => "已识别，但未能保存", "Read but could not be saved";
        }
        account: "账户 · 时间", "Account · time";
        settle: "记录处理结果", "Record outcome";
    }
}
