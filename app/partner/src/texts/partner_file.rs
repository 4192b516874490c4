//! Reconciliation files.

use parts::bilingual;

bilingual! {
    pub fn partner_file() -> PartnerFileTexts {
        title: "对账文件", "Reconciliation files";
        note:
            "每个会计日日终后生成一份，列出当天与贵司有关的每笔记账；没有记账的日期也有文件。生成后不再更改，贵司系统也可通过接口下载。",
            "One file after the close of each business date, listing everything posted for you on that date, even if there was nothing. Files never change once created. Your system can also download them through the API.";
        none: "还没有对账文件", "No files yet";
        none_text: "下一次日终之后会出现在这里。", "The first file appears after the next close of a business date.";
        payable: "应付贵司（元）", "Payable to you (yuan)";
        receivable: "贵司应退（元）", "Refundable by you (yuan)";
        claim: "应收本金（元）", "Principal owed to you (yuan)";
        revenue_share: "扣收分润（元）", "Share withheld (yuan)";
        made_at: "生成时间", "Created";
    }
}
