//! Tables that people send: csv files and Excel workbooks, read into plain text cells.
//!
//! A file is recognised by its content, never by its name. Nothing is guessed away: a byte that cannot be decoded, a
//! quote that never closes or a number that has already lost digits refuses the whole file and names the row.

mod encoding;
mod error;
mod text;
mod workbook;

use domain::width::is_blank;

pub(crate) use encoding::decode;
pub use error::SheetError;

/// The largest file taken, in bytes.
pub const MAX_FILE_BYTES: usize = 40_000_000;
/// The most rows with content that one file may have.
pub const MAX_ROWS: usize = 250_000;
/// The most columns that one row may have.
pub const MAX_COLUMNS: usize = 200;
/// The most cells of one file, counted up to the last cell with content of each row.
pub const MAX_CELLS: usize = 4_000_000;
/// The most text of one file in bytes: a workbook can repeat one long shared text in every cell.
const MAX_TEXT_BYTES: usize = 100_000_000;

/// One row that has content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number a person sees beside the row, from 1: the line of a text file, the row of a workbook.
    pub number: usize,
    /// The cells without surrounding blanks and guard marks, up to the last one that has content.
    pub cells: Vec<String>,
    /// How many cells the row has in the file, empty ones at its end included.
    pub width: usize,
}

impl Row {
    /// The text of a column counted from 0; a row that is shorter answers with nothing.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a csv file or the first visible sheet of an Excel workbook, row by row.
///
/// The name only serves the message of a refusal. Whatever was given before a refusal is to be forgotten.
///
/// # Errors
///
/// When the file is empty, too large, damaged, not a table or not decodable to the last byte.
pub fn each_row(file_name: &str, bytes: &[u8], mut row: impl FnMut(Row)) -> Result<(), SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(SheetError::too_large("bytes", MAX_FILE_BYTES as u64));
    }
    if let Some(kind) = unsupported_kind(bytes) {
        return Err(SheetError::Unsupported { file_name: file_name.to_owned(), kind });
    }
    let mut collector = Collector { sink: &mut row, cells: Vec::new(), rows: 0, cell_count: 0, text_bytes: 0 };
    if bytes.starts_with(b"PK") && matches!(bytes.get(2..4), Some([3, 4] | [5, 6])) {
        workbook::read(file_name, bytes, &mut collector)?;
    } else {
        text::read(file_name, bytes, &mut collector)?;
    }
    if collector.rows == 0 { Err(SheetError::Empty) } else { Ok(()) }
}

/// As [`each_row`], all rows at once.
///
/// # Errors
///
/// As [`each_row`].
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    let mut rows = Vec::new();
    each_row(file_name, bytes, |row| rows.push(row))?;
    Ok(rows)
}

/// Names a kind of file that people send by mistake, so that the message can say what to do instead.
pub(crate) fn unsupported_kind(bytes: &[u8]) -> Option<&'static str> {
    const OLD_OFFICE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    const MAGIC: [(&[u8], &str); 6] = [
        (b"%PDF", "pdf"),
        (b"Rar!", "rar"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x1F\x8B", "gzip"),
        (b"\x89PNG", "image"),
        (b"\xFF\xD8\xFF", "image"),
    ];
    if bytes.starts_with(OLD_OFFICE) {
        // A workbook with a password is packed into the container of the old format.
        let marker: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let locked = bytes.windows(marker.len()).any(|window| window == marker);
        return Some(if locked { "password" } else { "xls" });
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match start.get(..5)?.to_ascii_lowercase().as_slice() {
        b"<?xml" => Some("xml"),
        b"<html" | b"<!doc" | b"<tabl" | b"<meta" | b"<head" => Some("html"),
        _ => None,
    }
}

/// Gathers the cells of one file within its limits, and hands on each row that has content.
struct Collector<'a> {
    sink: &'a mut dyn FnMut(Row),
    cells: Vec<String>,
    rows: usize,
    cell_count: usize,
    text_bytes: usize,
}

impl Collector<'_> {
    /// Puts a text into a column (from 0) of the current row. Empty cells take no room until a later one has content.
    fn put(&mut self, column: usize, text: &str) -> Result<(), SheetError> {
        // An apostrophe or a backtick before a value keeps spreadsheets from changing it, and is no part of it.
        let text = text.trim_matches(is_blank).trim_start_matches(['\'', '`']).trim_start_matches(is_blank);
        if text.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(SheetError::too_large("columns", MAX_COLUMNS as u64));
        }
        self.text_bytes += text.len();
        if self.text_bytes > MAX_TEXT_BYTES {
            return Err(SheetError::too_large("text", MAX_TEXT_BYTES as u64));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            text.clone_into(cell);
        }
        Ok(())
    }

    /// Ends the current row, which has `width` cells in the file; a row without content leaves no trace but its number.
    fn end_row(&mut self, number: usize, width: usize) -> Result<(), SheetError> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.cell_count += self.cells.len();
        if self.cell_count > MAX_CELLS {
            return Err(SheetError::too_large("cells", MAX_CELLS as u64));
        }
        if self.rows >= MAX_ROWS {
            return Err(SheetError::too_large("rows", MAX_ROWS as u64));
        }
        self.rows += 1;
        (self.sink)(Row { number, cells: std::mem::take(&mut self.cells), width });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
