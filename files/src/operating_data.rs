//! A file of operating data as rows: which column is which, and what every cell says.

use domain::operating_data::{Column, ImportRefusal, MAX_ROWS, OperatingRow, RowProblem, RowText};

use serde::{Deserialize, Serialize};

use crate::sheet::{self, Row};

/// How many rows above the heading a title may take.
pub(crate) const TITLE_ROWS: usize = 10;
/// How much of a wrong cell is repeated, in characters.
const SHOWN: usize = 60;
const COLUMNS: [Column; 5] = [Column::AgentNo, Column::Month, Column::Prepayments, Column::Sales, Column::Commissions];

/// What a file says, before it is held against the database.
#[derive(Debug)]
pub struct Table<R = TableRow> {
    pub rows: Vec<R>,
    pub rows_total: usize,
    pub errors: Vec<RowError>,
}

/// One row that can be read.
#[derive(Debug, PartialEq, Eq)]
pub struct TableRow {
    pub number: usize,
    pub agent_no: String,
    pub row: OperatingRow,
}

/// One wrong cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// [`Column::code`].
    pub column: String,
    /// [`RowProblem::code`].
    pub code: String,
    /// What stands in the cell; for a duplicate, the number of the row that it repeats or contradicts.
    pub text: String,
}

impl RowError {
    #[must_use]
    pub fn of(row: usize, column: Column, problem: RowProblem, text: &str) -> Self {
        Self { row, column: column.code().to_owned(), code: problem.code().to_owned(), text: shown(text) }
    }

    /// Whether the text is the number of the row that it repeats or contradicts.
    #[must_use]
    pub fn is_of_two_rows(&self) -> bool {
        matches!(RowProblem::from_code(&self.code), Some(RowProblem::Duplicate | RowProblem::Contradicted))
    }
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), rows_total: 0, errors: Vec::new() }
    }
}

impl<R> Table<R> {
    /// Adds a wrong cell.
    pub fn refuse(&mut self, row: usize, column: Column, problem: RowProblem, text: &str) {
        self.errors.push(RowError::of(row, column, problem, text));
    }
}

/// Text from a file, short and without what a screen or the database cannot hold.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(SHOWN).collect()
}

/// Reads a file. A wrong cell is an error of the table.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Table, ImportRefusal> {
    let columns = |table: &mut Table, heading: &Row| find_columns(table, heading, COLUMNS);
    read_table((file_name, bytes), MAX_ROWS, columns, read_row)
}

/// All rows of a table that a person sends.
///
/// # Errors
/// When the file is no table.
pub(crate) fn rows_of(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, ImportRefusal> {
    sheet::read(file_name, bytes)
        .map_err(|error| ImportRefusal::Unreadable { code: error.fault(), detail: shown(&error.to_string()) })
}

/// Reads at most `limit` rows below a heading, as `find_columns` finds their places in it; none where it finds them wrong.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_table<R, P>(
    (file_name, bytes): (&str, &[u8]),
    limit: usize,
    find_columns: impl FnOnce(&mut Table<R>, &Row) -> Option<P>,
    read_row: impl Fn(&mut Table<R>, &P, &Row),
) -> Result<Table<R>, ImportRefusal> {
    let sheet_rows = rows_of(file_name, bytes)?;
    let heading = sheet_rows
        .iter()
        .take(TITLE_ROWS)
        .position(|row| row.cells.iter().filter_map(|cell| Column::from_heading(cell)).count() >= 2)
        .unwrap_or(0);
    let mut rows = sheet_rows.into_iter().skip(heading);
    let mut table = Table::default();
    let Some(places) = rows.next().and_then(|heading| find_columns(&mut table, &heading)) else {
        return Ok(table);
    };
    for row in rows {
        table.rows_total += 1;
        if table.rows_total > limit {
            return Err(ImportRefusal::TooManyRows { limit });
        }
        read_row(&mut table, &places, &row);
    }
    if table.rows_total == 0 { Err(ImportRefusal::NoRows) } else { Ok(table) }
}

/// Where a column stands in a heading; otherwise what is wrong, with the cell that shows it.
pub(crate) fn find_column(heading: &Row, column: Column) -> Result<usize, (RowProblem, &str)> {
    let mut found = (0..).zip(&heading.cells).filter(|(_, cell)| Column::from_heading(cell) == Some(column));
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Ok(place),
        (None, _) => Err((RowProblem::ColumnMissing, "")),
        (Some(_), Some((_, twin))) => Err((RowProblem::ColumnTwice, twin)),
    }
}

