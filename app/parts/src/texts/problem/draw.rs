//! Of a draw.

use domain::draw::DrawRefusal;

use super::{Words, amount_not_positive, reason_missing, sign_in::code, standing, wallet::frozen};
use crate::words;

#[expect(clippy::too_many_lines, reason = "one refusal after the other, which are read as a list")]
pub fn words(refusal: &DrawRefusal) -> Words {
    match refusal {
        DrawRefusal::AmountNotPositive => amount_not_positive(),
        DrawRefusal::InsufficientLimit { available, .. } => {
            let available = available.grouped();
            words! {
                "可用额度不足", "还可以借 {available} 元。";
                "Not enough limit", "You can still draw {available} yuan.";
            }
        }
        DrawRefusal::LineNotActive => words! {
            "额度暂不可用", "额度未启用或已到期，不能新增借款；还款不受影响。";
            "The line is not active", "No new draws; repayment always works.";
        },
        DrawRefusal::Overdue => words! {
            "有借款逾期", "先还清逾期的部分，再申请新的借款。";
            "A loan is overdue", "Pay what is overdue before you draw again.";
        },
        DrawRefusal::WalletFrozen => frozen(),
        DrawRefusal::DueToday { missing } => {
            let missing = missing.grouped();
            words! {
                "今天有到期应还", "支付账户还差 {missing} 元，请先充值，再申请新的借款。";
                "Something falls due today", "The wallet is {missing} yuan short of it. Top up before you draw again.";
            }
        }
        DrawRefusal::TenorNotOffered => words! {
            "没有这个期限", "请从列出的期限中选择。";
            "No such tenor", "Choose one of those listed.";
        },
        DrawRefusal::BeyondMaturity => words! {
            "期限超过额度到期日", "只能选择更短的期限。";
            "Beyond the line's maturity", "Only a shorter tenor fits.";
        },
        DrawRefusal::DisclosureStale => words! {
            "费用已更新", "请重新查看并确认综合融资成本。";
            "The figures have changed", "Read and confirm the cost disclosure again.";
        },
        DrawRefusal::AboveCap => words! {
            "超过综合成本上限", "这笔借款不能发放，请联系资金方。";
            "Above the cost cap", "This draw cannot be made; ask the funder.";
        },
        DrawRefusal::WrongState { .. } => words! {
            "这笔借款的状态已变", "请刷新后再操作。";
            "The draw has moved on", "Reload the page and look again.";
        },
        DrawRefusal::AmountDiffers { requested, .. } => {
            let requested = requested.grouped();
            words! {
                "金额与借款不一致", "借款金额为 {requested} 元。";
                "The amount differs from the draw", "The draw is of {requested} yuan.";
            }
        }
        DrawRefusal::ReasonMissing => reason_missing(),
        DrawRefusal::PurposeInvalid => words! {
            "请填写借款用途", "不超过 500 字。";
            "State the purpose", "At most 500 characters.";
        },
        DrawRefusal::PaymentReferenceMissing => words! {
            "请填写付款流水号", "银行给出的流水号，便于查找。";
            "Write the payment number", "The bank's number, to find it by.";
        },
        DrawRefusal::PaymentReferenceTooLong => words! {
            "付款流水号太长", "不超过 64 个字符。";
            "The payment number is too long", "At most 64 characters.";
        },
        DrawRefusal::ReleaseNeeded => words! {
            "付款登记需要复核放行", "贵司已开启放款复核：由资金岗登记，审批人放行后才生效。";
            "A second person has to release it",
            "Payments of your company count when an approver has released what the treasurer registered.";
        },
        DrawRefusal::NothingToRelease => words! {
            "这笔付款登记已不再待放行", "请刷新后查看：可能已经放行，或流水号已重新登记。";
            "This no longer waits for release", "Reload and look: it may have been released, or registered anew.";
        },
        DrawRefusal::SamePerson => words! {
            "您不能放行自己登记的付款", "请由另一位审批人放行。";
            "You cannot release your own payment", "Another approver has to.";
        },
        DrawRefusal::Standing(refusal) => standing(*refusal),
        DrawRefusal::Code(refusal) => code(refusal),
    }
}
