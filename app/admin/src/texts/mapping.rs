//! The pages of mappings and of transfers of debts.

use domain::mapping::MappingState;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn mapping() -> MappingTexts {
        note:
            "资金方的结算编号对应的助贷机构。发布和停用均须双人办理；签约时按当时生效的映射共享。",
            "The facilitator that a funder's settlement ID stands for. Publishing and disabling need two people. Signings use the mapping active at the time.";
        none: "还没有映射", "No mappings yet";
        none_text: "请在下方起草。", "Draft the first one below.";
        settlement_hint: "资金方自己的编号，1 至 32 位半角字母、数字、“-”或“_”，原样使用", "The funder's own ID: 1 to 32 half-width letters, digits, - or _, used as entered";
        states(state: MappingState) {
            MappingState::Draft => "草稿", "Draft";
            MappingState::Scheduled => "已发布，待生效", "Scheduled";
            MappingState::InForce => "生效中", "Active";
            MappingState::Ended => "已结束", "Ended";
        }
        from: "生效时间", "Effective from";
        from_hint: "不填则复核通过即生效。不能早于现在", "If empty, on approval. Cannot be in the past";
        at_once: "复核通过即生效", "On approval";
        to: "结束时间", "Effective until";
        until_further: "长期", "No end date";
        added_by: "起草人", "Drafted by";
        add_title: "起草映射", "Draft a mapping";
        add: "保存草稿", "Save draft";
        file_title: "从表格起草", "Draft from a spreadsheet";
        file: "映射文件", "Mapping file";
        file_hint:
            "xlsx 或 csv，最多 500 行。需要三列：结算编号、资金方、助贷机构（名称或代码）；可以有生效时间（如 2026-12-01 09:00），不填则复核通过即生效。上方列表导出的文件修改后可直接上传。逐行起草：有误的行会列出，其余照常起草，每条仍须双人发布。",
            "xlsx or csv, up to 500 rows, with three columns: settlement ID, funder and facilitator (name or code). Effective from (such as 2026-12-01 09:00) is optional; if empty, the mapping applies on approval. You can edit and upload a file exported from the list above. Rows with errors are listed and the others drafted. Each mapping still takes two people to publish.";
        file_button: "上传并起草", "Upload and draft";
        difference: "发布后的影响", "Effect of publishing";
        replaces(facilitator: &str, since: &str):
            "当前对应 {facilitator}（{since} 起），届时结束。已有共享不变，仅影响新签约。",
            "Currently mapped to {facilitator} since {since}, which ends then. Existing shares are unchanged; only new signings are affected.";
        replaces_nothing: "这个结算编号目前没有对应的助贷机构，无法签约。", "This settlement ID is currently not mapped, and signings are refused.";
        trial_title: "用样本试算", "Try a sample";
        trial_sample: "资金方填写的结算编号", "Settlement ID as the funder enters it";
        trial_act: "试算", "Try";
        trial_invalid: "这不是有效的结算编号，签约会被拒绝，不发短信。", "Not a valid settlement ID. The signing would be refused and no code sent.";
        trial_nobody: "这是另一个结算编号，当前未对应任何助贷机构，签约会被拒绝。", "This is a different settlement ID that maps to nobody. The signing would be refused.";
        trial_other(facilitator: &str):
            "这是另一个结算编号，当前对应 {facilitator}，与这条映射无关。",
            "This is a different settlement ID that maps to {facilitator}. This mapping does not apply.";
        trial_shared(facilitator: &str, consent: &str):
            "发布后，签约会共享给 {facilitator}。客户同意的内容：{consent}",
            "Once published, signings are shared with {facilitator}. The customer agrees to: {consent}";
        again_text: "要恢复这条映射，照此重新起草，再由双人发布。", "To restore this mapping, draft it again and have two people publish it.";
        again: "照此重新起草", "Draft again";
        rolls_back: "用于替换", "Rolls back";
        rolled_back_by: "恢复此前映射的草稿", "Rolled back by";
        version(facilitator: &str, from: &str): "{facilitator}（{from} 起）", "{facilitator} (from {from})";
        version_draft(facilitator: &str, at: &str): "{facilitator}（{at} 起草）", "{facilitator} (drafted {at})";
        roll_back_title: "恢复此前的映射", "Roll back to the former mapping";
        roll_back_text(facilitator: &str, from: &str, to: &str):
            "此前对应 {facilitator}（{from} 至 {to}）。提出后照此起草新的一条，由另一人复核发布；当前这条届时结束。",
            "Before, it mapped to {facilitator} ({from} to {to}). That is drafted anew and a second person publishes it; the current mapping ends then.";
        roll_back: "提出恢复", "Propose rolling back";
        usage: "使用情况", "Usage";
        signings_open(count: i64) -> String =
            format!("进行中的签约 {count} 笔：停用后仅为资金方签约，不再共享"),
            format!("{}: for the funder only and not shared once disabled", counted(count, "signing in progress", "signings in progress"));
        shares(count: i64) -> String =
            format!("已有共享 {count} 份：停用后保留"),
            format!("{}: kept once disabled", counted(count, "existing share", "existing shares"));
        signings_left(count: i64) -> String =
            format!("进行中的签约 {count} 笔：仅为资金方签约，不共享"),
            format!("{}: for the funder only and not shared", counted(count, "signing in progress", "signings in progress"));
        shares_left(count: i64) -> String =
            format!("已有共享 {count} 份：继续有效"),
            format!("{}: still valid", counted(count, "existing share", "existing shares"));
        debts_held(count: i64) -> String =
            format!("助贷机构持有的未清偿债权 {count} 笔：停用不影响扣款，需要时另行暂停"),
            format!("{} held by the facilitator: disabling does not stop its debits; block them separately if needed", counted(count, "outstanding debt", "outstanding debts"));
        debits: "助贷机构扣款", "Debits by the facilitator";
        debits_blocked: "已暂停", "Blocked";
        block_title(block: bool) -> &'static str =
            if block { "暂停助贷机构扣款" } else { "恢复助贷机构扣款" },
            if block { "Block debits by the facilitator" } else { "Resume debits by the facilitator" };
        block_text(block: bool) -> &'static str =
            if block { "复核通过后，助贷机构不能凭这条映射下的共享扣款，已受理未发送的扣款也不再发送；债权和共享不变，资金方不受影响，双方都会收到通知。" } else { "复核通过后，助贷机构可以对其持有的债权恢复扣款，双方都会收到通知。" },
            if block { "Once approved, the facilitator cannot debit with shares under this mapping, and debits accepted but not yet sent are not sent. Debts and shares stay as they are, the funder is not affected, and both are notified." } else { "Once approved, the facilitator can debit the debts it holds again, and both are notified." };
        block(block: bool) -> &'static str =
            if block { "提出暂停" } else { "提出恢复扣款" },
            if block { "Propose blocking" } else { "Propose resuming" };
        propose_publish: "提出发布", "Propose publishing";
        propose_disable: "提出停用", "Propose disabling";
        transfers_note:
            "资金方与助贷机构双方确认的债权转让，经双人复核后冻结，通知债务人后生效。",
            "Transfers confirmed by both parties are approved by two people, which freezes the debts. They take effect once the debtor is notified.";
        propose_transfer: "提出批准转让", "Propose approval";
        transfer_freezes: "复核通过后，债权冻结。", "Once approved, the debts are frozen.";
        propose_transfers: "对勾选的转让提出批准", "Propose approving selected";
        transfer_waits: "等待双方确认。", "Awaiting confirmation by both parties.";
    }
}
