//! Text files: lines, the delimiter, quoted cells.

use super::encoding::{decode_part, encoding_of, is_wide};
use super::{Collector, SheetError};

/// How many rows the delimiter is judged by.
const JUDGED_ROWS: usize = 100;
/// A text is decoded in parts of about this size, so that no second copy of a large file is made.
const PART_BYTES: usize = 1 << 20;
/// With this byte old programs end a text.
const END_OF_FILE: u8 = 0x1A;

pub(super) fn read(file_name: &str, bytes: &[u8], collector: &mut Collector<'_>) -> Result<(), SheetError> {
    let not_text = || SheetError::NotText { file_name: file_name.to_owned() };
    let (encoding, body) = encoding_of(bytes, None);
    let wide = is_wide(encoding);
    let body = if wide { body } else { without_end_mark(body) };
    if !wide && body.iter().any(|&byte| byte < 0x20 && !b"\t\r\n\x0C".contains(&byte)) {
        return Err(not_text());
    }
    let mut splitter: Option<Splitter> = None;
    let mut rest = body;
    while !rest.is_empty() {
        // The units of UTF-16 have line breaks in them that are none.
        let (part, after) = rest.split_at(if wide { rest.len() } else { whole_lines(rest) });
        let text = decode_part(part, encoding, splitter.as_ref().map_or(1, |splitter| splitter.line))?;
        let text = if wide { text.trim_end().trim_end_matches(char::from(END_OF_FILE)) } else { &text };
        if wide && text.chars().any(|c| c.is_control() && !"\t\r\n\u{c}".contains(c)) {
            return Err(not_text());
        }
        splitter.get_or_insert_with(|| Splitter::for_text(text)).split(text, collector)?;
        rest = after;
    }
    splitter.map_or(Ok(()), |splitter| splitter.finish(collector))
}

fn without_end_mark(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some(before) = rest.trim_ascii_end().strip_suffix(&[END_OF_FILE]) {
        rest = before;
    }
    rest
}

/// The bytes up to the first line break behind the size of a part.
fn whole_lines(bytes: &[u8]) -> usize {
    let from = PART_BYTES.min(bytes.len());
    let is_end = |(index, byte): (usize, &u8)| match byte {
        b'\n' => Some(index + 1),
        b'\r' if bytes.get(index + 1) != Some(&b'\n') => Some(index + 1),
        _ => None,
    };
    bytes.iter().enumerate().skip(from).find_map(is_end).unwrap_or(bytes.len())
}

/// The delimiter by which the most rows have the same number of cells, and that number. The header decides between
/// equals: thousands separators stand in amounts, never in a heading.
fn delimiter(text: &str) -> (char, usize) {
    let agreement = |delimiter: char| {
        let mut counts = delimiter_counts(text, delimiter);
        counts.sort_unstable();
        counts.chunk_by(PartialEq::eq).map(|same| (same.len(), same.first().copied().unwrap_or(0))).max()
    };
    // The last of equals wins: the comma, the usual one.
    let judged = ['\t', ';', '|', ','].map(|delimiter| (agreement(delimiter), delimiter));
    let (agreed, delimiter) = judged.into_iter().max_by_key(|(agreed, _)| *agreed).unwrap_or((None, ','));
    (delimiter, agreed.map_or(0, |(_, count)| count))
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
/// breaks inside quotes, and because a stray quote must be refused: it would make one cell of the rows behind it.
struct Splitter {
    delimiter: char,
    /// How often it stands in most rows.
    agreed: usize,
    line: usize,
    /// The line where the row begins.
    first_line: usize,
    column: usize,
    cell: String,
    quote: Quote,
    /// Line breaks and delimiters inside the quotes of this row, and the line of its last quote that opened.
    quoted_breaks: usize,
    quoted_delimiters: usize,
    quote_line: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Open,
    /// The cell is complete; only blanks may follow.
    Closed,
}

impl Splitter {
    fn for_text(text: &str) -> Self {
        let (delimiter, agreed) = delimiter(text);
        Self {
            delimiter,
            agreed,
            line: 1,
            first_line: 1,
            column: 0,
            cell: String::new(),
            quote: Quote::None,
            quoted_breaks: 0,
            quoted_delimiters: 0,
            quote_line: 1,
        }
    }

    /// Takes whole lines.
    fn split(&mut self, text: &str, collector: &mut Collector<'_>) -> Result<(), SheetError> {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let line_break = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
            self.line += usize::from(line_break);
            if self.quote == Quote::Open {
                if c != '"' {
                    self.cell.push(c);
                    self.quoted_breaks += usize::from(line_break);
                    self.quoted_delimiters += usize::from(c == self.delimiter);
                } else if chars.next_if_eq(&'"').is_some() {
                    self.cell.push('"');
                } else {
                    self.quote = Quote::Closed;
                }
            } else if c == self.delimiter || line_break {
                self.end_cell(collector)?;
                if line_break {
                    self.end_row(collector)?;
                }
            } else if self.quote == Quote::Closed {
                if !c.is_whitespace() {
                    return Err(SheetError::StrayQuote { row: self.quote_line });
                }
            } else if c == '"' && self.cell.trim().is_empty() {
                self.cell.clear();
                (self.quote, self.quote_line) = (Quote::Open, self.line);
            } else if c != '\r' {
                self.cell.push(c);
            }
        }
        Ok(())
    }

    fn finish(mut self, collector: &mut Collector<'_>) -> Result<(), SheetError> {
        if self.quote == Quote::Open {
            return Err(SheetError::UnclosedQuote { row: self.quote_line });
        }
        self.end_cell(collector)?;
        self.end_row(collector)
    }

    fn end_cell(&mut self, collector: &mut Collector<'_>) -> Result<(), SheetError> {
        collector.put(self.column, bare(&self.cell))?;
        self.cell.clear();
        self.column += 1;
        self.quote = Quote::None;
        Ok(())
    }

    fn end_row(&mut self, collector: &mut Collector<'_>) -> Result<(), SheetError> {
        // Two stray quotes make one cell of all that stands between them. Its lines have then as many delimiters as
        // rows have; a remark of several lines has not.
        let more = (self.column - 1 + self.quoted_delimiters).saturating_sub(self.agreed);
        if self.quoted_breaks > 0 && self.quoted_delimiters > 0 && 4 * more >= 3 * self.quoted_breaks * self.agreed {
            return Err(SheetError::StrayQuote { row: self.quote_line });
        }
        collector.end_row(self.first_line, self.column)?;
        (self.first_line, self.column) = (self.line, 0);
        (self.quoted_breaks, self.quoted_delimiters) = (0, 0);
        Ok(())
    }
}

/// The text of a cell without the wrapping `="…"` with which programs keep Excel from reading a long number.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell)
}
