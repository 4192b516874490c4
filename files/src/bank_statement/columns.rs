//! Tables that banks export, read by a described mapping of their columns.

mod layout;

use std::collections::HashMap;

use domain::width;

use super::chain;
use super::mapping::{AmountColumns, ColumnMapping, Columns, Heading, Source};
use super::{Format, Line, LineRefusal, RefusedLine, Statement, StatementError};
use crate::sheet::Row;
use layout::Layout;

/// How many rows above the table are looked through for the account and the currency.
const TITLE_ROWS: usize = 200;

/// Reads a table row by row, by the first mapping whose heading row it has. It gives one statement per account and
/// currency, in the order of their first rows.
pub struct Reader<'a> {
    candidates: Vec<Candidate<'a>>,
    title: Vec<Row>,
    state: State<'a>,
}

/// A mapping whose heading row has not been met.
struct Candidate<'a> {
    mapping: &'a ColumnMapping,
    /// The words of each heading, and the heading as people are told of it.
    headings: Vec<(Vec<String>, String)>,
    /// What is missing in the row that has the most headings.
    fewest: Vec<String>,
}

enum State<'a> {
    Above,
    Inside(Box<Table<'a>>),
    Failed(StatementError),
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(mappings: &'a [ColumnMapping]) -> Self {
        let candidates = mappings.iter().map(|mapping| {
            let headings: Vec<(Vec<String>, String)> =
                mapping.headings().iter().map(|heading| (keys(&heading.0), heading.shown())).collect();
            let fewest = headings.iter().map(|(_, shown)| shown.clone()).collect();
            Candidate { mapping, headings, fewest }
        });
        Self { candidates: candidates.collect(), title: Vec::new(), state: State::Above }
    }

    pub fn row(&mut self, row: Row) {
        match &mut self.state {
            State::Inside(table) => table.take(&row),
            State::Failed(_) => {}
            State::Above => {
                let cells = keys(&row.cells);
                if let Some(mapping) = self.candidates.iter_mut().find_map(|candidate| candidate.meet(&cells)) {
                    self.state = match Table::below(row, &self.title, mapping) {
                        Ok(table) => State::Inside(Box::new(table)),
                        Err(error) => State::Failed(error),
                    };
                } else if self.title.len() < TITLE_ROWS {
                    self.title.push(row);
                }
            }
        }
    }

    /// Closes the statements.
    ///
    /// # Errors
    ///
    /// When the heading row, the account or the currency is not where the mapping says, or the balances do not explain
    /// the lines.
    pub fn finish(self) -> Result<Vec<Statement>, StatementError> {
        match self.state {
            State::Inside(table) => table.finish(),
            State::Failed(error) => Err(error),
            State::Above => {
                let missing = self.candidates.into_iter().flat_map(|candidate| candidate.fewest).collect();
                Err(StatementError::NoHeader { missing })
            }
        }
    }
}

impl<'a> Candidate<'a> {
    /// The mapping, if the row has all its headings.
    fn meet(&mut self, cells: &[String]) -> Option<&'a ColumnMapping> {
        let lacking = self.headings.iter().filter(|(words, _)| !words.iter().any(|word| cells.contains(word)));
        let missing: Vec<String> = lacking.map(|(_, shown)| shown.clone()).collect();
        if missing.is_empty() {
            return Some(self.mapping);
        }
        if missing.len() < self.fewest.len() {
            self.fewest = missing;
        }
        None
    }
}

/// The rows below the heading while they are read.
struct Table<'a> {
    layout: Layout<'a>,
    groups: Groups<'a>,
    /// Rows of which not even the account is known.
    orphans: Vec<RefusedLine>,
    passed_over: Vec<RefusedLine>,
    ended: bool,
    /// Whether a movement was met that is no wider than the heading.
    narrow: bool,
    /// The rows before it that are wider, by an empty cell.
    wide: Vec<usize>,
}

