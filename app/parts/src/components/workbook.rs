//! Rows as a workbook, as spreadsheets open it: amounts are numbers, everything else is text, whatever it looks like.

use domain::Amount;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cell::Plain;

/// The most characters that a spreadsheet takes into a cell.
const LONGEST_TEXT: usize = 32_767;
const COLUMN_WIDTH: f64 = 18.0;

/// A sheet: above it `head`'s lines, then the headings of its columns and its rows.
pub(super) fn written(head: &[(&str, Plain)], headings: &[&str], rows: &[Vec<Plain>]) -> Result<Vec<u8>, XlsxError> {
    let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
    let mut workbook = Workbook::new();
    // A file of the same content is the same file: it does not say when it was made.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    let mut line = 0;
    for (name, value) in head {
        sheet.write_string_with_format(line, 0, *name, &bold)?;
        write(sheet, (line, 1), value, &money)?;
        line += 1;
    }
    line += u32::from(!head.is_empty());
    for (place, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(line, place, *heading, &bold)?;
        sheet.set_column_width(place, COLUMN_WIDTH)?;
    }
    sheet.set_freeze_panes(line + 1, 0)?;
    for row in rows {
        line += 1;
        for (place, cell) in (0..).zip(row) {
            write(sheet, (line, place), cell, &money)?;
        }
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, (line, place): (u32, u16), cell: &Plain, money: &Format) -> Result<(), XlsxError> {
    match cell {
        Plain::Money(amount) => match yuan(*amount) {
            Some(yuan) => sheet.write_number_with_format(line, place, yuan, money)?,
            None => sheet.write_string(line, place, amount.to_string())?,
        },
        Plain::Text(text) if text.is_empty() => return Ok(()),
        Plain::Text(text) => sheet.write_string(line, place, text.chars().take(LONGEST_TEXT).collect::<String>())?,
    };
    Ok(())
}

/// As spreadsheets hold a number, if that tells the fen.
fn yuan(amount: Amount) -> Option<f64> {
    let text = amount.to_string();
    text.parse().ok().filter(|yuan: &f64| format!("{yuan:.2}") == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_spreadsheet_cannot_hold_to_the_fen_is_no_number() {
        assert_eq!(yuan(Amount::from_fen(2_817_422)), Some(28_174.22));
        assert_eq!(yuan(Amount::from_fen(-1)), Some(-0.01));
        assert_eq!(yuan(Amount::from_fen(9_007_199_254_740_993)), None);
    }
}
