//! Of a repayment.

use domain::{payout::ConfirmationRefusal, repayment::RepaymentRefusal, standing_order::StandingOrderRefusal};

use super::{Words, amount_not_positive};
use crate::words;

pub fn words(refusal: &RepaymentRefusal) -> Words {
    match refusal {
        RepaymentRefusal::AmountNotPositive => amount_not_positive(),
        RepaymentRefusal::NothingDue => words! {
            "今天没有到期应还", "可以选择全部还清或自定金额。";
            "Nothing is due today", "You can pay off the loan or repay a custom amount.";
        },
        RepaymentRefusal::AbovePayoff { payoff } => {
            let payoff = payoff.grouped();
            words! {
                "超过结清应还", "最多可还 {payoff} 元。";
                "More than you owe", "You can repay up to {payoff} yuan.";
            }
        }
        RepaymentRefusal::InsufficientBalance { available, requested } => {
            let (available, requested) = (available.grouped(), requested.grouped());
            words! {
                "账户余额不足", "余额 {available} 元，需要 {requested} 元。请先充值，或减少还款金额。";
                "Insufficient wallet balance", "The balance is {available} yuan and {requested} yuan is needed. Top up, or repay less.";
            }
        }
        RepaymentRefusal::QuoteExpired => words! {
            "还款试算已过期", "请重新试算后确认还款。未扣款。";
            "The quote has expired", "Get a new quote and confirm again. Nothing was debited.";
        },
        RepaymentRefusal::QuoteStale => words! {
            "应还金额刚有变化", "请重新试算后确认还款。未扣款。";
            "What you owe has just changed", "Get a new quote and confirm again. Nothing was debited.";
        },
        RepaymentRefusal::QuoteUsed => words! {
            "这次试算已还款", "未重复扣款，请查看还款记录。";
            "This quote has already been paid", "Nothing was debited twice. See your repayments.";
        },
        RepaymentRefusal::Settled => words! {
            "这笔借款已结清", "无需再还。";
            "The loan is settled", "Nothing is owed.";
        },
        RepaymentRefusal::BeforeLastPayment { .. } => words! {
            "这笔借款今天另有还款", "请重新试算后确认还款。未扣款。";
            "The loan has a later repayment", "Refresh the page and get a new quote. Nothing was debited.";
        },
        RepaymentRefusal::OutOfRange => words! {
            "金额或天数超出可计算的范围", "请检查是否多输了零。";
            "Amount or days out of range", "Check for extra zeros.";
        },
    }
}

pub fn standing_order(refusal: &StandingOrderRefusal) -> Words {
    match refusal {
        StandingOrderRefusal::AmountNotPositive => amount_not_positive(),
        StandingOrderRefusal::AboveOwed { most } => {
            let most = most.grouped();
            words! {
                "超过这笔借款的结清应还", "最多 {most} 元。";
                "More than the payoff amount", "Up to {most} yuan.";
            }
        }
        StandingOrderRefusal::Settled => words! {
            "这笔借款已结清", "无需再还。";
            "The loan is settled", "Nothing is owed.";
        },
        StandingOrderRefusal::Stands => words! {
            "这笔借款已设置佣金还款", "如需修改金额，请先取消，再重新设置。";
            "Repayment from commissions is already on", "To change the amount, cancel it and set it up again.";
        },
        StandingOrderRefusal::Over => words! {
            "佣金还款已结束", "无需再取消。";
            "Repayment from commissions has ended", "There is nothing to cancel.";
        },
    }
}

pub fn confirmation(refusal: &ConfirmationRefusal) -> Words {
    match refusal {
        ConfirmationRefusal::AlreadyConfirmed => words! {
            "此前已确认到账", "无需再确认。";
            "Already confirmed", "No further action needed.";
        },
        ConfirmationRefusal::NotPaidOut => words! {
            "款项尚未付出", "支付机构付出后才能确认到账。";
            "The money has not been paid out yet", "It can be confirmed once the institution has paid it out.";
        },
        ConfirmationRefusal::PaymentReferenceInvalid => words! {
            "请填写收款流水号", "填写贵司银行账户上这笔收款的流水号，最多 64 个字。";
            "Enter the receipt reference number", "As shown on your bank account, up to 64 characters.";
        },
    }
}
