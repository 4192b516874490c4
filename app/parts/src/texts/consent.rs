//! What the documents of consents are called, and which version of their words one is.

use domain::consent::ConsentPurpose;

use super::Language;
use crate::bilingual;

bilingual! {
    pub fn consent() -> ConsentTexts {
        names(purpose: ConsentPurpose) {
            ConsentPurpose::PreCredit => "预授信数据授权书", "Consent to provide data for pre-credit offers";
            ConsentPurpose::ApplicationData => "身份与经营数据授权书", "Consent to provide identity and operating data";
            ConsentPurpose::Contract => "电子合同确认书", "Consent to electronic contracting";
            ConsentPurpose::WalletTerms => "支付账户扣款与限制条款", "Terms for debiting and restricting the wallet";
        }
        /// Of what is recorded: `2026-12/zh-CN`.
        version(recorded: &str) -> String = version_zh(recorded), version_en(recorded);
    }
}

/// The year, the month and the language of a recorded version.
fn parts(recorded: &str) -> Option<(&str, u8, &str)> {
    let (version, language) = recorded.split_once('/')?;
    let (year, month) = version.split_once('-')?;
    Some((year, month.parse().ok()?, language))
}

fn version_zh(recorded: &str) -> String {
    let Some((year, month, language)) = parts(recorded) else { return recorded.to_owned() };
    let language = if language == Language::Zh.tag() { "" } else { "（英文）" };
    format!("{year} 年 {month} 月版{language}")
}

fn version_en(recorded: &str) -> String {
    let Some((year, month, language)) = parts(recorded) else { return recorded.to_owned() };
    let language = if language == Language::Zh.tag() { ", in Chinese" } else { "" };
    format!("version of {month}/{year}{language}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_in_words() {
        assert_eq!(version_zh("2026-12/zh-CN"), "2026 年 12 月版");
        assert_eq!(version_zh("2027-03/en"), "2027 年 3 月版（英文）");
        assert_eq!(version_en("2026-12/zh-CN"), "version of 12/2026, in Chinese");
        assert_eq!((version_zh("1"), version_en("2026-x/en")), ("1".to_owned(), "2026-x/en".to_owned()));
    }
}
