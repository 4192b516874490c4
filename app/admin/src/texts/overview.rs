//! What waits, and what the books hold.

use parts::texts::Language;

pub struct OverviewTexts {
    pub business_date: &'static str,
    pub open: &'static str,
    pub waiting: &'static str,
    pub nothing_waits: &'static str,
    pub nothing_waits_text: &'static str,
    pub unmatched: &'static str,
    pub unmatched_text: &'static str,
    pub doubtful: &'static str,
    pub doubtful_text: &'static str,
    pub breaks: &'static str,
    pub breaks_text: fn(&str) -> String,
    pub payouts_unknown: &'static str,
    pub payouts_unknown_text: &'static str,
    pub payouts_failed: &'static str,
    pub payouts_failed_text: &'static str,
    pub payouts_unconfirmed: &'static str,
    pub payouts_unconfirmed_text: fn(&str) -> String,
    pub payouts_requested: &'static str,
    pub statements: &'static str,
    pub statements_text: &'static str,
    pub data: &'static str,
    pub data_text: &'static str,
    pub held: &'static str,
    pub even: &'static str,
    pub uneven: &'static str,
}

static ZH: OverviewTexts = OverviewTexts {
    business_date: "会计日",
    open: "营业中",
    waiting: "等我们处理",
    nothing_waits: "没有待处理的事项",
    nothing_waits_text: "流水都已匹配，没有差异，代付都已确认。",
    unmatched: "未匹配流水",
    unmatched_text: "没有写明业务编号，或一笔对应多个编号",
    doubtful: "疑似重复流水",
    doubtful_text: "可能与已记的流水是同一笔，两个人判定之前不记账",
    breaks: "未结差异",
    breaks_text: |age| format!("最久一笔：{age}"),
    payouts_unknown: "代付结果未知",
    payouts_unknown_text: "银行没有明确答复，系统持续查询，不会重复付款",
    payouts_failed: "代付失败",
    payouts_failed_text: "银行明确拒绝，款项仍应付给资金方",
    payouts_unconfirmed: "代付待确认",
    payouts_unconfirmed_text: |age| format!("银行已受理，等流水确认；最久一笔：{age}"),
    payouts_requested: "代付待发送",
    statements: "待确认的流水",
    statements_text: "等待另一位同事确认或退回",
    data: "待导入的经营数据",
    data_text: "检查没有错误，还没有导入",
    held: "客户资金",
    even: "两本账均平",
    uneven: "账不平，请立即停业排查",
};

static EN: OverviewTexts = OverviewTexts {
    business_date: "Business date",
    open: "open",
    waiting: "Waiting for us",
    nothing_waits: "Nothing waits",
    nothing_waits_text: "Every movement is matched, there are no breaks, and every payout is confirmed.",
    unmatched: "Unmatched movements",
    unmatched_text: "No reference, or more than one",
    doubtful: "Possible duplicates",
    doubtful_text: "Perhaps movements that are recorded already; not in the books until two people have said",
    breaks: "Open breaks",
    breaks_text: |age| format!("The oldest is {age} old"),
    payouts_unknown: "Payouts with unknown result",
    payouts_unknown_text: "The bank has not answered; it is queried, and never paid twice",
    payouts_failed: "Failed payouts",
    payouts_failed_text: "Refused by the bank; the money is still owed to the funder",
    payouts_unconfirmed: "Payouts to be confirmed",
    payouts_unconfirmed_text: |age| format!("Taken by the bank, awaiting the statement; the oldest was sent {age} ago"),
    payouts_requested: "Payouts to be sent",
    statements: "Statements to confirm",
    statements_text: "They wait for a second person",
    data: "Operating data to import",
    data_text: "Checked without errors, not imported yet",
    held: "Money held",
    even: "Both books balance",
    uneven: "The books are not even: stop and find out why",
};

/// The texts of the page's language.
#[must_use]
pub fn overview() -> &'static OverviewTexts {
    Language::here().choose(&ZH, &EN)
}
