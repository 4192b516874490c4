//! Reconciliation files.

use parts::bilingual;

bilingual! {
    pub fn partner_file() -> PartnerFileTexts {
        title: "对账文件", "Reconciliation files";
        note:
            "每个会计日日终后生成一份，列出当天与我方有关的每笔记账；没有记账的日子也有文件。生成后不再改动，我方系统也可以通过接口下载。",
            "One after the close of every business date, with everything that was posted for you on it; a date without any has one too. It is never changed after, and your system can fetch it by the API.";
        none: "还没有对账文件", "No files yet";
        none_text: "下一次日终之后会出现在这里。", "The first appears after the next close of a date.";
        lines: "笔数", "Lines";
        payable: "应付我方（元）", "Payable to you (yuan)";
        receivable: "我方应退（元）", "Owed back by you (yuan)";
        claim: "应收本金（元）", "Principal owed to you (yuan)";
        revenue_share: "扣收分润（元）", "Share withheld (yuan)";
        made_at: "生成时间", "Made";
    }
}
