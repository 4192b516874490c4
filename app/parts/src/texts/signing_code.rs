//! The code by which a card is bound.

use domain::signing::TRIES;

use crate::bilingual;

bilingual! {
    pub fn signing_code() -> SigningCodeTexts {
        hint(until: &str): "{until} 前有效", "Until {until}";
        mistyped(times: i16): "已输错 {times} 次，最多 {TRIES} 次", "Mistyped {times} times, at most {TRIES}";
        again: "重新发送验证码", "Send another code";
    }
}
