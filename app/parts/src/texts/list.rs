//! The words around every list.

use super::Language;

pub struct ListTexts {
    pub pages: &'static str,
    pub next_page: &'static str,
    pub first_page: &'static str,
    /// How many rows a page shows.
    pub shown: fn(usize) -> String,
}

static ZH: ListTexts = ListTexts {
    pages: "分页",
    next_page: "下一页",
    first_page: "回到第一页",
    shown: |count| format!("本页 {count} 条"),
};

static EN: ListTexts = ListTexts {
    pages: "Pages",
    next_page: "Next page",
    first_page: "First page",
    shown: |count| format!("{count} on this page"),
};

/// The texts of the page's language.
#[must_use]
pub fn list() -> &'static ListTexts {
    Language::here().choose(&ZH, &EN)
}