impl<'a> Table<'a> {
    fn below(header: Row, title: &[Row], mapping: &'a ColumnMapping) -> Result<Self, StatementError> {
        let layout = Layout::of(header, title, mapping)?;
        let mut groups = Groups::new(mapping);
        if let Some((account, currency)) = layout.sole_owner() {
            groups.at(account, currency);
        }
        let (orphans, passed_over, wide) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { layout, groups, orphans, passed_over, ended: false, narrow: false, wide })
    }

    fn take(&mut self, row: &Row) {
        // A table printed on pages repeats its heading row.
        if row.cells == self.layout.header().cells {
            return;
        }
        let is_movement = self.layout.is_movement(row);
        let refused = |refusal| Err(RefusedLine::new(row.number, refusal, row.cells.join(" | ")));
        if !is_movement && (self.ended || self.layout.ends_at(row)) {
            self.ended = true;
            self.passed_over.extend(refused(LineRefusal::NoMovement).err());
            return;
        }
        let outcome = if self.ended {
            refused(LineRefusal::AfterEnd)
        } else if is_movement && self.is_moved(row) {
            refused(LineRefusal::TooManyCells)
        } else {
            self.layout.line(row)
        };
        match (self.layout.owner(row), outcome) {
            (Ok((account, currency)), Ok(line)) => self.groups.at(account, currency).lines.push(line),
            (Ok((account, currency)), Err(refused)) => self.groups.at(account, currency).refused.push(refused),
            (Err(_), Err(refused)) | (Err(refused), Ok(_)) => self.orphans.push(refused),
        }
    }

    /// A row with one cell more than the heading, be it empty, has a separator inside a cell. Where every row has one,
    /// it is how the bank ends its rows.
    fn is_moved(&mut self, row: &Row) -> bool {
        let wide = row.width > self.layout.header().width;
        self.narrow |= !wide;
        if wide && !self.narrow {
            self.wide.push(row.number);
        }
        wide && self.narrow
    }

    /// Checks the balances and closes the statements; rows without a known owner are reported with the first one.
    fn finish(mut self) -> Result<Vec<Statement>, StatementError> {
        if self.narrow && !self.wide.is_empty() {
            self.groups.list.iter_mut().for_each(|statement| refuse_moved(statement, &self.wide));
        }
        for statement in &mut self.groups.list {
            statement.refused.sort_by_key(|line| line.number);
            let links = chain::links(&statement.lines, &statement.refused);
            (statement.opening_fen, statement.closing_fen) = chain::check(&links)?;
            statement.from_on = statement.lines.iter().map(|line| line.booked_on).min();
            statement.to_on = statement.lines.iter().map(|line| line.booked_on).max();
        }
        let first = self.groups.list.first_mut().ok_or(StatementError::NoStatement)?;
        first.refused.append(&mut self.orphans);
        first.refused.sort_by_key(|line| line.number);
        first.passed_over = self.passed_over;
        Ok(self.groups.list)
    }
}

/// Refuses lines after all that were taken for whole.
fn refuse_moved(statement: &mut Statement, rows: &[usize]) {
    let is_moved = |line: &mut Line| rows.binary_search(&line.number).is_ok();
    for line in statement.lines.extract_if(.., is_moved) {
        let told = [line.counterparty_name, line.counterparty_account, line.counterparty_bank];
        let told: Vec<String> = told.into_iter().flatten().chain([line.remittance]).collect();
        statement.refused.push(RefusedLine::new(line.number, LineRefusal::TooManyCells, told.join(" | ")));
    }
}

/// What a heading or a label is compared by.
fn key(text: &str) -> String {
    width::bare(text).chars().flat_map(char::to_lowercase).collect()
}

fn keys(words: &[String]) -> Vec<String> {
    words.iter().map(|word| key(word)).filter(|word| !word.is_empty()).collect()
}

impl Heading {
    fn is(&self, cell: &str) -> bool {
        keys(&self.0).contains(&key(cell))
    }

    fn shown(&self) -> String {
        self.0.join(" / ")
    }
}

impl ColumnMapping {
    /// Every heading that the heading row must have.
    fn headings(&self) -> Vec<&Heading> {
        let Columns {
            date,
            time,
            amount,
            balance,
            counterparty_name,
            counterparty_account,
            counterparty_bank,
            remittance,
            reference,
        } = &self.columns;
        let mut all = vec![date];
        match amount {
            AmountColumns::Flagged { amount, direction, .. } => all.extend([amount, direction]),
            AmountColumns::Split { credit, debit } => all.extend([credit, debit]),
            AmountColumns::Signed { amount } => all.push(amount),
        }
        let optional =
            [time, balance, counterparty_name, counterparty_account, counterparty_bank, remittance, reference];
        all.extend(optional.into_iter().flatten());
        for source in [&self.account, &self.currency] {
            if let Source::Column(heading) = source {
                all.push(heading);
            }
        }
        all
    }
}

/// The account and currency that a statement is about.
type Owner = (String, Option<String>);

/// The statements of one table while it is read.
struct Groups<'a> {
    mapping: &'a ColumnMapping,
    index: HashMap<Owner, usize>,
    list: Vec<Statement>,
}

impl<'a> Groups<'a> {
    fn new(mapping: &'a ColumnMapping) -> Self {
        Self { mapping, index: HashMap::new(), list: Vec::new() }
    }

    fn at(&mut self, account: String, currency: Option<String>) -> &mut Statement {
        let index = *self.index.entry((account.clone(), currency.clone())).or_insert(self.list.len());
        if index == self.list.len() {
            self.list.push(Statement {
                format: Format::Table { mapping: self.mapping.name.clone() },
                account_no: account,
                currency,
                statement_no: None,
                from_on: None,
                to_on: None,
                opening_fen: None,
                closing_fen: None,
                lines: Vec::new(),
                refused: Vec::new(),
                passed_over: Vec::new(),
            });
        }
        &mut self.list[index]
    }
}

#[cfg(test)]
mod tests;
