//! A shop that has applied.

use parts::bilingual;

bilingual! {
    pub fn shop() -> ShopTexts {
        see: "店铺与贵司的全部往来", "Your complete history with this shop";
        no_offers: "没有据以申请的预授信结果。", "No offers that were applied with.";
        answered: "答复时间", "Answered";
        no_repayments: "没有还款。", "No repayments.";
        see_draw: "查看支用", "View draw";
    }
}
