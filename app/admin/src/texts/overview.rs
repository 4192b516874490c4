//! What waits, and what the books hold.

use parts::bilingual;

bilingual! {
    pub fn overview() -> OverviewTexts {
        open: "营业中", "Open";
        waiting: "待办事项", "To do";
        nothing_waits: "没有待办事项", "Nothing to do";
        nothing_waits_text:
            "流水均已匹配，没有差异，代付均已确认。",
            "Every movement is matched, there are no breaks, and every payout is confirmed.";
        others: "其他岗位的待办", "Waiting for others";
        others_wait_text: "其他岗位还有待办，列在下方。", "What waits for others stands below.";
        approvals: "待您复核", "For you to decide";
        approvals_text: "同事提出，待您通过或退回", "Proposed by colleagues";
        approvals_proposed: "您提出的，待他人复核", "Your proposals, awaiting others";
        unmatched: "未匹配流水", "Unmatched movements";
        unmatched_text: "没有业务编号，或一笔对应多个编号", "No reference, or more than one";
        doubtful: "疑似重复流水", "Possible duplicates";
        doubtful_text:
            "可能与已记账的流水是同一笔，双人判定之前不记账",
            "May be the same as booked movements. Not booked until two people decide";
        breaks: "未结差异", "Open breaks";
        breaks_text(age: &str): "最早一笔：{age}", "Oldest: {age}";
        payouts_unknown: "代付结果未知", "Payouts with unknown result";
        payouts_unknown_text:
            "银行尚未明确答复，系统持续查询，不会重复付款",
            "No clear answer from the bank. We keep querying and never pay twice";
        payouts_failed: "代付失败或被退回", "Failed or returned payouts";
        payouts_failed_text:
            "银行明确拒付或付款后退回，款项仍待付给收款方",
            "Refused or sent back by the bank. The money is still owed to the payee";
        payouts_unconfirmed: "代付待确认", "Payouts to be confirmed";
        payouts_unconfirmed_text(age: &str):
            "银行已受理，待流水确认；最早一笔：{age}",
            "Accepted by the bank, awaiting the statement. Oldest: {age}";
        payouts_requested: "代付待发送", "Payouts to be sent";
        statements: "待确认的流水", "Statements to confirm";
        statements_text: "待另一位同事确认或退回", "Awaiting confirmation or return by a colleague";
        data: "待导入的经营数据", "Operating data to import";
        data_text: "检查无误，尚未导入", "No errors found, not imported yet";
        transfers: "待提交复核的债权转让", "Debt transfers to propose";
        transfers_text: "转让双方均已确认", "Confirmed by both sides";
        commissions: "待提交复核的佣金文件", "Commission files to propose";
        commissions_text: "检查无误，尚未提交复核", "No errors found, not proposed yet";
        calendar_missing: "工作日历不完整", "Calendar incomplete";
        calendar_missing_text(year: i32): "尚未录入 {year} 年节假日", "Holidays for {year} not entered";
        held: "客户资金", "Customer funds";
        even: "两套账均平", "Both books balance";
        uneven: "账务不平，请立即停办业务并排查", "The books do not balance. Stop business and investigate immediately";
    }
}
