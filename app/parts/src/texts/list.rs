//! The words around every list.

use crate::bilingual;

bilingual! {
    pub fn list() -> ListTexts {
        pages: "分页", "Pages";
        next_page: "下一页", "Next page";
        first_page: "回到第一页", "First page";
        /// How many rows a page shows.
        shown(count: usize): "本页 {count} 条", "{count} on this page";
    }
}
