//! The texts of the button that copies.

use crate::bilingual;

bilingual! {
    pub fn copy() -> CopyTexts {
        copy: "复制", "Copy";
        copied: "已复制", "Copied";
        copy_what(what: &str): "复制{what}", "Copy: {what}";
        copied_what(what: &str): "已复制{what}", "Copied: {what}";
    }
}
