//! What the funder's people write about an application for each other, over several lines.

use super::ApplicationRefusal;

/// The longest opinion, in characters.
pub const OPINION_LIMIT: usize = 2_000;
/// The longest comment, in characters.
pub const COMMENT_LIMIT: usize = 1_000;

/// A text as it is kept: without blanks around it, and with one kind of line end, where browsers send another.
///
/// # Errors
/// When nothing is left, when it has more than `most` characters, and when it has one that cannot be seen.
pub fn written(field: &str, typed: &str, most: usize) -> Result<String, ApplicationRefusal> {
    let (field, text) = (field.to_owned(), typed.trim().replace("\r\n", "\n"));
    if text.is_empty() {
        return Err(ApplicationRefusal::FieldMissing { field });
    }
    if text.chars().count() > most {
        return Err(ApplicationRefusal::FieldTooLong { field });
    }
    if text.chars().any(|character| character.is_control() && character != '\n') {
        return Err(ApplicationRefusal::FieldUnprintable { field });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_something_to_say_in_so_many_characters_that_can_be_seen() {
        let long = "长".repeat(2_000);
        let longer = format!("{long}长");
        for (typed, kept) in [
            ("同意", Ok("同意")),
            ("  收入稳定\r\n额度合理 \n", Ok("收入稳定\n额度合理")),
            (long.as_str(), Ok(long.as_str())),
            (longer.as_str(), Err("field.too_long")),
            ("", Err("field.missing")),
            (" \r\n ", Err("field.missing")),
            ("一\t二", Err("field.unprintable")),
            ("一\r二", Err("field.unprintable")),
            ("一\u{7}二", Err("field.unprintable")),
        ] {
            let read = written("opinion", typed, OPINION_LIMIT);
            let told = read.as_ref().map(String::as_str).map_err(|refusal| refusal.code());
            assert_eq!(told, kept, "{typed:?}");
            assert!(read.is_ok() || read.is_err_and(|refusal| refusal.field() == Some("opinion")), "{typed:?}");
        }
    }
}
