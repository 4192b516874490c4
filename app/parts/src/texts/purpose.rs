//! What a loan is for.

use super::Language;

/// What is stored, and what it is called here.
#[must_use]
pub fn purposes() -> [(&'static str, &'static str); 4] {
    let language = Language::here();
    [
        ("向运营商预存货款", "Prepaying the carrier"),
        ("采购手机终端", "Buying handsets"),
        ("门店装修与设备", "Shop fittings and equipment"),
        ("其他经营周转", "Other working capital"),
    ]
    .map(|(zh, en)| (zh, language.choose(zh, en)))
}

/// A stored purpose as it is called here; any other text stands for itself.
#[must_use]
pub fn purpose_name(stored: &str) -> String {
    let known = purposes().into_iter().find(|(value, _)| *value == stored);
    known.map_or_else(|| stored.to_owned(), |(_, name)| name.to_owned())
}
