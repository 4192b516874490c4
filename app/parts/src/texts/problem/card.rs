//! Of agents' own cards, and topping up from them.

use domain::{
    card::{CardRefusal, MOST_AT_ONCE, TopUpRefusal},
    freeze::FreezeReason,
    signing::SigningRefusal,
};

use super::{Words, amount_not_positive, binding};
use crate::words;

pub fn words(refusal: &CardRefusal) -> Words {
    match refusal {
        CardRefusal::Signing(refusal) => signing(refusal),
        CardRefusal::NotOwn => words! {
            "只能绑定本人的银行卡", "持卡人须是营业执照上的法定代表人，姓名须一致。没有发送短信。";
            "Only your own card can be bound", "Its owner is the shop's legal person, by the same name. No code was sent.";
        },
        CardRefusal::TooMany => words! {
            "最多绑定 5 张银行卡", "请先解绑不用的卡。";
            "At most five cards", "Remove one that you do not use.";
        },
        CardRefusal::TooManyOrders => words! {
            "今天添加银行卡的次数已满", "请明天再试。";
            "Too many cards were added today", "Try again tomorrow.";
        },
        CardRefusal::State { .. } => words! {
            "这张卡现在不能这样处理", "请刷新后查看它的状态。";
            "The card is in another state", "Reload and look.";
        },
    }
}

/// What is told to the card's owner, and not to somebody who binds it for another.
fn signing(refusal: &SigningRefusal) -> Words {
    match refusal {
        SigningRefusal::ConsentMissing => words! {
            "请先同意授权", "阅读授权内容后勾选。没有发送短信。";
            "Agree first", "Read what you agree to, and tick it. No code was sent.";
        },
        SigningRefusal::AlreadyBound => words! {
            "这张卡已经绑定，或正在绑定", "请在列表里查看。";
            "The card is bound already, or being bound", "Look at the list.";
        },
        SigningRefusal::State { .. } => words! {
            "现在不用输入验证码", "请刷新后查看这张卡的状态。";
            "No code is waited for", "Reload and look.";
        },
        SigningRefusal::TooManyCodes => words! {
            "验证码发送次数已用完", "请等这次超时后重新添加。";
            "No further code is sent", "Wait until this one has ended, and add the card again.";
        },
        other => binding::signing(other),
    }
}

pub fn top_up(refusal: &TopUpRefusal) -> Words {
    match refusal {
        TopUpRefusal::NotUsable { .. } => words! {
            "这张卡现在不能使用", "请查看它的状态。没有扣款。";
            "The card cannot be used now", "Look at its state. Nothing was taken.";
        },
        TopUpRefusal::Frozen { reason } => frozen(*reason),
        TopUpRefusal::InFlight => words! {
            "有一笔充值正在处理", "结果明确之前不能再充，避免重复扣款。";
            "A top-up is on its way", "Nothing more is taken until its result is known.";
        },
        TopUpRefusal::AmountNotPositive => amount_not_positive(),
        TopUpRefusal::TooMuch => {
            let most = MOST_AT_ONCE.grouped();
            words! {
                "超过单笔限额", "单笔最多 {most} 元，可以分次充值。";
                "More than is taken at once", "At most {most} yuan; top up in several steps.";
            }
        }
        TopUpRefusal::TriedTooOften => words! {
            "这张卡今天已扣款 3 次", "请明天再试，或从银行转账充值。";
            "The card was tried three times today", "Try again tomorrow, or top up by a transfer.";
        },
        TopUpRefusal::LimitReached => words! {
            "银行今天不再接受扣款", "已达限额，或银行风控拒绝。请明天再试，或从银行转账充值。";
            "The bank lets nothing more be taken today", "Try again tomorrow, or top up by a transfer.";
        },
    }
}

/// Why nothing is taken from a card for a frozen wallet, and what can be done instead.
fn frozen(reason: FreezeReason) -> Words {
    match reason {
        FreezeReason::Overdue => words! {
            "有借款逾期，支付账户已冻结，不能用银行卡充值",
            "请改为从银行转账充值：到账后先还逾期的部分，还清后自动解除冻结。没有扣款。";
            "Something is overdue and the wallet frozen: nothing is taken from the card",
            "Make a bank transfer instead: it pays what is overdue first, and the freeze ends when that is paid. Nothing was taken.";
        },
        FreezeReason::Funder => words! {
            "支付账户应资金方申请冻结，不能用银行卡充值", "请改为从银行转账充值。没有扣款。";
            "The wallet is frozen at a funder's request: nothing is taken from the card",
            "Make a bank transfer instead. Nothing was taken.";
        },
        FreezeReason::Risk => words! {
            "支付账户因风险控制冻结，不能用银行卡充值", "请改为从银行转账充值，或联系客服。没有扣款。";
            "The wallet is frozen for risk: nothing is taken from the card",
            "Make a bank transfer instead, or call us. Nothing was taken.";
        },
        FreezeReason::Court => words! {
            "支付账户被司法冻结，不能用银行卡充值", "请改为从银行转账充值。没有扣款。";
            "The wallet is frozen by a court: nothing is taken from the card",
            "Make a bank transfer instead. Nothing was taken.";
        },
    }
}
