//! Dress: full-width letters, invisible characters and blanks, which say nothing and differ from program to program.

/// A character in its half-width form; Chinese keyboards and banks write letters, digits and signs in the wide one.
#[must_use]
pub fn half(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character).saturating_sub(0xFEE0)).unwrap_or(character),
        '\u{FFE5}' => '¥',
        '\u{2212}' => '-',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// White space, and the marks of no width that copied text carries: joiners, directions, the byte order mark.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// The text in half-width characters and without blanks: what two writings of one name have in common.
#[must_use]
pub fn bare(text: &str) -> String {
    text.chars().map(half).filter(|character| !is_blank(*character)).collect()
}

/// Whether two texts differ in width and blanks only.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let plain = |text| str::chars(text).map(half).filter(|character| !is_blank(*character));
    plain(one).eq(plain(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_width_and_blanks_only_are_the_same() {
        for (one, other) in [
            ("嘉禾小额贷款（重庆）有限公司", "嘉禾小额贷款(重庆)有限公司"),
            ("ＡＢＣ　Ｃｏ．，Ｌｔｄ", "ABC Co.,Ltd"),
            (" 张 三 通讯\u{200B}", "张三通讯"),
        ] {
            assert!(same(one, other), "{one} {other}");
            assert_eq!(bare(one), bare(other));
        }
        for (one, other) in [("张三通讯", "张三通信"), ("ABC", "abc"), ("张三", "张三通讯"), ("张三", "")]
        {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
