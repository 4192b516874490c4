//! How debts change hands.

use domain::debt_transfer::{ItemState, LegalBasis, NO_NOTICE, TransferState};
use parts::bilingual;

bilingual! {
    pub fn transfer() -> TransferTexts {
        title: "债权转让", "Transfers of debts";
        note:
            "转让要双方确认、支付公司两人复核、通知债务人，之后才生效；生效前双方都不能扣款。",
            "Both sides confirm, two people of the institution approve, the debtor is notified; then it counts. Nobody debits meanwhile.";
        none: "没有转让", "No transfers";
        none_text: "资金方在逾期债权的页面发起转让。", "A funder transfers on the page of an overdue debt.";
        direction(back: bool) -> &'static str =
            if back { "回购" } else { "转让" },
            if back { "Buy-back" } else { "Transfer" };
        way(back: bool, funder: &str, facilitator: &str) -> String =
            if back { format!("{facilitator} → {funder}") } else { format!("{funder} → {facilitator}") },
            if back { format!("{facilitator} → {funder}") } else { format!("{funder} → {facilitator}") };
        document: "依据文件", "Document";
        document_hint: "协议的名称和编号", "Name and number of the agreement";
        legal_basis: "法律依据", "Legal basis";
        bases(basis: LegalBasis) {
            LegalBasis::Assignment => "债权转让", "Assignment";
            LegalBasis::Subrogation => "代偿后追偿", "Subrogation after compensation";
            LegalBasis::NplBatch => "不良资产批量转让", "Batch of non-performing loans";
            LegalBasis::Court => "法院裁定", "Court order";
        }
        debts: "债权（笔）", "Debts";
        declined(count: i64): "另有 {count} 笔不参加", "{count} declined";
        amount: "未清偿金额（元）", "Outstanding (yuan)";
        submitted_at: "提交时间", "Submitted";
        states(state: TransferState) {
            TransferState::Submitted => "待助贷机构确认", "Awaiting the facilitator";
            TransferState::Confirmed => "待支付公司复核", "Awaiting the institution";
            TransferState::Approved => "已冻结，待生效", "Frozen, not effective yet";
            TransferState::Effective => "已生效", "Effective";
            TransferState::Cancelled => "已撤销", "Cancelled";
            TransferState::Rejected => "已拒绝", "Rejected";
        }
        waits_notice: "等待通知债务人的凭证（民法典第 546 条）", "Awaits evidence that the debtor was notified";
        waits_debits: "等待在途扣款的结果", "Awaits the results of debits on their way";
        waits_time(until: &str): "等待生效时间 {until}", "Awaits its time, {until}";
        effective_from: "约定生效时间", "To count from";
        at_once: "条件齐备后立即生效", "As soon as everything is there";
        effective_at: "生效时间", "Effective";
        notified_on: "通知日期", "Debtor notified";
        evidence: "通知凭证", "Evidence";
        items: "债权", "Debts";
        item_states(state: ItemState) {
            ItemState::Pending => "待确认", "Pending";
            ItemState::Frozen => "已冻结", "Frozen";
            ItemState::Effective => "已转让", "Transferred";
            ItemState::Declined => "不参加", "Declined";
        }
        reasons(code: &str) -> &str =
            match code {
                "debt.settled" => "已结清",
                "debt.not_overdue" => "没有逾期",
                "debt.not_shared" => "协议没有共享",
                "debt.not_held" => "债权不在转让方",
                "debt.in_other_transfer" => "在另一笔转让中",
                "transfer.cancelled" => "转让已撤销",
                "transfer.rejected" => "转让被拒绝",
                "transfer.no_notice" => "十个工作日内没有通知债务人的凭证，债权解冻",
                _ => "条件不符",
            },
            match code {
                "debt.settled" => "Settled",
                "debt.not_overdue" => "Not overdue",
                "debt.not_shared" => "The binding is not shared",
                "debt.not_held" => "Not the transferor's",
                "debt.in_other_transfer" => "In another transfer",
                "transfer.cancelled" => "The transfer was cancelled",
                "transfer.rejected" => "The transfer was rejected",
                "transfer.no_notice" => "No evidence within ten working days that the debtor was notified; the debts thaw",
                _ => "Does not fit",
            };
        what_to_do: "处理方式", "What can be done";
        nothing_to_do: "现在没有需要您处理的。", "Nothing is to be done by you now.";
        confirm_title(back: bool) -> &'static str =
            if back { "确认回购" } else { "确认受让" },
            if back { "Confirm that they are bought back" } else { "Confirm that you take them over" };
        confirm_text:
            "确认后由支付公司两人复核；复核通过，债权冻结。",
            "Two people of the institution decide next; then the debts are frozen.";
        confirm: "确认", "Confirm";
        notify_title: "登记通知凭证", "Evidence of the notice";
        notify_text:
            "没有通知债务人的证据，转让对债务人不生效，任何一方都不能扣款。",
            "Without evidence that the debtor was notified nothing counts, and nobody debits.";
        evidence_hint: "例如快递单号、签收情况，或短信回执编号", "Such as the courier's number and its receipt";
        notify: "登记", "Record";
        cancel_title: "撤销", "Cancel";
        reject_title: "拒绝", "Reject";
        end_text: "冻结的债权会解冻，由现在的持有人继续扣款。", "Frozen debts thaw, and their holder goes on.";
        submit_title(back: bool) -> &'static str =
            if back { "回购" } else { "转让给助贷机构" },
            if back { "Buy it back" } else { "Transfer it to the facilitator" };
        submit_text(back: bool) -> &'static str =
            if back { "回购生效后，恢复由资金方扣款，助贷机构不能再扣。" } else { "转让给共享这份协议的助贷机构。生效后由它扣款，资金方不能再扣。" },
            if back { "Once it counts, the funder debits again, and the facilitator no more." } else { "To the facilitator that shares the binding. Once it counts it debits, and the funder no more." };
        effective_hint: "不填：条件齐备后立即生效", "Empty: as soon as everything is there";
        submit: "提交", "Submit";
    }
}

/// Why a transfer has ended, which is what somebody wrote unless the time was over.
#[must_use]
pub fn ended(reason: &str) -> String {
    if reason == NO_NOTICE { transfer().reasons(reason).to_owned() } else { reason.to_owned() }
}
