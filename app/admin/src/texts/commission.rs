//! Carriers' commissions.

use domain::commission::{CommissionFileState, CommissionState};
use parts::bilingual;

bilingual! {
    pub fn commission() -> CommissionTexts {
        title: "佣金", "Commissions";
        note:
            "运营商每月付给代理商的佣金：双人复核后，资金到齐即逐户入账",
            "What carriers pay their agents every month: released by two people, and credited once the money is there";
        carriers: "运营商", "Carriers";
        carrier: "运营商", "Carrier";
        account: "付款账户", "Pays from";
        agents: "代理商（户）", "Agents";
        pool: "待发佣金（元）", "In the pool (yuan)";
        to_give: "已复核未发（元）", "Released, to be given (yuan)";
        open: "待扣回（元）", "To be taken back (yuan)";
        upload_title: "上传佣金文件", "Upload a file of commissions";
        upload_label: "佣金文件", "File";
        upload_hint:
            "xlsx 或 csv，不超过 40 MB。需要两列：代理商编号、佣金（元）；有月份列时逐行核对。负数表示扣回。",
            "xlsx or csv, up to 40 MB, with two columns: agent number and commissions (yuan). A column of months is checked. Less than zero is taken back.";
        upload_button: "上传并检查", "Upload and check";
        month: "佣金月份", "Month";
        month_hint: "这份文件属于哪个月", "Of which month the file is";
        expected_on: "预计到账日", "Money expected";
        expected_hint: "运营商预计哪天把钱付到备付金账户", "When the carrier is to pay into the reserve account";
        files: "佣金文件", "Files";
        none_title: "还没有佣金文件", "No file yet";
        none_text: "上传运营商的佣金文件，检查后交复核。", "Upload a carrier's file; it is checked, and another person decides.";
        file: "文件", "File";
        corrects: "更正", "correction";
        give: "发放（元）", "Gives (yuan)";
        take: "扣回（元）", "Takes back (yuan)";
        households(count: usize): "{count} 户", "{count} agents";
        uploaded: "上传", "Uploaded";
        states(state: CommissionFileState) {
            CommissionFileState::Draft => "待复核", "To be released";
            CommissionFileState::Released => "等待资金", "Waits for money";
            CommissionFileState::Distributing => "发放中", "Being given";
            CommissionFileState::Distributed => "已发放", "Given";
            CommissionFileState::Discarded => "已作废", "Discarded";
        }
        has_errors: "有错误", "Has errors";
        file_title(carrier: &str, month: &str): "{carrier} {month} 佣金", "{carrier}, commissions of {month}";
        errors_title(count: usize): "{count} 处有误，不能复核发放", "{count} cells are wrong: it cannot be released";
        errors_text: "请按下表改好文件后重新上传。没有入账。", "Mend the file by the list below and upload it again. Nothing was credited.";
        nothing_title: "与已复核的文件相同，没有新的佣金", "It tells what was told before";
        ready_title: "检查无误，请交复核", "No errors: another person may release it";
        ready_text(gives: usize, takes: usize, same: usize):
            "发放 {gives} 户，扣回 {takes} 户，{same} 户没有变化。",
            "It gives to {gives}, takes back from {takes}, and changes nothing for {same}.";
        unlisted(count: usize):
            "本月此前文件中有 {count} 户不在这份文件里，保持不变。",
            "{count} agents of earlier files of the month are not in it: theirs stays.";
        missing_title(missing: &str): "资金还差 {missing} 元", "{missing} yuan are missing";
        missing_text:
            "运营商的资金到齐后自动逐户入账，不会只发一部分。",
            "Everybody is credited by itself once the carrier's money covers all of it, and nobody before.";
        covered_title: "资金已到齐", "The money is there";
        covered_text: "复核通过后立即逐户入账。", "Everybody is credited as soon as it is released.";
        distributing_title(given: i64, waiting: i64): "已入账 {given} 户，还有 {waiting} 户", "{given} credited, {waiting} to go";
        discarded_title: "这份文件已作废，没有发放", "Discarded; nothing was given";
        distributed_title(given: i64): "已全部发放，{given} 户入账", "Given: {given} agents credited";
        open_title(open: &str): "待扣回 {open} 元", "{open} yuan to be taken back";
        open_text:
            "代理商可用余额不足，以后有资金到账时自动扣回（先还逾期）。",
            "There was not enough; it is taken back when money comes, after what is overdue.";
        propose: "提交复核", "Propose to release it";
        recall_text:
            "文件有误时可以撤回：撤回后没有一户会按它入账，可以重新上传。",
            "A wrong file is recalled: nobody is credited by it, and the month can be told anew.";
        propose_recall: "提出撤回", "Propose to recall it";
        first_rows: "变化的行", "What changes";
        first_note(count: usize): "先列出前 {count} 行，扣回的在前", "the first {count}, what is taken back first";
        before: "此前（元）", "Before (yuan)";
        told: "本次（元）", "Now (yuan)";
        difference: "差额（元）", "Difference (yuan)";
        items: "逐户明细", "Agent by agent";
        amount: "佣金（元）", "Commission (yuan)";
        taken: "已扣回（元）", "Taken (yuan)";
        given_on: "入账日", "Credited";
        item_states(state: CommissionState) {
            CommissionState::Waiting => "待发放", "Waits";
            CommissionState::Given => "已入账", "Credited";
            CommissionState::Open => "待扣回", "To be taken back";
            CommissionState::Taken => "已扣回", "Taken back";
        }
        file_row(row: usize): "文件第 {row} 行", "row {row} of the file";
    }
}
