//! Evidence: what happened, by whom, and what is taken away of it.

use parts::bilingual;

bilingual! {
    pub fn evidence() -> EvidenceTexts {
        title: "证据", "Evidence";
        timeline: "经过", "What happened";
        related: "相关事项", "What belongs to it";
        /// What a step is about, or what evidence is given of, by its code.
        kinds(code: &str) -> &str =
            match code {
                "consent" => "客户授权",
                "signing" => "签约",
                "binding" => "协议",
                "share" => "共享",
                "debt" => "债权",
                "transfer" => "债权转让",
                "buy_back" => "债权回购",
                "notice" => "通知债务人",
                "debit" => "协议扣款",
                "refund" => "退款",
                "payment" => "平台外收款",
                _ => "事项",
            },
            match code {
                "consent" => "Consent",
                "signing" => "Signing",
                "binding" => "Binding",
                "share" => "Share",
                "debt" => "Debt",
                "transfer" => "Transfer",
                "buy_back" => "Buy-back",
                "notice" => "Notice to the debtor",
                "debit" => "Debit",
                "refund" => "Refund",
                "payment" => "Paid elsewhere",
                _ => "Matter",
            };
        named(kind: &str, name: &str): "{kind} {name}", "{kind} {name}";
        step(about: &str, what: &str): "{about}：{what}", "{about}: {what}";
        consented: "同意签约，用于归还欠款", "Agreed to the binding";
        consented_to_share:
            "同意签约，并同意债权转让后由助贷机构扣款",
            "Agreed to the binding, and that a facilitator to which the debt is transferred collects with it";
        registered: "已登记", "Registered";
        notified(on: &str): "已于 {on} 通知", "Given on {on}";
        debited(state: &str, amount: &str): "{amount} 元，{state}", "{amount} yuan, {state}";
        paid(state: &str, amount: &str, on: &str): "{on} 收到 {amount} 元，{state}", "{amount} yuan on {on}, {state}";
        person_of(name: &str, house: &str): "{name}（{house}）", "{name} ({house})";
        machine_of(house: &str): "{house}（接口）", "{house} (API)";
        institution: "支付机构", "The institution";
        system: "系统", "System";
        payer: "客户", "The customer";
        fixed(on: &str): "以上内容由 {on} 的日终固定，审计链：", "Fixed by the close of {on}, whose chain is ";
        not_fixed: "最近一步所在的会计日尚未日终；日终后由审计链固定。", "The day of the last step is not closed yet; its close fixes it.";
        take: "下载证据包", "Download the evidence";
        take_hint:
            "压缩文件，含全部事实（JSON）、可打印的说明（HTML）和校验清单；出具记录留存，支付机构可核验文件是否被改动。",
            "All facts (JSON), a page to print (HTML) and a manifest in one file. We keep its digest: the institution can tell whether it was changed.";
        document_title: "证据说明", "Statement of evidence";
        document_note:
            "本说明与同一证据包内的 evidence.json 内容一致；两者的校验值见 manifest.txt。姓名和卡号已脱敏，金额单位为元，时间为北京时间。",
            "It says what evidence.json in the same pack says; manifest.txt has the digests of both. Names and cards are masked, amounts are in yuan, times are China's.";
        subject: "事项编号", "Identifier";
        agreements: "签约与授权", "Signings and consents";
        names_facilitator(names: bool) -> &'static str =
            if names { "授权内容载明助贷机构" } else { "授权内容未载明助贷机构" },
            if names { "It names the facilitator" } else { "It names no facilitator" };
        agreed_at: "授权时间", "Agreed";
        own_alias: "资金方协议别名", "The funder's alias";
        share_alias: "助贷机构协议别名", "The facilitator's alias";
        held_by: "现由谁持有", "Held by";
        sent_at: "发送时间", "Sent";
        decided_at: "结果时间", "Decided";
        chain: "审计链", "Chain";
    }
}
