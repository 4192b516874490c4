//! A funder's file of debts: what a customer owes in each row, and the binding that pays it.

use domain::{
    Amount,
    bank_layout::DateOrder,
    debt::{MOST_IN_A_FILE, check_number},
    operating_data::{Column, ImportRefusal, RowProblem},
};
use time::Date;

use crate::{
    bank_statement::moment,
    operating_data::{Table, find_columns, read_table},
    sheet::Row,
};

const COLUMNS: [Column; 4] = [Column::DebtNumber, Column::Alias, Column::Amount, Column::DueOn];

/// What a file says, before it is held against the database.
pub type Debts = Table<DebtRow>;

/// One row that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtRow {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// The debt's, which the funder gives it.
    pub number: String,
    /// By which the funder knows the binding.
    pub alias: String,
    pub amount: Amount,
    pub due_on: Date,
}

impl DebtRow {
    /// What it says of the debt of its number.
    fn content(&self) -> (&str, Amount, Date) {
        (&self.alias, self.amount, self.due_on)
    }
}

/// Reads a file: columns for the debt's number, the binding's alias, the amount in yuan and the day on which it is due.
/// Other columns are passed over. A wrong cell is an error of the table.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Debts, ImportRefusal> {
    let columns = |table: &mut Debts, heading: &Row| find_columns(table, heading, COLUMNS);
    let mut table = read_table((file_name, bytes), MOST_IN_A_FILE, columns, read_row)?;
    refuse_twins(&mut table);
    Ok(table)
}

fn read_row(table: &mut Debts, [number, alias, amount, due_on]: &[usize; 4], row: &Row) {
    let number = cell(table, row, (Column::DebtNumber, *number), read_number);
    let alias = cell(table, row, (Column::Alias, *alias), |text| Ok(text.to_owned()));
    let amount = cell(table, row, (Column::Amount, *amount), read_amount);
    let due_on = cell(table, row, (Column::DueOn, *due_on), read_date);
    if let (Some(number), Some(alias), Some(amount), Some(due_on)) = (number, alias, amount, due_on) {
        table.rows.push(DebtRow { row: row.number, number, alias, amount, due_on });
    }
}

/// A cell as it is read; what is wrong with it is an error of the table.
fn cell<T>(
    table: &mut Debts,
    row: &Row,
    (column, place): (Column, usize),
    read: fn(&str) -> Result<T, RowProblem>,
) -> Option<T> {
    let text = row.cell(place);
    let value = if text.is_empty() { Err(RowProblem::Empty) } else { read(text) };
    value.map_err(|problem| table.refuse(row.number, column, problem, text)).ok()
}

fn read_number(text: &str) -> Result<String, RowProblem> {
    check_number(text).map_err(|_| RowProblem::NumberInvalid)?;
    Ok(text.to_owned())
}

/// An amount of more than zero.
pub(crate) fn read_amount(text: &str) -> Result<Amount, RowProblem> {
    match text.parse::<Amount>() {
        Ok(amount) if amount.is_positive() => Ok(amount),
        Ok(_) => Err(RowProblem::NotPositive),
        Err(error) => Err(error.into()),
    }
}

/// A workbook may show a day with a time, which says nothing here.
fn read_date(text: &str) -> Result<Date, RowProblem> {
    moment::date(text, DateOrder::YearFirst).map(|(day, _)| day).ok_or(RowProblem::DateUnreadable)
}

