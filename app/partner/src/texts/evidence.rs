//! Evidence: what happened, by whom, and what is taken away of it.

use domain::evidence::EvidenceKind;
use parts::bilingual;

bilingual! {
    pub fn evidence() -> EvidenceTexts {
        title: "证据", "Evidence";
        related: "相关事项", "Related items";
        kinds(kind: EvidenceKind) {
            EvidenceKind::Consent => "客户授权", "Consent";
            EvidenceKind::Signing => "签约", "Signing";
            EvidenceKind::Binding => "协议", "Binding";
            EvidenceKind::Mapping => "结算编号", "Settlement ID";
            EvidenceKind::Share => "共享", "Share";
            EvidenceKind::Debt => "债权", "Debt";
            EvidenceKind::Transfer => "债权转让", "Transfer";
            EvidenceKind::BuyBack => "债权回购", "Buy-back";
            EvidenceKind::Notice => "通知债务人", "Notice to the debtor";
            EvidenceKind::Debit => "协议扣款", "Debit";
            EvidenceKind::Refund => "退款", "Refund";
            EvidenceKind::Payment => "平台外收款", "Received outside the platform";
        }
        named(kind: &str, name: &str): "{kind} {name}", "{kind} {name}";
        step(about: &str, what: &str): "{about}：{what}", "{about}: {what}";
        consented: "同意签约，用于归还欠款", "Agreed to the binding, to repay debts";
        consented_to_share:
            "同意签约，并同意债权转让后由助贷机构扣款",
            "Agreed to the binding, and to debits by a facilitator after a debt is transferred to it";
        debits_blocked: "支付机构已暂停助贷机构扣款", "Debits by the facilitator blocked by the payment institution";
        debits_resumed: "助贷机构可以恢复扣款", "Debits by the facilitator can resume";
        registered: "已登记", "Registered";
        notified(on: &str): "已于 {on} 通知", "Notified on {on}";
        debited(state: &str, amount: &str): "{amount}\u{a0}元，{state}", "{amount}\u{a0}yuan · {state}";
        paid(state: &str, amount: &str, on: &str): "{on} 收到 {amount}\u{a0}元，{state}", "{amount}\u{a0}yuan on {on} · {state}";
        person_of(name: &str, house: &str): "{name}（{house}）", "{name} ({house})";
        machine_of(house: &str): "{house}（接口）", "{house} (API)";
        institution: "支付机构", "Payment institution";
        system: "系统", "System";
        payer: "客户", "Customer";
        fixed(on: &str): "以上内容已在 {on} 日终固化，审计链：", "Sealed at the close of {on}. Audit chain: ";
        not_fixed: "最近一步所在的会计日尚未日终；日终后由审计链固化。", "The business date of the last step is not closed yet. It will be sealed by the audit chain at the close.";
        take: "下载证据包", "Download evidence pack";
        take_hint:
            "压缩文件，含全部事实（JSON）、可打印的说明（HTML）和校验清单。出具记录留存，支付机构可核验文件是否被改动。",
            "A zip file with all facts (JSON), a printable statement (HTML) and a checksum manifest. Its checksum is kept, so the payment institution can verify that it was not altered.";
        document_title: "证据说明", "Evidence statement";
        document_note:
            "本说明与同一证据包内的 evidence.json 内容一致；两者的校验值见 manifest.txt。姓名和卡号已脱敏，金额单位为元，时间为北京时间。",
            "This statement matches evidence.json in the same pack; manifest.txt contains the checksums of both. Names and card numbers are masked, amounts are in yuan and times are Beijing time.";
        subject: "事项编号", "Identifier";
        agreements: "签约与授权", "Signings and consents";
        names_facilitator(names: bool) -> &'static str =
            if names { "授权内容载明助贷机构" } else { "授权内容未载明助贷机构" },
            if names { "Names the facilitator" } else { "Does not name a facilitator" };
        agreed_at: "授权时间", "Agreed";
        own_alias: "资金方协议别名", "The funder's alias";
        share_alias: "助贷机构协议别名", "The facilitator's alias";
        sent_at: "发送时间", "Sent";
        decided_at: "结果时间", "Result at";
        chain: "审计链", "Audit chain";
    }
}
