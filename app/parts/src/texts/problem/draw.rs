//! Of a draw.

use domain::{credit_line::CreditLineRefusal, draw::DrawRefusal};

use super::{amount_not_positive, reason_missing, sign_in::code, standing, wallet::frozen};
use crate::words_of;

words_of! {
    pub fn words(refusal: &DrawRefusal);
    DrawRefusal::AmountNotPositive => { amount_not_positive() }
    DrawRefusal::InsufficientLimit { available, .. } => {
        let available = available.grouped();
        "可用额度不足", "最多可借 {available} 元。";
        "Not enough available limit", "You can borrow up to {available} yuan.";
    }
    DrawRefusal::LineNotActive => {
        "额度暂不可用", "额度已暂停、到期或终止，不能新增借款；还款不受影响。";
        "Credit line unavailable", "It is suspended, expired or closed, so you cannot borrow. Repayments are not affected.";
    }
    DrawRefusal::Overdue => {
        "有借款逾期", "请先还清逾期款项，再申请新的借款。";
        "A loan is overdue", "Pay the overdue amount before you borrow again.";
    }
    DrawRefusal::WalletFrozen => { frozen() }
    DrawRefusal::DueToday { missing } => {
        let missing = missing.grouped();
        "今天有到期应还", "支付账户还差 {missing} 元，请先充值，再申请新的借款。";
        "A repayment is due today", "Your wallet is {missing} yuan short. Top up before you borrow again.";
    }
    DrawRefusal::TenorNotOffered => {
        "没有这个期限", "请从列出的期限中选择。";
        "Tenor not available", "Choose one of the listed tenors.";
    }
    DrawRefusal::BeyondMaturity => {
        "期限超过额度到期日", "请选择更短的期限。";
        "Beyond the credit line's expiry", "Choose a shorter tenor.";
    }
    DrawRefusal::DisclosureStale => {
        "借款成本已更新", "请重新查看并确认综合融资成本。";
        "The cost has changed", "Review and confirm the cost disclosure again.";
    }
    DrawRefusal::AboveCap => {
        "超过综合成本上限", "这笔借款不能发放，请联系资金方。";
        "Above the cost cap", "This loan cannot be made. Contact the funder.";
    }
    DrawRefusal::WrongState { .. } => {
        "这笔借款的状态已更新", "请刷新后，按最新状态操作。";
        "The draw has changed", "Refresh the page to see its current status.";
    }
    DrawRefusal::AmountDiffers { requested, .. } => {
        let requested = requested.grouped();
        "金额与借款不一致", "借款金额为 {requested} 元。";
        "The amount differs from the draw", "The draw is for {requested} yuan.";
    }
    DrawRefusal::ReasonMissing => { reason_missing() }
    DrawRefusal::PurposeInvalid => {
        "请填写借款用途", "不超过 500 字。";
        "Enter the purpose", "Up to 500 characters.";
    }
    DrawRefusal::PaymentReferenceMissing => {
        "请填写付款流水号", "填写银行的付款流水号，便于核对。";
        "Enter the payment reference number", "The bank's reference, so the payment can be found.";
    }
    DrawRefusal::PaymentReferenceTooLong => {
        "付款流水号过长", "不超过 64 个字符。";
        "Payment reference number too long", "Up to 64 characters.";
    }
    DrawRefusal::ReleaseNeeded => {
        "付款登记需要复核放行", "贵司已开启放款复核：由资金岗登记，审批人放行后才生效。";
        "The payment must be released",
        "Your company requires release: the treasurer registers a payment and it takes effect once an approver releases it.";
    }
    DrawRefusal::NothingToRelease => {
        "这笔付款已不在待放行状态", "请刷新后查看，可能已放行或已重新登记。";
        "This payment is no longer awaiting release", "Refresh the page. It may have been released or registered again.";
    }
    DrawRefusal::SamePerson => {
        "您不能放行自己登记的付款", "请由另一位审批人放行。";
        "You cannot release a payment you registered", "Another approver must release it.";
    }
    DrawRefusal::Standing(refusal) => { standing(*refusal) }
    DrawRefusal::Code(refusal) => { code(refusal) }
}

words_of! {
    pub fn credit_line(refusal: &CreditLineRefusal);
    CreditLineRefusal::NotOpen => {
        "额度已到期或正在终止", "无需再操作；借款全部结清后，额度自动终止。";
        "The credit line has expired or is closing", "No further action needed. It closes once everything is repaid.";
    }
    CreditLineRefusal::DrawUnderWay => {
        "有借款正在办理", "请先取消这笔借款，或等到账后再终止额度。";
        "A loan is under way", "Cancel it, or wait until it is credited, then close the credit line.";
    }
}