/// Of rows that say the same of a debt the first counts, and the others tell which they repeat; of rows that contradict
/// each other none counts. Each is held against each: a file has few.
fn refuse_twins(table: &mut Debts) {
    let rows = std::mem::take(&mut table.rows);
    for row in &rows {
        let mut twins = rows.iter().filter(|twin| twin.number == row.number);
        let other = twins.clone().find(|twin| twin.content() != row.content());
        let first = twins.next().map_or(row.row, |first| first.row);
        if let Some(other) = other {
            table.refuse(row.row, Column::DebtNumber, RowProblem::Contradicted, &other.row.to_string());
        } else if first < row.row {
            table.refuse(row.row, Column::DebtNumber, RowProblem::Duplicate, &first.to_string());
        } else {
            table.rows.push(row.clone());
        }
    }
    table.errors.sort_by_key(|error| error.row);
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const HEADING: &str = "债权编号,协议别名,金额（元）,到期日\n";

    fn of(rows: &str) -> Debts {
        read("a file", format!("{HEADING}{rows}").as_bytes()).unwrap()
    }

    fn errors(table: &Debts) -> Vec<(usize, &str, &str, &str)> {
        let told = table.errors.iter();
        told.map(|error| (error.row, error.column.as_str(), error.code.as_str(), error.text.as_str())).collect()
    }

    fn numbers(table: &Debts) -> Vec<&str> {
        table.rows.iter().map(|row| row.number.as_str()).collect()
    }

    #[test]
    fn a_title_above_other_columns_and_english_headings_are_read() {
        let expected = DebtRow {
            row: 3,
            number: "XF-1".to_owned(),
            alias: "A1".to_owned(),
            amount: Amount::from_fen(1_280_000),
            due_on: date!(2026 - 11 - 01),
        };
        for text in [
            "逾期债权清单\n到期日,备注,金额,协议别名,债权编号\n2026年11月1日,,\"12,800.00\",A1,'XF-1\n",
            "Debts\nDue on,Note,Amount (yuan),Alias,Number\n2026/11/1,,￥12800,A1,XF-1\n",
            "a title\nnumber,alias,amount,due_on\nXF-1,A1,12800元,2026-11-01 08:30:00\n",
        ] {
            let table = read("a file", text.as_bytes()).unwrap();
            assert_eq!((table.rows.as_slice(), table.rows_total), ([expected.clone()].as_slice(), 1), "{text}");
            assert_eq!(table.errors, [], "{text}");
        }
    }

    #[test]
    fn what_chinese_programs_write_is_read_and_a_broken_letter_refuses_the_file() {
        // 债权编号,协议别名,金额,到期日 in GB18030.
        let heading = b"\xD5\xAE\xC8\xA8\xB1\xE0\xBA\xC5,\xD0\xAD\xD2\xE9\xB1\xF0\xC3\xFB,\
            \xBD\xF0\xB6\xEE,\xB5\xBD\xC6\xDA\xC8\xD5\n";
        let table = read("a file", &[heading.as_slice(), b"XF-1,A1,5,2026-11-01\n"].concat()).unwrap();
        assert_eq!(numbers(&table), ["XF-1"]);
        let broken = read("a file", &[heading.as_slice(), b"XF-1\xFF\xFF,A1,5,2026-11-01\n"].concat()).unwrap_err();
        assert_eq!(broken.code(), "file.encoding");
    }

    #[test]
    fn every_wrong_cell_is_told_and_keeps_no_other_row_back() {
        let long = "9".repeat(65);
        let table = of(&format!(
            ",A1,5,2026-11-01\n{long},A1,5,2026-11-01\nXF-3,,0,\nXF-4,A1,\"1,5\",2026-02-30\nXF-5,A1,=1+1,5/11/2026\n\
             XF-6,A1,1.001,soon\n=XF-7,A1,5,2026-11-01\n"
        ));
        assert_eq!(
            errors(&table),
            [
                (2, "number", "operating_data.empty", ""),
                (3, "number", "debt.number_invalid", &long[..60]),
                (4, "alias", "operating_data.empty", ""),
                (4, "amount", "amount.not_positive", "0"),
                (4, "due_on", "operating_data.empty", ""),
                (5, "amount", "amount.misplaced_comma", "1,5"),
                (5, "due_on", "debt.date_unreadable", "2026-02-30"),
                (6, "amount", "amount.not_a_number", "=1+1"),
                (6, "due_on", "debt.date_unreadable", "5/11/2026"),
                (7, "amount", "amount.finer_than_fen", "1.001"),
                (7, "due_on", "debt.date_unreadable", "soon"),
            ]
        );
        assert_eq!(numbers(&table), ["=XF-7"], "what looks like a formula is text");
    }

    #[test]
    fn of_equal_rows_the_first_counts_and_of_contradicting_rows_none() {
        let table = of("XF-1,A1,5,2026-11-01\nXF-2,A1,5,2026-11-01\nXF-1,A1,5.00,2026/11/1\nXF-2,A2,5,2026-11-01\n");
        assert_eq!(numbers(&table), ["XF-1"]);
        assert_eq!(
            errors(&table),
            [
                (3, "number", "debt.row_contradicted", "5"),
                (4, "number", "operating_data.duplicate", "2"),
                (5, "number", "debt.row_contradicted", "3"),
            ]
        );
    }

    #[test]
    fn missing_and_doubled_columns_are_named_and_nothing_is_read() {
        let table = read("a file", b"number,alias,alias,due_on\nXF-1,A1,A1,2026-11-01\n").unwrap();
        let expected =
            [(1, "alias", "operating_data.column_twice", "alias"), (1, "amount", "operating_data.column_missing", "")];
        assert_eq!((errors(&table), table.rows.len()), (expected.to_vec(), 0));
        let other_unit = read("a file", "债权编号,协议别名,金额（万元）,到期日\nXF-1,A1,1,2026-11-01\n".as_bytes());
        assert_eq!(errors(&other_unit.unwrap()), [(1, "amount", "operating_data.column_missing", "")]);
    }

    #[test]
    fn a_file_without_rows_with_too_many_or_of_another_kind_is_refused() {
        let rows = |count: usize| {
            let row = |number| format!("XF-{number},A1,5,2026-11-01\n");
            format!("{HEADING}{}", (0..count).map(row).collect::<String>()).into_bytes()
        };
        assert_eq!(read("a file", &rows(MOST_IN_A_FILE)).unwrap().rows.len(), MOST_IN_A_FILE);
        let refused = read("a file", &rows(MOST_IN_A_FILE + 1)).unwrap_err();
        assert_eq!(refused, ImportRefusal::TooManyRows { limit: MOST_IN_A_FILE });
        for (bytes, code) in [
            (HEADING.as_bytes(), "import.no_rows"),
            (b"".as_slice(), "file.empty"),
            (b"%PDF-1.7".as_slice(), "file.unsupported"),
        ] {
            assert_eq!(read("a file", bytes).unwrap_err().code(), code);
        }
    }
}
