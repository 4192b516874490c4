//! A draw and a line, each with what belongs to it.

use parts::bilingual;

bilingual! {
    pub fn lending() -> LendingTexts {
        line: "授信额度", "Credit line";
        line_title(limit: &str): "授信额度 {limit} 元", "Credit line of {limit} yuan";
        application: "授信申请", "Application";
        contract: "合同校验值（SHA-256）", "Contract checksum (SHA-256)";
        draws: "支用（最近 50 笔）", "Draws (latest 50)";
        matched: "匹配的到账", "Matched movements";
        none_matched: "还没有匹配的到账。", "No matched movements yet.";
    }
}
