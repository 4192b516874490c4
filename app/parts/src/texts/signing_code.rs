//! The code by which a card is bound.

use domain::signing::TRIES;

use crate::bilingual;

bilingual! {
    pub fn signing_code() -> SigningCodeTexts {
        hint(until: &str): "{until} 前有效", "Valid until {until}";
        mistyped(times: i16): "已输错 {times} 次，最多可输错 {TRIES} 次", "{times} of {TRIES} attempts used";
        again: "重新发送验证码", "Resend code";
    }
}
