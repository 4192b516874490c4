//! What a payer agrees to when a card is bound.
//!
//! Not in `signing/`, which leads to `mapping/`, which needs it too.

/// The words, with the names in them. Without a facilitator's name in it nothing is shared.
#[must_use]
pub fn consent_text(funder: &str, facilitator: &str, shares: bool) -> String {
    let own = format!(
        "本人授权{funder}通过支付机构签约本人银行卡的协议支付，用于归还本人欠{funder}的到期款项。验证码由本人收取并提供，视为本人确认。"
    );
    let shared = format!(
        "上述债权如转让给{facilitator}，自通知本人之日起，{facilitator}可凭本签约扣收所受让债权的到期款项，{funder}不再就该债权扣收；扣款以未清偿金额为限。"
    );
    if shares { format!("{own}\n{shared}") } else { own }
}
