//! What a funder's bank says became of a file of payments: a draw, an amount and a result in each row.

use domain::{
    Amount, Reference,
    operating_data::{Column, ImportRefusal, RowProblem},
    payment_file::{BankResult, MOST_RESULTS},
    reference::ReferenceKind,
};

use crate::{
    debt::read_amount,
    operating_data::{Table, find_columns, read_table},
    sheet::Row,
};

const COLUMNS: [Column; 3] = [Column::Amount, Column::BankResult, Column::BankSerial];

/// What a file says was paid, before it is held against the database.
pub type Payments = Table<PaymentRow>;

/// What a row says of a draw; of those that are given out, that it was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// The number that a person sees beside the row.
    pub row: usize,
    /// The draw's.
    pub reference: Reference,
    pub amount: Amount,
    /// The bank's own number of the payment.
    pub serial: String,
    /// For certain. A row that says anything else, or cannot be read, only speaks against the others of its draws.
    paid: bool,
}

impl PaymentRow {
    /// What it says of the draw of its reference.
    fn content(&self) -> (bool, Amount, &str) {
        (self.paid, self.amount, &self.serial)
    }
}

/// Reads a file: columns for the amount in yuan, the result and the bank's number; a draw's reference stands anywhere in its row,
/// as banks repeat a remittance text. Other columns are passed over, and so are totals and notes: rows without a reference and
/// a result. What the bank did not pay is an error of the table, as a wrong cell is.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Payments, ImportRefusal> {
    let columns = |table: &mut Payments, heading: &Row| find_columns(table, heading, COLUMNS);
    let mut table = read_table((file_name, bytes), MOST_RESULTS, columns, read_row)?;
    refuse_twins(&mut table);
    Ok(table)
}

fn read_row(table: &mut Payments, columns: &[usize; 3], row: &Row) {
    let references = references(row);
    if references.is_empty() && row.cell(columns[1]).is_empty() {
        return;
    }
    let payment = read_payment(table, columns, (row, &references));
    let (paid, (amount, serial)) = (payment.is_some(), payment.unwrap_or((Amount::ZERO, String::new())));
    let of = |reference| PaymentRow { row: row.number, reference, amount, serial: serial.clone(), paid };
    table.rows.extend(references.into_iter().map(of));
}

/// The amount and the bank's number, where a row says for certain that one draw was paid. Whatever else it says is an error.
fn read_payment(
    table: &mut Payments,
    [amount, result, serial]: &[usize; 3],
    (row, references): (&Row, &[Reference]),
) -> Option<(Amount, String)> {
    let (reference, problem) = match references {
        [] => ("", Some(RowProblem::ReferenceMissing)),
        [reference] => (reference.as_str(), None),
        [first, ..] => (first.as_str(), Some(RowProblem::SeveralReferences)),
    };
    if let Some(problem) = problem {
        table.refuse(row.number, Column::DrawReference, problem, reference);
        return None;
    }
    let told = row.cell(*result);
    let problem = match BankResult::of(told) {
        BankResult::Paid => None,
        BankResult::Failed => Some(RowProblem::NotPaid),
        BankResult::Undecided => Some(RowProblem::NotDecided),
    };
    if let Some(problem) = problem {
        table.refuse(row.number, Column::BankResult, problem, &format!("{reference} {told}"));
        return None;
    }
    let serial = row.cell(*serial);
    if serial.is_empty() {
        table.refuse(row.number, Column::BankSerial, RowProblem::Empty, "");
    }
    match read_amount(row.cell(*amount)) {
        Ok(amount) => (!serial.is_empty()).then(|| (amount, serial.to_owned())),
        Err(problem) => {
            table.refuse(row.number, Column::Amount, problem, row.cell(*amount));
            None
        }
    }
}

/// The draws that a row names, each once.
fn references(row: &Row) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for reference in row.cells.iter().flat_map(|cell| Reference::find_all(cell)) {
        if reference.kind() == Some(ReferenceKind::Draw) && !found.contains(&reference) {
            found.push(reference);
        }
    }
    found
}

