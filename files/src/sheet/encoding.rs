//! What bytes are which letters. Nothing is guessed away: a text that is not what it seems names its row.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::SheetError;

/// Decodes a text to its last byte: by its byte order mark, else as `declared`, else as UTF-8, else as GB18030.
///
/// # Errors
///
/// The row of the first byte that the encoding does not know, or of a part that is plainly in another one.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Cow<'a, str>, SheetError> {
    let (encoding, body) = encoding_of(bytes, declared);
    decode_part(body, encoding, 1)
}

/// The encoding of a text, and the text without its byte order mark.
pub(super) fn encoding_of<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> (&'static Encoding, &'a [u8]) {
    match Encoding::for_bom(bytes) {
        Some((marked, mark_len)) => (marked, bytes.get(mark_len..).unwrap_or_default()),
        None => (declared.unwrap_or_else(|| guess(bytes)), bytes),
    }
}

pub(super) fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Decodes whole lines of a text, of which the first has this number.
pub(super) fn decode_part<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    first_row: usize,
) -> Result<Cow<'a, str>, SheetError> {
    let refused = |before: &str| SheetError::Encoding {
        row: first_row + before.matches('\n').count(),
        encoding: encoding.name(),
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        // Decoding again with replacement marks shows where the first fault is, whatever the encoding.
        let (marked, _) = encoding.decode_without_bom_handling(bytes);
        return Err(refused(marked.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default()));
    };
    if encoding == UTF_8 || is_wide(encoding) {
        return Ok(text);
    }
    let mut at = 0;
    for cell in bytes.split(|byte| b",;\t\r\n\"<>".contains(byte)) {
        if !cell.is_ascii() && is_of_another_encoding(cell, encoding) {
            return Err(refused(&String::from_utf8_lossy(bytes.get(..at).unwrap_or_default())));
        }
        at += cell.len() + 1;
    }
    Ok(text)
}

/// UTF-8 or GB18030. A damaged UTF-8 file must not be read as the nonsense that it would be in GB18030, so the encoding
/// is that of the most lines.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_ascii());
    let (all, good) =
        lines.fold((0, 0), |(all, good), line| (all + 1, good + usize::from(std::str::from_utf8(line).is_ok())));
    if good * 2 >= all { UTF_8 } else { GB18030 }
}

/// Whether the bytes of a cell are readable in the file's encoding by accident: they are UTF-8 that makes better words,
/// or letters of a western encoding, of which GB18030 makes one rare character each in the middle of a word.
fn is_of_another_encoding(cell: &[u8], encoding: &'static Encoding) -> bool {
    let (own, _) = encoding.decode_without_bom_handling(cell);
    if std::str::from_utf8(cell).is_ok_and(|utf8| rare_letters(utf8) < rare_letters(&own)) {
        return true;
    }
    let letters: Vec<char> = own.chars().collect();
    letters.windows(3).any(|three| {
        let [before, middle, after] = three else { return false };
        let in_a_word = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
        in_a_word && matches!(*GB18030.encode(middle.encode_utf8(&mut [0; 4])).0, [_, b'A'..=b'Z' | b'a'..=b'z'])
    })
}

/// How many letters are neither ASCII nor one of the common ones of GB 2312: its signs and its first level, 3,755
/// characters by which nearly every Chinese text is written.
fn rare_letters(text: &str) -> usize {
    let (bytes, _, _) = GB18030.encode(text);
    let (mut rest, mut rare) = (&*bytes, 0);
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (0..0x80, _) => after,
            (0xA1..=0xA3 | 0xB0..=0xD7, [0xA1..=0xFE, after @ ..]) => after,
            (_, [b'0'..=b'9', _, _, after @ ..]) | (_, [_, after @ ..]) | (_, after) => {
                rare += 1;
                after
            }
        };
    }
    rare
}
