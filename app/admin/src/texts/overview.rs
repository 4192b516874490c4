//! What waits, and what the books hold.

use parts::bilingual;

bilingual! {
    pub fn overview() -> OverviewTexts {
        open: "营业中", "open";
        waiting: "待办事项", "Waiting for us";
        nothing_waits: "没有待处理的事项", "Nothing waits";
        nothing_waits_text:
            "流水都已匹配，没有差异，代付都已确认。",
            "Every movement is matched, there are no breaks, and every payout is confirmed.";
        others: "其他岗位的待办", "Waiting for others";
        others_wait_text: "其他岗位还有待办，列在下方。", "What waits for others stands below.";
        approvals: "待您复核", "For you to decide";
        approvals_text: "同事提交，等您通过或退回", "Proposed by colleagues";
        approvals_proposed: "您提交的，待他人复核", "Yours, for somebody else to decide";
        unmatched: "未匹配流水", "Unmatched movements";
        unmatched_text: "没有写明业务编号，或一笔对应多个编号", "No reference, or more than one";
        doubtful: "疑似重复流水", "Possible duplicates";
        doubtful_text:
            "可能与已记的流水是同一笔，两个人判定之前不记账",
            "Perhaps movements that are recorded already; not in the books until two people have said";
        breaks: "未结差异", "Open breaks";
        breaks_text(age: &str): "最早一笔：{age}", "The oldest: {age}";
        payouts_unknown: "代付结果未知", "Payouts with unknown result";
        payouts_unknown_text:
            "银行没有明确答复，系统持续查询，不会重复付款",
            "The bank has not answered; it is queried, and never paid twice";
        payouts_failed: "代付失败", "Failed payouts";
        payouts_failed_text:
            "银行明确拒绝，款项仍应付给资金方",
            "Refused by the bank; the money is still owed to the funder";
        payouts_unconfirmed: "代付待确认", "Payouts to be confirmed";
        payouts_unconfirmed_text(age: &str):
            "银行已受理，等流水确认；最早一笔：{age}",
            "Taken by the bank, awaiting the statement; the oldest was sent {age} ago";
        payouts_requested: "代付待发送", "Payouts to be sent";
        statements: "待确认的流水", "Statements to confirm";
        statements_text: "等待另一位同事确认或退回", "They wait for a second person";
        data: "待导入的经营数据", "Operating data to import";
        data_text: "检查没有错误，还没有导入", "Checked without errors, not imported yet";
        calendar_missing: "工作日历不全", "The calendar is not complete";
        calendar_missing_text(year: i32): "还没有录入 {year} 年的节假日", "The holidays of {year} were not entered";
        held: "客户资金", "Money held";
        even: "两本账均平", "Both books balance";
        uneven: "账不平，请立即停业排查", "The books are not even: stop and find out why";
    }
}