/// Of rows that say the same of a draw the first counts, and the others tell which they repeat; of rows that contradict each
/// other none counts: a draw that was paid twice, or paid and sent back, or of which one row cannot be read, is looked at by
/// people. Each is held against each: a file has few.
fn refuse_twins(table: &mut Payments) {
    let rows = std::mem::take(&mut table.rows);
    for row in rows.iter().filter(|row| row.paid) {
        let mut twins = rows.iter().filter(|twin| twin.reference == row.reference);
        let other = twins.clone().find(|twin| twin.content() != row.content());
        let first = twins.next().map_or(row.row, |first| first.row);
        if let Some(other) = other {
            table.refuse(row.row, Column::DrawReference, RowProblem::Contradicted, &other.row.to_string());
        } else if first < row.row {
            table.refuse(row.row, Column::DrawReference, RowProblem::Duplicate, &first.to_string());
        } else {
            table.rows.push(row.clone());
        }
    }
    table.errors.sort_by_key(|error| error.row);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "收款户名,金额（元）,附言,交易结果,银行流水号\n";
    const ONE: &str = "DRW2026112000000017";
    const OTHER: &str = "DRW2026112000000021";

    fn of(rows: &str) -> Payments {
        read("a file", format!("{HEADING}{rows}").as_bytes()).unwrap()
    }

    fn errors(table: &Payments) -> Vec<(usize, &str, &str, &str)> {
        let told = table.errors.iter();
        told.map(|error| (error.row, error.column.as_str(), error.code.as_str(), error.text.as_str())).collect()
    }

    fn paid(table: &Payments) -> Vec<(&str, i64, &str)> {
        table.rows.iter().map(|row| (row.reference.as_str(), row.amount.fen(), row.serial.as_str())).collect()
    }

    #[test]
    fn what_was_paid_is_read_from_banks_own_columns_with_a_title_and_a_total() {
        let expected = [(ONE, 20_000_000, "B-1")];
        for text in [
            format!("{HEADING}联融支付,\"200,000.00\",放款{ONE}张三,成功,B-1\n合计1笔,\"200,000.00\",,,\n"),
            "批量付款结果\n流水号,摘要,状态,交易金额\nB-1,ｄｒｗ2026112000000017,交易成功(0000),200000\n".to_owned(),
            format!("Serial,Amount (yuan),Reference,Result\nB-1,200000.00,{ONE},SUCCESS\n"),
        ] {
            let table = read("a file", text.as_bytes()).unwrap();
            assert_eq!((paid(&table).as_slice(), errors(&table)), (expected.as_slice(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_was_not_paid_and_what_cannot_be_read_is_told_and_keeps_no_other_row_back() {
        let table = of(&format!(
            "甲,5,{ONE},失败：户名不符,B-1\n甲,5,{ONE}/{OTHER},成功,B-2\n甲,5,货款,成功,B-3\n甲,5,{OTHER},受理成功,B-4\n\
             甲,,DRW2026112000000031,成功,\n甲,0,DRW2026112000000032,成功,B-6\n甲,5,DRW2026112000000033,成功,B-7\n"
        ));
        let failed = format!("{ONE} 失败：户名不符");
        let undecided = format!("{OTHER} 受理成功");
        assert_eq!(
            errors(&table),
            [
                (2, "result", "payment.not_paid", failed.as_str()),
                (3, "reference", "payment.several_references", ONE),
                (4, "reference", "payment.reference_missing", ""),
                (5, "result", "payment.not_decided", undecided.as_str()),
                (6, "serial", "operating_data.empty", ""),
                (6, "amount", "operating_data.empty", ""),
                (7, "amount", "amount.not_positive", "0"),
            ]
        );
        assert_eq!(paid(&table), [("DRW2026112000000033", 500, "B-7")]);
    }

    #[test]
    fn a_draw_that_was_paid_twice_or_came_back_counts_in_no_row() {
        let table = of(&format!(
            "甲,5,{ONE},成功,B-1\n甲,5.00,{ONE},交易成功,B-1\n甲,5,{OTHER},成功,B-2\n甲,5,{OTHER},成功,B-3\n\
             甲,5,DRW2026112000000031,成功,B-4\n甲,5,DRW2026112000000031,已退回,B-4\n"
        ));
        assert_eq!(paid(&table), [(ONE, 500, "B-1")]);
        assert_eq!(
            errors(&table),
            [
                (3, "reference", "operating_data.duplicate", "2"),
                (4, "reference", "debt.row_contradicted", "5"),
                (5, "reference", "debt.row_contradicted", "4"),
                (6, "reference", "debt.row_contradicted", "7"),
                (7, "result", "payment.not_paid", "DRW2026112000000031 已退回"),
            ]
        );
    }

    #[test]
    fn a_row_that_cannot_be_read_speaks_against_the_others_of_its_draw() {
        for other in [
            format!("甲,五元,{ONE},成功,B-2"),
            format!("甲,5,{ONE},成功,"),
            format!("甲,5,{ONE},处理中,B-2"),
            format!("甲,5,{OTHER}/{ONE},成功,B-2"),
        ] {
            let table = of(&format!("甲,5,{ONE},成功,B-1\n{other}\n"));
            assert!(paid(&table).is_empty(), "{other}");
            assert_eq!(errors(&table)[0], (2, "reference", "debt.row_contradicted", "3"), "{other}");
        }
    }

    #[test]
    fn missing_columns_are_named_and_a_file_of_another_kind_is_refused() {
        let table = read("a file", format!("金额,附言,状态\n5,{ONE},成功\n").as_bytes()).unwrap();
        assert_eq!((errors(&table), paid(&table)), (vec![(1, "serial", "operating_data.column_missing", "")], vec![]));
        let many = format!("{HEADING}{}", "甲,5,货款,成功,B-1\n".repeat(MOST_RESULTS + 1));
        for (bytes, code) in [
            (HEADING.as_bytes(), "import.no_rows"),
            (b"".as_slice(), "file.empty"),
            (b"%PDF-1.7".as_slice(), "file.unsupported"),
            (many.as_bytes(), "import.too_many_rows"),
        ] {
            assert_eq!(read("a file", bytes).unwrap_err().code(), code);
        }
    }
}
