//! An operator's file of mappings: which facilitator each settlement id of a funder is to stand for.

use domain::{
    bank_layout::DateOrder,
    calendar::CHINA,
    mapping::{MOST_IN_A_FILE, MappingRefusal},
    operating_data::{Column, ImportRefusal, RowProblem},
};
use time::{OffsetDateTime, Time};

use crate::{
    bank_statement::moment,
    operating_data::{Table, find_column, find_columns, read_table},
    sheet::Row,
};

const COLUMNS: [Column; 3] = [Column::SettlementId, Column::Funder, Column::Facilitator];

/// What a file says, before it is held against the database. Its errors are of its columns.
pub type Mappings = Table<MappingRow>;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingRow {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub settlement_id: String,
    /// By its name or its code, as the facilitator.
    pub funder: String,
    pub facilitator: String,
    /// From when; as soon as it is published where the cell is empty. Or what is wrong with the row.
    pub from: Result<Option<OffsetDateTime>, MappingRefusal>,
}

impl MappingRow {
    /// What of it another row may not say otherwise.
    fn place(&self) -> Option<(&str, &str, Option<OffsetDateTime>)> {
        self.from.as_ref().ok().map(|from| (self.settlement_id.as_str(), self.funder.as_str(), *from))
    }
}

/// Reads a file: columns for the settlement id, the funder and the facilitator, and one for the time from which it counts, if it
/// has that. Other columns are passed over.
///
/// # Errors
/// When the file is no table, or has no rows or too many.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Mappings, ImportRefusal> {
    let mut table = read_table((file_name, bytes), MOST_IN_A_FILE, columns, read_row)?;
    refuse_twins(&mut table.rows);
    Ok(table)
}

fn columns(table: &mut Mappings, heading: &Row) -> Option<([usize; 3], Option<usize>)> {
    let places = find_columns(table, heading, COLUMNS)?;
    match find_column(heading, Column::From) {
        Ok(from) => Some((places, Some(from))),
        Err((RowProblem::ColumnMissing, _)) => Some((places, None)),
        Err((problem, text)) => {
            table.refuse(heading.number, Column::From, problem, text);
            None
        }
    }
}

fn read_row(table: &mut Mappings, (places, from): &([usize; 3], Option<usize>), row: &Row) {
    let [settlement_id, funder, facilitator] = places.map(|place| row.cell(place).to_owned());
    let from = read_time(from.map_or("", |place| row.cell(place)));
    table.rows.push(MappingRow { row: row.number, settlement_id, funder, facilitator, from });
}

/// A day begins at midnight in China.
fn read_time(text: &str) -> Result<Option<OffsetDateTime>, MappingRefusal> {
    if text.is_empty() {
        return Ok(None);
    }
    // A person writes no seconds.
    let whole = if text.matches([':', '：']).count() == 1 { format!("{text}:00") } else { text.to_owned() };
    let (day, time) = moment::date(&whole, DateOrder::YearFirst).ok_or(MappingRefusal::TimeUnreadable)?;
    Ok(Some(day.with_time(time.unwrap_or(Time::MIDNIGHT)).assume_offset(CHINA)))
}

/// Of rows that say the same the first counts, and the others tell which they repeat; of rows that contradict each other none
/// counts. Each is held against each: a file has few.
fn refuse_twins(rows: &mut [MappingRow]) {
    let told = rows.to_vec();
    for row in rows {
        let Some(place) = row.place() else { continue };
        let twins = || told.iter().filter(|twin| twin.place() == Some(place));
        let other = twins().find(|twin| twin.facilitator != row.facilitator).map(|twin| twin.row);
        let first = twins().next().map_or(row.row, |twin| twin.row);
        if let Some(other) = other {
            row.from = Err(MappingRefusal::Contradicted { row: other });
        } else if first < row.row {
            row.from = Err(MappingRefusal::Twin { row: first });
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn of(text: &str) -> Mappings {
        read("a file", text.as_bytes()).unwrap()
    }

    #[test]
    fn headings_of_either_language_are_read_and_a_time_may_be_missing() {
        let row = |from| MappingRow {
            row: 2,
            settlement_id: "JH-01".to_owned(),
            funder: "funder-a".to_owned(),
            facilitator: "融桥科技".to_owned(),
            from: Ok(from),
        };
        for (text, from) in [
            ("结算编号,资金方,助贷机构\nJH-01,funder-a,融桥科技\n", None),
            ("状态,助贷机构,资金方,结算编号,生效时间\n草稿,融桥科技,funder-a,JH-01,\n", None),
            (
                "Settlement id,Funder,Facilitator,From\nJH-01,funder-a,融桥科技,2026-12-01 09:30\n",
                Some(datetime!(2026-12-01 09:30 +8)),
            ),
            (
                "settlement_id,funder,facilitator,from\nJH-01,funder-a,融桥科技,2026年12月1日\n",
                Some(datetime!(2026-12-01 00:00 +8)),
            ),
        ] {
            let table = of(text);
            assert_eq!((table.rows.as_slice(), table.errors.len()), ([row(from)].as_slice(), 0), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_row_keeps_no_other_back() {
        let table = of("结算编号,资金方,助贷机构,生效时间\n\
             A,f,one,2026-12-01\nA,f,one,2026-12-01\nA,f,one,2026-12-02\n\
             B,f,one,\nB,f,two,\nB,g,two,\nC,f,one,soon\n");
        let told: Vec<_> = table.rows.iter().map(|row| (row.row, row.from.as_ref().err())).collect();
        let (first, third) = (MappingRefusal::Twin { row: 2 }, MappingRefusal::TimeUnreadable);
        let (fourth, fifth) = (MappingRefusal::Contradicted { row: 6 }, MappingRefusal::Contradicted { row: 5 });
        assert_eq!(
            told,
            [
                (2, None),
                (3, Some(&first)),
                (4, None),
                (5, Some(&fourth)),
                (6, Some(&fifth)),
                (7, None),
                (8, Some(&third))
            ]
        );
    }

    #[test]
    fn a_missing_or_doubled_column_is_named_and_nothing_is_read() {
        for (text, column) in [
            ("结算编号,资金方\nJH-01,funder-a\n", "facilitator"),
            ("结算编号,资金方,助贷机构,生效时间,生效时间\nJH-01,funder-a,x,,\n", "from"),
        ] {
            let table = of(text);
            assert_eq!((table.errors[0].column.as_str(), table.rows.len()), (column, 0));
        }
        let rows: String = (0..=MOST_IN_A_FILE).map(|row| format!("S{row},f,one\n")).collect();
        let refused = read("a file", format!("结算编号,资金方,助贷机构\n{rows}").as_bytes()).unwrap_err();
        assert_eq!(refused, ImportRefusal::TooManyRows { limit: MOST_IN_A_FILE });
    }
}
