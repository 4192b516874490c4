//! A shop that has applied.

use parts::bilingual;

bilingual! {
    pub fn shop() -> ShopTexts {
        see: "店铺与本机构的全部往来", "Your complete history with this shop";
        no_applications: "没有提交过申请。", "No applications.";
        offers: "预授信结果", "Offers";
        no_offers: "没有据以申请的预授信结果。", "No offers that were applied with.";
        asked: "询价时间", "Requested";
        answered: "答复时间", "Answered";
        valid_until: "有效期至", "Valid until";
        offered: "预授信额度（元）", "Offered limit (yuan)";
        no_lines: "没有授信额度。", "No credit lines.";
        no_draws: "没有支用。", "No draws.";
        no_loans: "没有借据。", "No loans.";
        no_repayments: "没有还款。", "No repayments.";
        see_draw: "查看支用", "View draw";
    }
}
