//! Of a repayment.

use domain::{payout::ConfirmationRefusal, repayment::RepaymentRefusal, standing_order::StandingOrderRefusal};

use super::{Words, amount_not_positive};
use crate::words;

pub fn words(refusal: &RepaymentRefusal) -> Words {
    match refusal {
        RepaymentRefusal::AmountNotPositive => amount_not_positive(),
        RepaymentRefusal::NothingDue => words! {
            "今天没有到期应还", "可以选择全部还清或自定金额。";
            "Nothing is due today", "You may settle everything, or a part.";
        },
        RepaymentRefusal::OverdueFirst { reference } => words! {
            "有借款逾期，须先还", "请先还逾期的借款 {reference}，还清后可以还这一笔。";
            "Another loan is overdue", "Pay {reference} first; then this one.";
        },
        RepaymentRefusal::AbovePayoff { payoff } => {
            let payoff = payoff.grouped();
            words! {
                "超过应还总额", "还清只需 {payoff} 元，多的不收。";
                "More than is owed", "{payoff} yuan settles the loan.";
            }
        }
        RepaymentRefusal::InsufficientBalance { available, requested } => {
            let (available, requested) = (available.grouped(), requested.grouped());
            words! {
                "账户余额不足", "余额 {available} 元，需要 {requested} 元。请先充值，或少还一些。";
                "Not enough in the wallet", "It holds {available} of {requested} yuan. Top up, or pay less.";
            }
        }
        RepaymentRefusal::QuoteExpired => words! {
            "还款试算已过期", "请重新试算，再确认还款。金额没有扣。";
            "The quote has expired", "Ask for a new one. Nothing was debited.";
        },
        RepaymentRefusal::QuoteStale => words! {
            "这笔借款刚有还款", "请重新试算，再确认还款。金额没有扣。";
            "The loan was paid meanwhile", "Ask for a new quote. Nothing was debited.";
        },
        RepaymentRefusal::QuoteUsed => words! {
            "这次试算的金额已还过", "没有重复扣款，请查看还款记录。";
            "This quote was paid already", "Nothing was debited twice; see the payments.";
        },
        RepaymentRefusal::Settled => words! {
            "这笔借款已结清", "不用再还。";
            "The loan is settled", "Nothing is owed.";
        },
        RepaymentRefusal::BeforeLastPayment { .. } => words! {
            "这笔借款今天已有更新的还款", "请重新试算，再确认还款。金额没有扣。";
            "A later payment was taken already", "Reload the page and ask for a new quote. Nothing was debited.";
        },
        RepaymentRefusal::OutOfRange => words! {
            "金额或天数超出可计算的范围", "请检查是否多输了零。";
            "That cannot be reckoned with", "Check amount and days for extra zeros.";
        },
    }
}

pub fn standing_order(refusal: &StandingOrderRefusal) -> Words {
    match refusal {
        StandingOrderRefusal::AmountNotPositive => amount_not_positive(),
        StandingOrderRefusal::AboveOwed { most } => {
            let most = most.grouped();
            words! {
                "超过这笔借款的应还总额", "最多 {most} 元。";
                "More than is owed", "{most} yuan at most.";
            }
        }
        StandingOrderRefusal::Settled => words! {
            "这笔借款已结清", "不用再还。";
            "The loan is settled", "Nothing is owed.";
        },
        StandingOrderRefusal::Stands => words! {
            "这笔借款已设置用佣金还款", "要改金额，请先取消再重新设置。";
            "Commissions repay this loan already", "To change the amount, end that and set it anew.";
        },
        StandingOrderRefusal::Over => words! {
            "佣金还款已结束", "不需要再取消。";
            "It has ended already", "Nothing is left to end.";
        },
    }
}

pub fn confirmation(refusal: &ConfirmationRefusal) -> Words {
    match refusal {
        ConfirmationRefusal::AlreadyConfirmed => words! {
            "此前已确认到账", "不需要再确认。";
            "It was confirmed before", "Nothing more is needed.";
        },
        ConfirmationRefusal::NotPaidOut => words! {
            "款项尚未付出", "支付机构付出后才能确认到账。";
            "The money was not paid out yet", "It can be confirmed once the institution has paid it out.";
        },
        ConfirmationRefusal::PaymentReferenceInvalid => words! {
            "请填写收款流水号", "填写贵司银行账户上这笔收款的流水号，最多 64 个字。";
            "Enter the number of the receipt", "As your bank's account shows it, at most 64 characters.";
        },
    }
}
