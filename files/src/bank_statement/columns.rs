//! Tables that banks export, read by a described layout.

mod applied;

use std::collections::HashMap;

use domain::bank_layout::{Layout, keys};

use super::chain;
use super::{Format, Line, LineRefusal, RefusedLine, Statement, StatementError};
use crate::sheet::Row;
use applied::Applied;

/// How many rows above the table are looked through for the account and the currency.
const TITLE_ROWS: usize = 200;

/// Reads a table row by row, by the layout whose heading row it has. It gives one statement per account and
/// currency, in the order of their first rows.
pub struct Reader<'a> {
    given: Option<&'a str>,
    candidates: Vec<Candidate<'a>>,
    title: Vec<Row>,
    state: State<'a>,
}

/// A layout whose heading row has not been met.
struct Candidate<'a> {
    layout: &'a Layout,
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
    /// `given` is the account that the file is said to be of.
    #[must_use]
    pub fn new(layouts: &'a [Layout], given: Option<&'a str>) -> Self {
        let candidates = layouts.iter().map(|layout| {
            let headings: Vec<(Vec<String>, String)> =
                layout.headings().iter().map(|heading| (keys(&heading.0), heading.shown())).collect();
            let fewest = headings.iter().map(|(_, shown)| shown.clone()).collect();
            Candidate { layout, headings, fewest }
        });
        let mut candidates: Vec<Candidate<'a>> = candidates.collect();
        // Of those that fit one row the first is taken.
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.headings.len()));
        Self { given, candidates, title: Vec::new(), state: State::Above }
    }

    pub fn row(&mut self, row: Row) {
        match &mut self.state {
            State::Inside(table) => table.take(&row),
            State::Failed(_) => {}
            State::Above => {
                let cells = keys(&row.cells);
                if let Some(layout) = self.candidates.iter_mut().find_map(|candidate| candidate.meet(&cells)) {
                    self.state = match Table::below(row, &self.title, layout, self.given) {
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
    /// When the heading row, the account or the currency is not where the layout says, or the balances do not explain
    /// the lines.
    pub fn finish(self) -> Result<Vec<Statement>, StatementError> {
        match self.state {
            State::Inside(table) => table.finish(),
            State::Failed(error) => Err(error),
            State::Above => {
                let nearest = self.candidates.into_iter().max_by_key(|candidate| {
                    let lacking = candidate.fewest.len();
                    (candidate.headings.len() - lacking, std::cmp::Reverse(lacking))
                });
                let (layout, missing) =
                    nearest.map(|nearest| (nearest.layout.name.clone(), nearest.fewest)).unwrap_or_default();
                Err(StatementError::NoHeader { layout, missing })
            }
        }
    }
}

impl<'a> Candidate<'a> {
    /// The layout, if the row has all its headings.
    fn meet(&mut self, cells: &[String]) -> Option<&'a Layout> {
        let lacking = self.headings.iter().filter(|(words, _)| !words.iter().any(|word| cells.contains(word)));
        let missing: Vec<String> = lacking.map(|(_, shown)| shown.clone()).collect();
        if missing.is_empty() {
            return Some(self.layout);
        }
        if missing.len() < self.fewest.len() {
            self.fewest = missing;
        }
        None
    }
}

/// The rows below the heading while they are read.
struct Table<'a> {
    applied: Applied,
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
    fn below(header: Row, title: &[Row], layout: &'a Layout, given: Option<&str>) -> Result<Self, StatementError> {
        let applied = Applied::of(header, title, layout, given)?;
        let mut groups = Groups::new(layout);
        if let Some((account, currency)) = applied.sole_owner() {
            groups.at(account, currency);
        }
        let (orphans, passed_over, wide) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { applied, groups, orphans, passed_over, ended: false, narrow: false, wide })
    }

    fn take(&mut self, row: &Row) {
        // A table printed on pages repeats its heading row.
        if row.cells == self.applied.header().cells {
            return;
        }
        let is_movement = self.applied.is_movement(row);
        let refused = |refusal| Err(RefusedLine::new(row.number, refusal, row.cells.join(" | ")));
        if !is_movement && (self.ended || self.applied.ends_at(row)) {
            self.ended = true;
            self.passed_over.extend(refused(LineRefusal::NoMovement).err());
            return;
        }
        let outcome = if self.ended {
            refused(LineRefusal::AfterEnd)
        } else if is_movement && self.is_moved(row) {
            refused(LineRefusal::TooManyCells)
        } else {
            self.applied.line(row)
        };
        match (self.applied.owner(row), outcome) {
            (Ok((account, currency)), Ok(line)) => self.groups.at(account, currency).lines.push(line),
            (Ok((account, currency)), Err(refused)) => self.groups.at(account, currency).refused.push(refused),
            (Err(_), Err(refused)) | (Err(refused), Ok(_)) => self.orphans.push(refused),
        }
    }

    /// A row with one cell more than the heading, be it empty, has a separator inside a cell. Where every row has one,
    /// it is how the bank ends its rows.
    fn is_moved(&mut self, row: &Row) -> bool {
        let wide = row.width > self.applied.header().width;
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

/// The account and currency that a statement is about.
type Owner = (String, Option<String>);

/// The statements of one table while it is read.
struct Groups<'a> {
    layout: &'a Layout,
    index: HashMap<Owner, usize>,
    list: Vec<Statement>,
}

impl<'a> Groups<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self { layout, index: HashMap::new(), list: Vec::new() }
    }

    fn at(&mut self, account: String, currency: Option<String>) -> &mut Statement {
        let index = *self.index.entry((account.clone(), currency.clone())).or_insert(self.list.len());
        if index == self.list.len() {
            self.list.push(Statement {
                format: Format::Table { layout: self.layout.name.clone() },
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
