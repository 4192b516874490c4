//! Carriers' commissions.

use domain::commission::{CommissionFileState, CommissionState};
use parts::bilingual;

bilingual! {
    pub fn commission() -> CommissionTexts {
        title: "佣金", "Commissions";
        note:
            "运营商每月付给代理商的佣金；经办、复核双人处理，资金到齐后逐户入账",
            "Monthly commissions paid by carriers to agents, released by two people and credited once the funds have arrived";
        account: "付款账户", "Paying account";
        agents: "代理商（户）", "Agents";
        pool: "待发佣金（元）", "Undistributed (yuan)";
        to_give: "已复核未发（元）", "Released, not yet paid (yuan)";
        open: "待扣回（元）", "Clawback pending (yuan)";
        upload_title: "上传佣金文件", "Upload a commission file";
        upload_label: "佣金文件", "File";
        upload_hint:
            "xlsx 或 csv，不超过 40\u{a0}MB。需要两列：代理商编号、佣金（元）；如有月份列，将逐行核对。负数表示扣回。",
            "xlsx or csv, up to 40\u{a0}MB, with two columns: agent number and commission (yuan). If there is a month column, it is checked. Negative amounts are clawed back.";
        month: "佣金月份", "Month";
        month_hint: "文件所属月份", "The month this file is for";
        expected_on: "预计到账日", "Expected date";
        expected_hint: "运营商预计将资金付至备付金账户的日期", "When the carrier is expected to pay into the reserve account";
        files: "佣金文件", "Files";
        none_title: "还没有佣金文件", "No commission files yet";
        none_text: "上传运营商的佣金文件，检查无误后提交复核。", "Upload a carrier's commission file. It is checked, then submitted for approval.";
        corrects: "更正", "Correction";
        give: "发放（元）", "To pay (yuan)";
        take: "扣回（元）", "To claw back (yuan)";
        households(count: usize): "{count} 户", "{count} agents";
        states(state: CommissionFileState) {
            CommissionFileState::Draft => "待复核", "Awaiting release";
            CommissionFileState::Released => "等待资金", "Awaiting funds";
            CommissionFileState::Distributing => "发放中", "Paying out";
            CommissionFileState::Distributed => "已发放", "Paid out";
            CommissionFileState::Discarded => "已作废", "Discarded";
        }
        file_title(carrier: &str, month: &str): "{carrier} {month} 佣金", "{carrier}, commissions of {month}";
        errors_title(count: usize): "{count} 处有误，不能发放", "{count} errors: cannot be released";
        errors_text: "请按下表修改文件后重新上传。未入账。", "Fix the errors listed below and upload the file again. Nothing was credited.";
        nothing_title: "与已复核的文件相同，没有新的佣金", "Same as the released file, no new commissions";
        ready_title: "检查无误，可以提交复核", "No errors, ready to submit for release";
        ready_text(gives: usize, takes: usize, same: usize):
            "发放 {gives} 户，扣回 {takes} 户，{same} 户没有变化。",
            "Pays {gives} agents, claws back from {takes}, no change for {same}.";
        unlisted(count: usize):
            "同月此前文件中有 {count} 户不在本文件中，保持不变。",
            "{count} agents from earlier files for the month are not in this file; theirs stay unchanged.";
        missing_title(missing: &str): "资金还差 {missing} 元", "{missing} yuan short";
        missing_text:
            "运营商资金到齐后自动逐户入账，不会部分发放。",
            "All agents are credited automatically once the carrier's funds cover the full amount. No partial payment is made.";
        covered_title: "资金已到齐", "Funds have arrived";
        covered_text: "复核通过后立即逐户入账。", "Agents are credited as soon as it is released.";
        distributing_title(given: i64, waiting: i64): "已入账 {given} 户，还有 {waiting} 户", "{given} agents credited, {waiting} to go";
        discarded_title: "这份文件已作废，未发放", "Discarded, nothing was paid";
        distributed_title(given: i64): "已全部发放，{given} 户入账", "Fully paid: {given} agents credited";
        open_title(open: &str): "待扣回 {open} 元", "{open} yuan clawback pending";
        open_text:
            "代理商可用余额不足，以后有资金到账时自动扣回（先还逾期）。",
            "The agents' available balances were too low. It is clawed back automatically from future incoming money, after overdue amounts.";
        propose: "提交复核", "Submit for release";
        recall_text:
            "文件有误时可以撤回。撤回后不会入账，可以重新上传。",
            "Recall the file if it is wrong. No agent is credited from it, and you can upload a new one.";
        propose_recall: "提出撤回", "Propose recalling";
        first_rows: "变化的行", "Rows with changes";
        first_note(count: usize): "仅列出前 {count} 行，扣回的在前", "Showing the first {count}, clawbacks first";
        before: "此前（元）", "Before (yuan)";
        told: "本次（元）", "Now (yuan)";
        difference: "差额（元）", "Difference (yuan)";
        items: "逐户明细", "Details by agent";
        taken: "已扣回（元）", "Clawed back (yuan)";
        item_states(state: CommissionState) {
            CommissionState::Waiting => "待发放", "Pending";
            CommissionState::Given => "已入账", "Credited";
            CommissionState::Open => "待扣回", "Clawback pending";
            CommissionState::Taken => "已扣回", "Clawed back";
        }
        file_row(row: usize): "文件第 {row} 行", "Row {row} of the file";
    }
}
