//! The documents of a shop.

use domain::{consent::ConsentPurpose, document::DocumentKind};
use parts::bilingual;

bilingual! {
    pub fn document() -> DocumentTexts {
        title: "文件", "Documents";
        none: "没有文件。", "No documents.";
        kind: "种类", "Kind";
        kinds(kind: DocumentKind) {
            DocumentKind::Consent => "授权书", "Consent";
            DocumentKind::Contract => "授信合同", "Credit contract";
            DocumentKind::Disclosure => "综合融资成本明示", "Cost disclosure";
            DocumentKind::Attachment => "申请附件", "Attachment";
        }
        purposes(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit => "授权书：预授信数据", "Consent: data for pre-credit offers";
            ConsentPurpose::ApplicationData => "授权书：身份与经营数据", "Consent: identity and operating data";
            ConsentPurpose::Contract => "授权书：电子合同", "Consent: electronic contract";
            ConsentPurpose::WalletTerms => "授权书：支付账户扣款与限制", "Consent: debiting and restricting the wallet";
        }
        partner: "合作机构", "Partner";
        withdrawn_on(on: &str): "{on} 已撤回", "Withdrawn {on}";
        sha256: "校验值（SHA-256，前 16 位）", "Checksum (SHA-256, first 16)";
    }
}
