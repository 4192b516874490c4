//! Text files: decoding, the delimiter, quoted cells.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Collector, Encoding, Sheet, SheetError};

/// How many rows the delimiter is judged by.
const JUDGED_ROWS: usize = 100;

pub(super) fn read(file_name: &str, bytes: &[u8]) -> Result<Sheet, SheetError> {
    let not_text = || SheetError::NotText { file_name: file_name.to_owned() };
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !wide && bytes.iter().any(|&byte| byte < 0x20 && !b"\t\r\n\x0C".contains(&byte)) {
        return Err(not_text());
    }
    let (text, encoding) = decode(bytes, None)?;
    if wide && text.chars().any(|c| c.is_control() && !"\t\r\n\u{c}".contains(c)) {
        return Err(not_text());
    }
    let mut collector = Collector::default();
    split(&text, delimiter(&text), &mut collector)?;
    Ok(Sheet { rows: collector.rows, encoding })
}

/// Decodes a text to its last byte: by its byte order mark, else as `declared`, else as UTF-8, else as GB18030.
///
/// # Errors
///
/// [`SheetError::Encoding`] with the line of the first byte that the encoding does not know.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&'static encoding_rs::Encoding>,
) -> Result<(Cow<'a, str>, Encoding), SheetError> {
    let (chosen, body) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, mark_len)) => (marked, bytes.get(mark_len..).unwrap_or_default()),
        None => (declared.unwrap_or_else(|| guess(bytes)), bytes),
    };
    let encoding = if chosen == UTF_8 {
        Encoding::Utf8
    } else if chosen == UTF_16LE || chosen == UTF_16BE {
        Encoding::Utf16
    } else if chosen == GB18030 {
        Encoding::Gb18030
    } else {
        Encoding::Declared(chosen.name())
    };
    if let Some(text) = chosen.decode_without_bom_handling_and_without_replacement(body) {
        return Ok((text, encoding));
    }
    // Decoding again with replacement marks shows where the first fault is, whatever the encoding.
    let (marked, _) = chosen.decode_without_bom_handling(body);
    let before = marked.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
    Err(SheetError::Encoding { row: before.matches('\n').count() + 1, encoding: chosen.name() })
}

/// UTF-8 or GB18030. A damaged UTF-8 file must not be read as the nonsense that it would be in GB18030, so a file that
/// is UTF-8 for the most part is held to be UTF-8.
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad == 0 || good > bad * 4 { UTF_8 } else { GB18030 }
}

/// The delimiter by which the most rows have the same number of cells. The header decides between equals: thousands
/// separators stand in amounts, never in a heading.
fn delimiter(text: &str) -> char {
    let agreement = |delimiter: char| {
        let mut counts = delimiter_counts(text, delimiter);
        counts.sort_unstable();
        counts.chunk_by(PartialEq::eq).map(|same| (same.len(), same.first().copied())).max()
    };
    // The last of equals wins: the comma, the usual one.
    ['\t', ';', ','].into_iter().max_by_key(|&delimiter| agreement(delimiter)).unwrap_or(',')
}

/// How often a delimiter stands outside quotes in each of the first rows that have it.
fn delimiter_counts(text: &str, delimiter: char) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut rows, mut count, mut quoted, mut at_start) = (0, 0, false, true);
    for c in text.chars() {
        if quoted {
            // A second quote right behind the closing one opens it again: together they are one quote of the text.
            quoted = c != '"';
            at_start = true;
        } else if c == '"' && at_start {
            quoted = true;
        } else if c == '\n' || c == '\r' {
            counts.extend((count > 0).then_some(count));
            (rows, count, at_start) = (rows + 1, 0, true);
            if rows >= JUDGED_ROWS {
                return counts;
            }
        } else if c == delimiter {
            (count, at_start) = (count + 1, true);
        } else {
            at_start &= c.is_whitespace();
        }
    }
    counts.extend((count > 0).then_some(count));
    counts
}

/// Splits a text into cells. Written here because the line that a person sees must be exact across blank lines and line
/// breaks inside quotes, and because a quote that never closes must be refused, not swallow the rest of the file.
fn split(text: &str, delimiter: char, collector: &mut Collector) -> Result<(), SheetError> {
    let mut chars = text.chars().peekable();
    let mut cell = String::new();
    let (mut line, mut first_line, mut column) = (1, 1, 0);
    let mut quote_line = None;
    while let Some(c) = chars.next() {
        let line_break = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        line += usize::from(line_break);
        if quote_line.is_some() {
            if c != '"' {
                cell.push(c);
            } else if chars.next_if_eq(&'"').is_some() {
                cell.push('"');
            } else {
                quote_line = None;
            }
        } else if c == '"' && cell.trim().is_empty() {
            cell.clear();
            quote_line = Some(line);
        } else if c == delimiter || line_break {
            collector.put(column, bare(&cell))?;
            cell.clear();
            column += 1;
            if line_break {
                collector.end_row(first_line)?;
                (first_line, column) = (line, 0);
            }
        } else if c != '\r' {
            cell.push(c);
        }
    }
    if let Some(row) = quote_line {
        return Err(SheetError::UnclosedQuote { row });
    }
    collector.put(column, bare(&cell))?;
    collector.end_row(first_line)
}

/// The text of a cell without the wrapping `="…"` with which programs keep Excel from reading a long number.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell)
}
