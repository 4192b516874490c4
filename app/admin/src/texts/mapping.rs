//! The pages of mappings and of transfers of debts.

use domain::mapping::MappingState;
use parts::bilingual;

bilingual! {
    pub fn mapping() -> MappingTexts {
        note:
            "资金方的结算编号代表哪家助贷机构。两人发布、两人停用；签约时按当时生效的映射共享。",
            "Which facilitator a funder's settlement id stands for. Two people publish and disable; a signing goes by what counts then.";
        none: "还没有映射", "No mappings yet";
        none_text: "在下面起草第一条。", "Draft the first one below.";
        settlement_id: "结算编号", "Settlement id";
        settlement_hint: "资金方自己的编号，1 至 32 位字母、数字、“-”或“_”，原样使用", "The funder's own: 1 to 32 letters, digits, - or _, taken as written";
        funder: "资金方", "Funder";
        facilitator: "助贷机构", "Facilitator";
        states(state: MappingState) {
            MappingState::Draft => "草稿", "Draft";
            MappingState::Scheduled => "已发布，未到时间", "Published for later";
            MappingState::InForce => "生效中", "In force";
            MappingState::Ended => "已结束", "Ended";
        }
        from: "生效时间", "From";
        from_hint: "不填：复核通过即生效。不能倒签", "Empty: as soon as it is approved. Never dated back";
        at_once: "复核通过即生效", "As soon as it is approved";
        to: "结束时间", "To";
        until_further: "长期", "Until further notice";
        added_by: "起草人", "Drafted by";
        add_title: "起草映射", "Draft a mapping";
        add: "保存草稿", "Save the draft";
        file_title: "从表格起草", "Draft from a spreadsheet";
        file: "映射文件", "File of mappings";
        file_hint:
            "xlsx 或 csv，最多 500 行。需要三列：结算编号、资金方、助贷机构（名称或代码）；可以有生效时间（如 2026-12-01 09:00），不填则复核通过即生效。上面列表导出的文件改过后可以直接用。逐行起草：有误的行会列出，其余照常起草，每条仍由两人发布。",
            "xlsx or csv, up to 500 rows, with three columns: settlement id, funder, facilitator (by name or code); a column From may be there (such as 2026-12-01 09:00), and empty is as soon as it is approved. A file of the list above will do. Each row is drafted by itself: those with faults are listed, the others drafted; two people still publish each.";
        file_button: "上传并起草", "Upload and draft";
        difference: "发布后的变化", "What publishing changes";
        replaces(facilitator: &str, since: &str):
            "现在代表 {facilitator}（{since} 起），届时结束。已有的共享不变，只影响新签约。",
            "It stands for {facilitator} now, since {since}; that ends then. Shares stay; only new signings are concerned.";
        replaces_nothing: "这个结算编号现在不代表任何机构，签约会被拒绝。", "The settlement id stands for nobody now, and signings are refused.";
        trial_title: "用样本试一次", "Try it with a sample";
        trial_sample: "资金方填写的结算编号", "A settlement id as the funder writes it";
        trial_act: "试一次", "Try it";
        trial_invalid: "这不是有效的结算编号，签约会被拒绝，不发短信。", "That is no settlement id: a signing would be refused, and no code sent.";
        trial_nobody: "这是另一个结算编号，现在不代表任何机构：签约会被拒绝。", "That is another settlement id, which stands for nobody: a signing would be refused.";
        trial_other(facilitator: &str):
            "这是另一个结算编号，现在代表 {facilitator}，与这条映射无关。",
            "That is another settlement id, which stands for {facilitator}: this mapping says nothing of it.";
        trial_shared(facilitator: &str, consent: &str):
            "发布后，签约会共享给 {facilitator}。客户同意的内容：{consent}",
            "Once it is published a signing is shared with {facilitator}. What the customer agrees to: {consent}";
        again_text: "要恢复这条映射，照此重新起草，再由两人发布。", "To have this mapping back, draft it again; two people publish it.";
        again: "照此重新起草", "Draft it again";
        usage: "使用情况", "Usage";
        signings_open(count: i64): "进行中的签约 {count} 笔：停用后只为资金方签约，不再共享", "{count} signings under way: disabled now, they bind for the funder alone";
        shares(count: i64): "已有共享 {count} 份：停用后保留", "{count} shares: they stay";
        propose_publish: "提请发布", "Propose to publish";
        propose_disable: "提请停用", "Propose to disable";
        nothing_to_do: "没有需要处理的。", "Nothing is to be done.";
        transfers_note:
            "资金方与助贷机构双方确认的债权转让，由两人复核后冻结；通知债务人之后生效。",
            "Transfers that both sides have confirmed: two people approve, the debts freeze, and it counts when the debtor was notified.";
        propose_transfer: "提请复核通过", "Propose to approve";
        transfer_waits: "等待双方确认。", "Both sides have to confirm first.";
    }
}
