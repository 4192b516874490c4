//! The layouts that come with the product.

use domain::bank_layout::Layout;

macro_rules! described {
    ($($name:literal),*) => {
        [$(include_str!(concat!("../../layouts/", $name, ".json"))),*]
    };
}

/// Each as people would describe it. `alipay` and `wechat` are the ledgers of a merchant's account, `alipay_bill` and
/// `wechat_bill` what a person can download. Alipay does not promise that its balances follow from line to line, so that
/// its layouts name none.
const DESCRIBED: [&str; 11] = described!(
    "icbc",
    "icbc_history",
    "ccb",
    "abc",
    "boc",
    "bocom",
    "alipay",
    "alipay_bill",
    "wechat",
    "wechat_bill",
    "english"
);

/// The layouts that come with the product.
///
/// # Panics
/// Never: the descriptions are a part of the program, and a test reads them all.
#[must_use]
pub fn built_in() -> Vec<Layout> {
    DESCRIBED.iter().map(|text| serde_json::from_str(text).expect("a built-in layout is described rightly")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_layout_may_be_used_and_has_a_name_of_its_own() {
        let layouts = built_in();
        for (place, layout) in layouts.iter().enumerate() {
            assert_eq!(layout.check(), Ok(()), "{}", layout.name);
            assert!(layouts.iter().take(place).all(|other| other.name != layout.name), "{}", layout.name);
        }
    }
}
