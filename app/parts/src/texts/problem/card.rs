//! Of agents' own cards, and topping up from them.

use domain::{
    card::{CardRefusal, MOST_AT_ONCE, TopUpRefusal},
    freeze::FreezeReason,
    signing::SigningRefusal,
};

use super::{Words, amount_not_positive, binding};
use crate::{api::instant, words};

pub fn words(refusal: &CardRefusal) -> Words {
    match refusal {
        CardRefusal::Signing(refusal) => signing(refusal),
        CardRefusal::NotOwn => words! {
            "只能绑定本人的银行卡", "持卡人须为营业执照上的法定代表人，姓名须一致。短信未发送。";
            "Only your own card can be linked", "The cardholder must be the shop's legal representative, with the same name. No code was sent.";
        },
        CardRefusal::TooMany => words! {
            "最多绑定 5 张银行卡", "请先解绑不再使用的卡。";
            "Up to 5 cards", "Remove a card you no longer use first.";
        },
        CardRefusal::TooManyOrders { again_at } => words! {
            let again_at = instant(*again_at);
            "添加银行卡的次数已达上限", "{again_at} 后可再次添加。短信未发送。";
            "Too many cards were added", "You can add another after {again_at}. No code was sent.";
        },
        CardRefusal::State { .. } => words! {
            "当前状态不能进行此操作", "请刷新后查看它的状态。";
            "Not possible in the card's current status", "Refresh the page to see its current status.";
        },
    }
}

/// What is told to the card's owner, and not to somebody who binds it for another.
fn signing(refusal: &SigningRefusal) -> Words {
    match refusal {
        SigningRefusal::ConsentMissing => words! {
            "请先同意授权", "请阅读授权内容并勾选。短信未发送。";
            "Authorisation needed", "Read the authorisation and tick it. No code was sent.";
        },
        SigningRefusal::AlreadyBound => words! {
            "这张卡已经绑定，或正在绑定", "请在银行卡列表中查看。";
            "This card is already linked or being linked", "See your list of cards.";
        },
        SigningRefusal::State { .. } => words! {
            "当前无需输入验证码", "请刷新后查看这张卡的状态。";
            "No code is needed now", "Refresh the page to see its current status.";
        },
        SigningRefusal::TooManyCodes => words! {
            "验证码发送次数已用完", "请待本次超时后重新添加。";
            "No more codes can be sent", "Wait until this attempt expires, then add the card again.";
        },
        other => binding::signing(other),
    }
}

pub fn top_up(refusal: &TopUpRefusal) -> Words {
    match refusal {
        TopUpRefusal::NotUsable { .. } => words! {
            "这张卡暂不能使用", "请查看这张卡的状态。未扣款。";
            "This card cannot be used now", "Check its status. Nothing was debited.";
        },
        TopUpRefusal::Frozen { reason } => frozen(*reason),
        TopUpRefusal::InFlight => words! {
            "有一笔充值正在处理", "结果明确前不能再次充值，以免重复扣款。";
            "A top-up is in progress", "You can top up again once its result is known, to avoid debiting twice.";
        },
        TopUpRefusal::AmountNotPositive => amount_not_positive(),
        TopUpRefusal::TooMuch => {
            let most = MOST_AT_ONCE.grouped();
            words! {
                "超过单笔限额", "单笔最多 {most} 元，可以分次充值。";
                "Over the limit per top-up", "Up to {most} yuan each time. You can top up several times.";
            }
        }
        TopUpRefusal::TriedTooOften { next_at } => words! {
            let next_at = instant(*next_at);
            "这张卡今天的扣款次数已用完", "{next_at} 后可再试，或用银行转账充值。";
            "No more debits of this card today", "It was debited as often as is allowed in a day. Try again after {next_at}, or top up by bank transfer.";
        },
        TopUpRefusal::LimitReached { next_at } => words! {
            let next_at = instant(*next_at);
            "银行今天不再接受扣款", "已达限额，或银行风控拒绝。{next_at} 后可再试，或用银行转账充值。";
            "The bank accepts no more debits today", "Its limit is reached, or it suspects a risk. Try again after {next_at}, or top up by bank transfer.";
        },
    }
}

/// Why nothing is taken from a card for a frozen wallet, and what can be done instead.
fn frozen(reason: FreezeReason) -> Words {
    match reason {
        FreezeReason::Overdue => words! {
            "有借款逾期，支付账户已冻结，不能用银行卡充值",
            "请改用银行转账充值：到账后先还逾期款项，还清后自动解除冻结。未扣款。";
            "The wallet is frozen because a loan is overdue, so it cannot be topped up from a card",
            "Top up by bank transfer instead. It repays the overdue amount first, and the freeze ends automatically once that is paid. Nothing was debited.";
        },
        FreezeReason::Funder => words! {
            "支付账户应资金方申请冻结，不能用银行卡充值", "请改用银行转账充值。未扣款。";
            "The wallet is frozen at a funder's request, so it cannot be topped up from a card",
            "Top up by bank transfer instead. Nothing was debited.";
        },
        FreezeReason::Risk => words! {
            "支付账户因风险控制冻结，不能用银行卡充值", "请改用银行转账充值，或联系客服。未扣款。";
            "The wallet is frozen for risk control, so it cannot be topped up from a card",
            "Top up by bank transfer instead, or contact us. Nothing was debited.";
        },
        FreezeReason::Court => words! {
            "支付账户被司法冻结，不能用银行卡充值", "请改用银行转账充值。未扣款。";
            "The wallet is frozen by court order, so it cannot be topped up from a card",
            "Top up by bank transfer instead. Nothing was debited.";
        },
    }
}
