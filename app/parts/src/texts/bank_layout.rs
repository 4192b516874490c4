//! What people call the layouts of banks' tables that come with the product.

use super::Language;

/// The name of a layout: its own, where people have added it.
#[must_use]
pub fn layout_name(name: &str, language: Language) -> &str {
    let (zh, en) = match name {
        "abc" => ("农业银行", "Agricultural Bank of China"),
        "alipay" => ("支付宝账务明细", "Alipay account statement"),
        "alipay_bill" => ("支付宝交易账单", "Alipay transaction bill"),
        "boc" => ("中国银行", "Bank of China"),
        "bocom" => ("交通银行", "Bank of Communications"),
        "ccb" => ("建设银行", "China Construction Bank"),
        "english" => ("英文通用格式", "General, in English"),
        "icbc" => ("工商银行", "ICBC"),
        "icbc_history" => ("工商银行历史明细", "ICBC account history"),
        "wechat" => ("微信支付资金账单", "WeChat Pay fund statement"),
        "wechat_bill" => ("微信支付交易账单", "WeChat Pay transaction bill"),
        added => (added, added),
    };
    language.choose(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_that_comes_with_the_product_has_a_name_in_both_languages() {
        for name in services::bank_layout::built_in_names() {
            for language in [Language::Zh, Language::En] {
                assert_ne!(layout_name(&name, language), name);
            }
        }
    }
}
