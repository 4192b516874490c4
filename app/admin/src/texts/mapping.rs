//! The pages of mappings and of transfers of debts.

use domain::mapping::MappingState;
use parts::bilingual;

bilingual! {
    pub fn mapping() -> MappingTexts {
        note:
            "资金方的结算编号对应的助贷机构。发布和停用均须双人办理；签约时按当时生效的映射共享。",
            "The facilitator that a funder's settlement ID stands for. Publishing and disabling need two people. Signings use the mapping active at the time.";
        none: "还没有映射", "No mappings yet";
        none_text: "请在下方起草。", "Draft the first one below.";
        settlement_id: "结算编号", "Settlement ID";
        settlement_hint: "资金方自己的编号，1 至 32 位半角字母、数字、“-”或“_”，原样使用", "The funder's own ID: 1 to 32 half-width letters, digits, - or _, used as entered";
        funder: "资金方", "Funder";
        facilitator: "助贷机构", "Facilitator";
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
        difference: "发布后的影响", "Effect of publishing";
        replaces(facilitator: &str, since: &str):
            "当前对应 {facilitator}（{since} 起），届时结束。已有共享不变，仅影响新签约。",
            "Currently mapped to {facilitator} since {since}, which ends then. Existing shares are unchanged; only new signings are affected.";
        replaces_nothing: "这个结算编号目前没有对应的助贷机构，无法签约。", "This settlement ID is currently not mapped, and signings are refused.";
        usage: "使用情况", "Usage";
        signings_open(count: i64): "进行中的签约 {count} 笔：停用后仅为资金方签约，不再共享", "{count} signings in progress: if disabled, they bind for the funder only and are not shared";
        shares(count: i64): "已有共享 {count} 份：停用后保留", "{count} existing shares: kept when disabled";
        propose_publish: "提出发布", "Propose publishing";
        propose_disable: "提出停用", "Propose disabling";
        nothing_to_do: "没有需要处理的事项。", "Nothing to do.";
        transfers_note:
            "资金方与助贷机构双方确认的债权转让，经双人复核后冻结，通知债务人后生效。",
            "Transfers confirmed by both parties are approved by two people, which freezes the debts. They take effect once the debtor is notified.";
        propose_transfer: "提出批准转让", "Propose approval";
        transfer_waits: "等待双方确认。", "Awaiting confirmation by both parties.";
    }
}
