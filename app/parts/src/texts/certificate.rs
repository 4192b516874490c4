//! Certificates of settlement.

use crate::bilingual;

bilingual! {
    pub fn certificate() -> CertificateTexts {
        title: "结清证明", "Settlement certificates";
        number: "编号", "No.";
        settled_at: "结清时间", "Settled";
        void: "已作废", "Void";
        void_since(at: &str): "{at} 更正后又有应还款项", "A correction at {at} left an amount owing";
        void_title(number: &str): "结清证明 {number} 已作废", "Settlement certificate {number} is void";
    }
}
