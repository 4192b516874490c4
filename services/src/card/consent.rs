//! What an agent agrees to when it binds its own card.

use domain::Reference;

/// The words, with the wallet in them that the money goes to.
#[must_use]
pub fn consent_text(wallet: &Reference) -> String {
    format!(
        "本人授权支付机构签约本人银行卡的协议支付，仅用于由本人或本人邀请的本店店员主动发起的、向本人支付账户（{wallet}）的充值。每次充值由发起人确认金额后扣款，\
         支付机构和资金方不会自行发起扣款。验证码由本人收取并提供，视为本人确认。本人可随时暂停或解约。"
    )
}
