//! How debts change hands.

use domain::{
    code::Why,
    debt_transfer::{Declined, ItemState, LegalBasis, TransferEnd, TransferState},
};
use parts::bilingual;

bilingual! {
    pub fn transfer() -> TransferTexts {
        title: "债权转让", "Transfers of debts";
        note:
            "转让须经双方确认、支付机构双人复核并通知债务人后生效；生效前双方均不能扣款。",
            "A transfer takes effect once both parties confirm, two people at the payment institution approve and the debtor is notified. Until then nobody can debit.";
        none: "没有转让", "No transfers";
        none_text:
            "资金方可在逾期债权或逾期借据的页面发起转让，也可在债权或借据列表中勾选多笔一并转让。",
            "Funders start a transfer on the page of an overdue debt or loan, or tick several in the list of debts or loans.";
        of_platform: "本平台借据", "Loan on this platform";
        direction(back: bool) -> &'static str =
            if back { "回购" } else { "转让" },
            if back { "Buy-back" } else { "Transfer" };
        way(back: bool, funder: &str, facilitator: &str) -> String =
            if back { format!("{facilitator} → {funder}") } else { format!("{funder} → {facilitator}") },
            if back { format!("{facilitator} → {funder}") } else { format!("{funder} → {facilitator}") };
        document: "依据文件", "Supporting document";
        document_hint: "协议的名称和编号", "Name and number of the agreement";
        legal_basis: "法律依据", "Legal basis";
        bases(basis: LegalBasis) {
            LegalBasis::Assignment => "债权转让", "Assignment";
            LegalBasis::Subrogation => "代偿后追偿", "Subrogation after payment";
            LegalBasis::NplBatch => "不良资产批量转让", "Batch of non-performing loans";
            LegalBasis::Court => "法院裁定", "Court order";
        }
        debts: "债权（笔）", "Debts";
        declined(count: i64): "另有 {count} 笔不参加", "{count} declined";
        amount: "未清偿金额（元）", "Outstanding (yuan)";
        states(state: TransferState) {
            TransferState::Submitted => "待助贷机构确认", "Awaiting the facilitator";
            TransferState::Confirmed => "待支付机构复核", "Awaiting the payment institution";
            TransferState::Approved => "已冻结，待生效", "Frozen, not effective yet";
            TransferState::Effective => "已生效", "Effective";
            TransferState::Cancelled => "已撤销", "Cancelled";
            TransferState::Rejected => "已拒绝", "Rejected";
        }
        waits_notice: "等待通知债务人的凭证（《民法典》第 546 条）", "Awaiting evidence that the debtor was notified (Civil Code, Art. 546)";
        waits_partners: "一方已暂停业务，恢复后生效", "One side is suspended; it takes effect once that ends";
        waits_debits: "等待处理中扣款的结果", "Awaiting the results of debits in progress";
        waits_time(until: &str): "等待生效时间 {until}", "Awaiting effective time {until}";
        follows: "后续转让，承接", "Follow-up of";
        followed: "原转让", "Original transfer";
        effective_from: "约定生效时间", "Agreed effective time";
        at_once: "条件齐备后立即生效", "As soon as all conditions are met";
        effective_at: "生效时间", "Effective";
        notified_on: "通知日期", "Debtor notified";
        evidence: "通知凭证", "Evidence of notice";
        items: "债权", "Debts";
        item_states(state: ItemState) {
            ItemState::Pending => "待确认", "Pending";
            ItemState::Frozen => "已冻结", "Frozen";
            ItemState::Effective => "已转让", "Transferred";
            ItemState::Declined => "不参加", "Declined";
        }
        reasons(reason: Declined) {
            Declined::NotFound => "没有这笔债权", "No such debt";
            Declined::Twin => "清单中重复出现，以前一行为准", "Listed twice; the earlier row counts";
            Declined::Settled => "已结清", "Settled";
            Declined::NotOverdue => "没有逾期", "Not overdue";
            Declined::NotShared => "协议没有共享", "The binding is not shared";
            Declined::NotHeld => "债权不在转让方", "Not held by the transferor";
            Declined::InOtherTransfer => "在另一笔转让中", "In another transfer";
            Declined::FollowedUp => "生效时有扣款处理中，转入后续转让", "A debit was in progress at the effective time; moved to a follow-up transfer";
            Declined::Cancelled => "转让已撤销", "The transfer was cancelled";
            Declined::Rejected => "转让被拒绝", "The transfer was rejected";
        }
        ends(reason: TransferEnd) {
            TransferEnd::NoNotice =>
                "十个工作日内没有通知债务人的凭证，债权解冻",
                "No evidence of notice to the debtor within ten working days; debts unfrozen";
        }
        documents: "转让文件", "Documents";
        no_documents: "还没有上传文件。", "No documents yet.";
        documents_note: "文件加密保存，随证据包一并提供。", "Documents are stored encrypted and are part of the evidence pack.";
        brought_by: "上传方", "Uploaded by";
        add_document: "上传转让协议或通知凭证", "Upload the agreement or evidence of notice";
        add_document_hint: "PDF、JPG 或 PNG，不超过 10 MB；上传后不能修改或删除", "PDF, JPG or PNG, up to 10 MB. It cannot be changed or deleted afterwards";
        next_to_confirm(way: &str, amount: &str): "下一项待确认：{way}，{amount} 元", "Next to confirm: {way}, {amount} yuan";
        nothing_to_do: "暂无需要您处理的事项。", "Nothing for you to do now.";
        confirm_title(back: bool) -> &'static str =
            if back { "确认回购" } else { "确认受让" },
            if back { "Confirm the buy-back" } else { "Confirm acceptance of the debts" };
        confirm_text:
            "确认后由支付机构双人复核，复核通过后债权冻结。",
            "Two people at the payment institution then approve it, and the debts are frozen.";
        confirm: "确认", "Confirm";
        confirm_ticked: "确认勾选的转让", "Confirm selected";
        notify_title: "登记通知凭证", "Record evidence of notice";
        notify_text:
            "没有通知债务人的凭证，转让对债务人不发生效力，任何一方都不能扣款。",
            "Without evidence of notice, the transfer has no effect on the debtor and nobody can debit.";
        evidence_hint: "例如快递单号、签收情况，或短信回执编号", "For example courier tracking and delivery details, or the SMS receipt number";
        notify: "登记通知凭证", "Record evidence";
        cancel_title: "撤销", "Cancel";
        reject_title: "拒绝", "Reject";
        end_text:
            "冻结的债权将解冻，由当前债权人继续扣款；对方会收到通知和原因。",
            "Frozen debts are unfrozen and their current holder can debit again. The other party is notified with the reason.";
        submit_title(back: bool) -> &'static str =
            if back { "回购" } else { "转让给助贷机构" },
            if back { "Buy back" } else { "Transfer to the facilitator" };
        submit_text(back: bool) -> &'static str =
            if back { "回购生效后，恢复由资金方扣款，助贷机构不能再扣款。" } else { "转让给共享这份协议的助贷机构。生效后由助贷机构扣款，资金方不能再扣款。" },
            if back { "Once it takes effect, the funder can debit again and the facilitator no longer can." } else { "Transferred to the facilitator the binding is shared with. Once it takes effect, the facilitator can debit and the funder no longer can." };
        effective_hint: "不填则条件齐备后立即生效", "If empty, as soon as all conditions are met";
        submit: "提交", "Submit";
        submit_together: "一并转让给助贷机构", "Transfer together";
    }
}

/// Why a transfer has ended.
#[must_use]
pub fn ended(why: &Why<TransferEnd>) -> String {
    match why {
        Why::Of(reason) => transfer().ends(*reason).to_owned(),
        Why::Written(text) => text.clone(),
    }
}
