//! An operator's file of days that are not as their weekday: in each row the date, what the day is, and what it is called.

use domain::{
    bank_layout::DateOrder,
    calendar::{CalendarDay, DayKind, MOST_DAYS},
    operating_data::ImportRefusal,
};
use time::Date;

use crate::{
    bank_statement::moment,
    operating_data::{TITLE_ROWS, rows_of, shown},
    sheet::Row,
};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// What stands there, short.
    pub text: String,
    /// Nothing where the row is no day.
    pub day: Option<CalendarDay>,
}

/// Reads a file as a list of days is typed. Rows above the first that has a date, or says what a day is, are titles.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<DayRow>, ImportRefusal> {
    let rows = rows_of(file_name, bytes)?;
    let titles = rows.iter().take(TITLE_ROWS).take_while(|row| is_title(row)).count();
    let days: Vec<DayRow> = rows.iter().skip(titles).map(read_row).collect();
    match days.len() {
        0 => Err(ImportRefusal::NoRows),
        1..=MOST_DAYS => Ok(days),
        _ => Err(ImportRefusal::TooManyRows { limit: MOST_DAYS }),
    }
}

fn is_title(row: &Row) -> bool {
    row.cells.iter().all(|cell| read_date(cell).is_none() && DayKind::from_word(cell).is_none())
}

/// A workbook may show a day with a time, which says nothing here.
fn read_date(text: &str) -> Option<Date> {
    moment::date(text, DateOrder::YearFirst).map(|(day, _)| day)
}

fn read_row(row: &Row) -> DayRow {
    let cells = || row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty());
    let text = shown(&cells().collect::<Vec<_>>().join(" "));
    let mut fields = cells();
    let (on, kind) = (fields.next().and_then(read_date), fields.next().and_then(DayKind::from_word));
    let name = fields.collect::<Vec<_>>().join(" ");
    let day = on.zip(kind).map(|(on, kind)| CalendarDay { on, kind, name });
    DayRow { row: row.number, text, day }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    /// The day of a row, what it is and what it is called.
    type Said = (Date, DayKind, String);

    fn told(text: &[u8]) -> Vec<(usize, Option<Said>)> {
        let rows = read("a file", text).unwrap().into_iter();
        rows.map(|row| (row.row, row.day.map(|day| (day.on, day.kind, day.name)))).collect()
    }

    #[test]
    fn days_are_read_below_titles_or_without_any() {
        let (first, second) = (
            (date!(2027 - 10 - 01), DayKind::Off, "国庆节".to_owned()),
            (date!(2027 - 10 - 09), DayKind::Worked, String::new()),
        );
        let days = "2027-10-01,放假,国庆节\n2027/10/9 00:00:00,worked\n";
        for (titles, above) in [("", 0), ("日期,安排,名称\n", 1), ("2027 年放假安排\n\n日期,安排,名称\n", 3)]
        {
            let rows = told(format!("{titles}{days}").as_bytes());
            assert_eq!(rows, [(above + 1, Some(first.clone())), (above + 2, Some(second.clone()))], "{titles}");
        }
        // 2027-10-01,放假 in GB18030.
        let rows = told(b"2027-10-01,\xB7\xC5\xBC\xD9\n");
        assert_eq!(rows, [(1, Some((date!(2027 - 10 - 01), DayKind::Off, String::new())))]);
    }

    #[test]
    fn what_is_no_day_is_told_by_its_row_and_what_is_no_table_is_refused() {
        let rows =
            read("a file", "2027-02-30,off\n2027-10-01,也许\n2027-10-02\noff,2027-10-03\n2027-10-04,off\n".as_bytes());
        let faults: Vec<_> =
            rows.unwrap().into_iter().filter(|row| row.day.is_none()).map(|row| (row.row, row.text)).collect();
        let expected = [(1, "2027-02-30 off"), (2, "2027-10-01 也许"), (3, "2027-10-02"), (4, "off 2027-10-03")];
        assert_eq!(faults, expected.map(|(row, text)| (row, text.to_owned())));
        let many = "2027-10-01,off\n".repeat(MOST_DAYS + 1);
        for (bytes, code) in [
            (b"".as_slice(), "file.empty"),
            (b"2027-10-01,off\xFF\xFF\n".as_slice(), "file.encoding"),
            (b"%PDF-1.7".as_slice(), "file.unsupported"),
            ("日期,安排,名称\n".as_bytes(), "import.no_rows"),
            (many.as_bytes(), "import.too_many_rows"),
        ] {
            assert_eq!(read("a file", bytes).unwrap_err().code(), code);
        }
    }
}
