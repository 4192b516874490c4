//! The reserve accounts in our books and at their banks.

use parts::texts::Language;

pub struct ReserveTexts {
    pub title: &'static str,
    pub what: &'static str,
    pub amount: &'static str,
    pub books: &'static str,
    pub bank: &'static str,
    pub reasons: fn(&str, i64) -> String,
    pub unexplained: &'static str,
    pub ties: &'static str,
    pub does_not_tie: &'static str,
    pub contradicted: &'static str,
    pub not_told: &'static str,
    pub lines: &'static str,
    pub why: &'static str,
}

static ZH: ReserveTexts = ReserveTexts {
    title: "账实核对",
    what: "项目",
    amount: "金额（元）",
    books: "我方账面余额",
    bank: "银行最近余额",
    reasons: |reason, count| match reason {
        "not_told" => format!("我方已记，银行余额尚未包括（{count} 笔）"),
        "contradicted" => format!("一个来源有、另一个来源没有（{count} 笔）"),
        "doubtful" => format!("银行余额已包括，疑似重复待判定（{count} 笔）"),
        "before" => "开始记账前的余额".to_owned(),
        _ => String::new(),
    },
    unexplained: "未能解释的差额",
    ties: "账实相符",
    does_not_tie: "账实不符，请立即查明",
    contradicted: "银行流水与推送互相矛盾，请查明",
    not_told: "银行还没有提供余额",
    lines: "差额明细",
    why: "原因",
};

static EN: ReserveTexts = ReserveTexts {
    title: "Our books and the bank",
    what: "What",
    amount: "Amount (yuan)",
    books: "In our books",
    bank: "Last balance from the bank",
    reasons: |reason, count| match reason {
        "not_told" => format!("In our books, not in the bank's balance yet ({count})"),
        "contradicted" => format!("Told by one source of the bank, not by the other ({count})"),
        "doubtful" => format!("In the bank's balance, a possible duplicate here ({count})"),
        "before" => "On the account before our books begin".to_owned(),
        _ => String::new(),
    },
    unexplained: "Not explained",
    ties: "Books and bank agree",
    does_not_tie: "Books and bank differ: find out at once",
    contradicted: "The bank's statement and feed contradict each other: find out",
    not_told: "The bank has told no balance yet",
    lines: "The difference line by line",
    why: "Why",
};

/// The texts of the page's language.
#[must_use]
pub fn reserve() -> &'static ReserveTexts {
    Language::here().choose(&ZH, &EN)
}
