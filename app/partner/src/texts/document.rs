//! The documents of a shop.

use domain::document::DocumentKind;
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
        partner: "合作机构", "Partner";
        withdrawn_on(on: &str): "{on} 已撤回", "Withdrawn {on}";
        sha256: "校验值（SHA-256，前 16 位）", "Checksum (SHA-256, first 16)";
    }
}
