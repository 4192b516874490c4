//! A carrier's file of commissions: an agent and its commission in each row.

use domain::{
    Amount,
    operating_data::{Column, ImportRefusal, MAX_ROWS, Month, RowProblem},
};

use crate::{
    operating_data::{Table, find_column, read_table},
    sheet::Row,
};

/// What a file says, before it is held against the database.
pub type Commissions = Table<CommissionRow>;

/// One row that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionRow {
    /// The number that a person sees beside the row.
    pub number: usize,
    pub agent_no: String,
    /// Negative where the carrier takes back more than it gives.
    pub amount: Amount,
}

/// Where the columns stand.
struct Places {
    agent_no: usize,
    amount: usize,
    /// A file may say of which month it is.
    month: Option<usize>,
}

/// Reads a file of a month: columns for the agent's number and the commission in yuan, and perhaps for the month, which is then
/// checked. Other columns are passed over. A wrong cell is an error of the table.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8], month: Month) -> Result<Commissions, ImportRefusal> {
    let rows = |table: &mut Commissions, places: &Places, row: &Row| read_row(table, places, row, month);
    read_table((file_name, bytes), MAX_ROWS, find_columns, rows)
}

fn find_columns(table: &mut Commissions, heading: &Row) -> Option<Places> {
    let mut complete = true;
    let mut find = |column: Column, needed: bool| match find_column(heading, column) {
        Ok(place) => Some(place),
        Err((RowProblem::ColumnMissing, _)) if !needed => None,
        Err((problem, text)) => {
            table.refuse(heading.number, column, problem, text);
            complete = false;
            None
        }
    };
    let (agent_no, amount) = (find(Column::AgentNo, true), find(Column::Commissions, true));
    let month = find(Column::Month, false);
    complete.then_some(Places { agent_no: agent_no?, amount: amount?, month })
}

fn read_row(table: &mut Commissions, places: &Places, row: &Row, month: Month) {
    let [agent_no, amount] = [places.agent_no, places.amount].map(|place| row.cell(place));
    let before = table.errors.len();
    if agent_no.is_empty() {
        table.refuse(row.number, Column::AgentNo, RowProblem::Empty, "");
    }
    if let Some(place) = places.month {
        let cell = row.cell(place);
        match cell.parse::<Month>() {
            Ok(told) if told == month => {}
            Ok(_) => table.refuse(row.number, Column::Month, RowProblem::OtherMonth, cell),
            Err(_) => table.refuse(row.number, Column::Month, RowProblem::MonthUnreadable, cell),
        }
    }
    match amount.parse::<Amount>() {
        Ok(amount) if table.errors.len() == before => {
            table.rows.push(CommissionRow { number: row.number, agent_no: agent_no.to_owned(), amount });
        }
        Ok(_) => {}
        Err(error) => table.refuse(row.number, Column::Commissions, error.into(), amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Commissions {
        read("a file", text.as_bytes(), "2026-10".parse().unwrap()).unwrap()
    }

    fn errors(text: &str) -> Vec<(usize, String, String)> {
        of(text).errors.into_iter().map(|error| (error.row, error.column, error.code)).collect()
    }

    #[test]
    fn a_title_above_and_other_columns_are_passed_over_and_a_commission_may_be_negative() {
        let table = of("华信通信十月佣金\n备注,佣金（元）,代理商编号\n,\"1,200.50\",A1\n多付,-500,A2\n,0,A3\n");
        let row = |number, agent: &str, fen| CommissionRow {
            number,
            agent_no: agent.to_owned(),
            amount: Amount::from_fen(fen),
        };
        assert_eq!(table.rows, [row(3, "A1", 120_050), row(4, "A2", -50_000), row(5, "A3", 0)]);
        assert_eq!(table.errors, []);
    }

    #[test]
    fn a_month_is_checked_where_the_file_tells_it() {
        let told = errors("agent_no,month,commissions\nA1,2026年10月,1\nA2,2026-09,1\nA3,soon,1\n");
        let expected = [(3, "month", "operating_data.other_month"), (4, "month", "operating_data.month_unreadable")];
        assert_eq!(told, expected.map(|(row, column, code)| (row, column.to_owned(), code.to_owned())));
    }

    #[test]
    fn every_wrong_cell_is_told() {
        let told = errors("agent_no,commissions\n,1\nA1,\nA2,\"1,5\"\nA3,0.001\nA4,二百\n");
        let codes: Vec<_> = told.iter().map(|(row, column, code)| (*row, column.as_str(), code.as_str())).collect();
        assert_eq!(
            codes,
            [
                (2, "agent_no", "operating_data.empty"),
                (3, "commissions", "operating_data.empty"),
                (4, "commissions", "amount.misplaced_comma"),
                (5, "commissions", "amount.finer_than_fen"),
                (6, "commissions", "amount.not_a_number"),
            ]
        );
    }

    #[test]
    fn a_file_without_its_columns_or_rows_is_refused() {
        assert_eq!(errors("agent_no,amount\nA1,1\n").len(), 1);
        assert_eq!(errors("agent_no,commissions,commissions\nA1,1,1\n")[0].2, "operating_data.column_twice");
        let month = "2026-10".parse().unwrap();
        for (bytes, code) in [
            (b"agent_no,commissions\n".as_slice(), "import.no_rows"),
            (b"".as_slice(), "file.empty"),
            (b"%PDF-1.7".as_slice(), "file.unsupported"),
        ] {
            assert_eq!(read("a file", bytes, month).unwrap_err().code(), code);
        }
    }
}
