//! The words with which people say why, or what shows something: a reason, a note, evidence, a document.

/// The longest of them, in characters.
pub const REASON_LIMIT: usize = 500;

/// Whether a text says something, and not everything: as it is kept, without blanks around it.
#[must_use]
pub fn is_reason(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().count() <= REASON_LIMIT && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_in_so_many_characters() {
        let long = "久".repeat(REASON_LIMIT);
        let (padded, longer) = (format!("  {long} \n"), format!("{long}久"));
        for (text, is) in [
            ("失联", true),
            (" \n失联\t", true),
            (long.as_str(), true),
            (padded.as_str(), true),
            (longer.as_str(), false),
            ("", false),
            (" \n", false),
            ("失\0联", false),
        ] {
            assert_eq!(is_reason(text), is, "{text:?}");
        }
    }
}