/// Where these columns stand, in their order, if each stands there once.
pub(crate) fn find_columns<R, const N: usize>(
    table: &mut Table<R>,
    heading: &Row,
    columns: [Column; N],
) -> Option<[usize; N]> {
    let mut places = [0; N];
    let mut complete = true;
    for (place, column) in places.iter_mut().zip(columns) {
        match find_column(heading, column) {
            Ok(found) => *place = found,
            Err((problem, text)) => {
                table.refuse(heading.number, column, problem, text);
                complete = false;
            }
        }
    }
    complete.then_some(places)
}

fn read_row(table: &mut Table, places: &[usize; 5], row: &Row) {
    let [agent_no, month, prepayments, sales, commissions] = places.map(|place| row.cell(place));
    if agent_no.is_empty() {
        table.refuse(row.number, Column::AgentNo, RowProblem::Empty, "");
    }
    match OperatingRow::parse(RowText { month, prepayments, sales, commissions }) {
        Ok(read) if !agent_no.is_empty() => {
            table.rows.push(TableRow { number: row.number, agent_no: agent_no.to_owned(), row: read });
        }
        Ok(_) => {}
        Err(problems) => {
            for (column, problem) in problems {
                let place = COLUMNS.iter().zip(places).find(|(other, _)| **other == column);
                table.refuse(row.number, column, problem, place.map_or("", |(_, place)| row.cell(*place)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<(usize, String, String)> {
        let table = read("a file", text.as_bytes()).unwrap();
        table.errors.into_iter().map(|error| (error.row, error.column, error.code)).collect()
    }

    #[test]
    fn a_title_above_the_heading_and_columns_in_any_order_are_read() {
        let table = read(
            "a file",
            "华信通信代理商经营数据\n\n佣金（元）,备注,月份,代理商编号,销售额,预存款\n800.50,,2026年10月,AGT-1,9000,12000\n"
                .as_bytes(),
        )
        .unwrap();
        let row = OperatingRow {
            month: "2026-10".parse().unwrap(),
            prepayments: "12000".parse().unwrap(),
            sales: "9000".parse().unwrap(),
            commissions: "800.50".parse().unwrap(),
        };
        assert_eq!(table.rows, [TableRow { number: 4, agent_no: "AGT-1".to_owned(), row }]);
        assert_eq!((table.rows_total, table.errors), (1, vec![]));
    }

    #[test]
    fn a_decimal_comma_refuses_its_cell() {
        let table =
            read("a file", include_bytes!("../tests/data/cases/operating-data-with-decimal-commas.csv")).unwrap();
        let found: Vec<_> =
            table.errors.iter().map(|error| (error.row, error.column.as_str(), error.code.as_str())).collect();
        let comma = "amount.misplaced_comma";
        assert_eq!(found, [(2, "prepayments", comma), (2, "sales", comma), (2, "commissions", comma)]);
        assert_eq!(table.rows, []);
    }

    #[test]
    fn missing_and_doubled_columns_are_named_and_nothing_else_is_read() {
        let found = errors("agent_no,month,sales,sales\nAGT-1,nonsense,1,1\n");
        let expected = [
            (1, "prepayments", "operating_data.column_missing"),
            (1, "sales", "operating_data.column_twice"),
            (1, "commissions", "operating_data.column_missing"),
        ];
        assert_eq!(found, expected.map(|(row, column, code)| (row, column.to_owned(), code.to_owned())));
        assert_eq!(errors("a,b\n1,2\n").len(), 5);
    }

    #[test]
    fn a_wrong_cell_is_repeated_short_and_without_control_characters() {
        let text = format!("agent_no,month,prepayments,sales,commissions\n,\"{}\",1,2,3\n", "x\n".repeat(100));
        let table = read("a file", text.as_bytes()).unwrap();
        let found: Vec<_> = table.errors.iter().map(|error| (error.code.as_str(), error.text.as_str())).collect();
        let shown = "x".repeat(60);
        assert_eq!(found, [("operating_data.empty", ""), ("operating_data.month_unreadable", shown.as_str())]);
        assert_eq!((table.rows_total, table.rows.len()), (1, 0));
    }

    #[test]
    fn a_file_without_rows_with_too_many_or_of_another_kind_is_refused() {
        let heading = "agent_no,month,prepayments,sales,commissions\n";
        let many = heading.to_owned() + &"A,2026-10,1,1,1\n".repeat(MAX_ROWS + 1);
        for (bytes, code) in [
            (heading.as_bytes(), "import.no_rows"),
            (many.as_bytes(), "import.too_many_rows"),
            (b"".as_slice(), "file.empty"),
            (b"%PDF-1.7".as_slice(), "file.unsupported"),
        ] {
            assert_eq!(read("a file", bytes).unwrap_err().code(), code);
        }
    }
}
