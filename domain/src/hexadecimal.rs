//! Bytes as people and protocols write them: two digits each, in small letters.

use std::fmt::Write as _;

/// The bytes in hexadecimal.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of a text that is exactly as long, in letters of either case.
#[must_use]
pub fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    if text.len() != LENGTH * 2 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        assert_eq!(super::text(&[0, 1, 0xab, 0xff]), "0001abff");
        assert_eq!(super::text(&[]), "");
        assert_eq!(super::bytes("0001abFF"), Some([0, 1, 0xab, 0xff]));
        for wrong in ["", "0001abf", "0001abff0", "0001abfg", "+001abff", "０００"] {
            assert_eq!(super::bytes::<4>(wrong), None, "{wrong}");
        }
    }
}
