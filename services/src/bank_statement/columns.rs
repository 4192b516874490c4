//! Tables that banks export, read by a described mapping of their columns.

mod layout;

use std::collections::HashMap;

use super::amount::half_width;
use super::chain::{self, Link};
use super::mapping::{AmountColumns, ColumnMapping, Columns, Heading, Source};
use super::{Format, Line, LineRefusal, RefusedLine, Statement, StatementError};
use crate::sheet::{Row, Sheet};
use layout::Layout;

/// Reads a table. It gives one statement per account and currency, in the order of their first rows.
///
/// # Errors
///
/// When the heading row, the account or the currency is not where the mapping says, or the balances do not explain the
/// lines.
pub fn read(sheet: &Sheet, mapping: &ColumnMapping) -> Result<Vec<Statement>, StatementError> {
    let header_at = find_header(&sheet.rows, mapping)?;
    let (title, table) = sheet.rows.split_at(header_at);
    let (header, body) = table.split_first().ok_or(StatementError::NoStatement)?;
    let layout = Layout::of(header, title, mapping)?;
    let mut groups = Groups::new(mapping);
    if let Some((account, currency)) = layout.sole_owner() {
        groups.at(account, currency);
    }
    let mut orphans = Vec::new();
    let mut ended = false;
    // A table printed on pages repeats its heading row.
    for row in body.iter().filter(|row| row.cells != header.cells) {
        if !ended && layout.ends_at(row) {
            ended = true;
            continue;
        }
        let outcome = if ended { layout.after_end(row) } else { Some(layout.line(row)) };
        match (layout.owner(row), outcome) {
            (_, None) => {}
            (Ok((account, currency)), Some(Ok(line))) => groups.at(account, currency).take(line),
            (Ok((account, currency)), Some(Err(refused))) => groups.at(account, currency).refuse(refused),
            (Err(_), Some(Err(refused))) | (Err(refused), Some(Ok(_))) => orphans.push(refused),
        }
    }
    groups.finish(orphans)
}

/// What a heading or a label is compared by.
fn key(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
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

fn find_header(rows: &[Row], mapping: &ColumnMapping) -> Result<usize, StatementError> {
    let headings: Vec<(Vec<String>, String)> =
        mapping.headings().iter().map(|heading| (keys(&heading.0), heading.shown())).collect();
    let mut fewest: Vec<String> = headings.iter().map(|(_, shown)| shown.clone()).collect();
    for (index, row) in rows.iter().enumerate() {
        let cells = keys(&row.cells);
        let lacking = headings.iter().filter(|(words, _)| !words.iter().any(|word| cells.contains(word)));
        let missing: Vec<String> = lacking.map(|(_, shown)| shown.clone()).collect();
        if missing.is_empty() {
            return Ok(index);
        }
        if missing.len() < fewest.len() {
            fewest = missing;
        }
    }
    Err(StatementError::NoHeader { missing: fewest })
}

/// The account and currency that a statement is about.
type Owner = (String, Option<String>);

/// The statements of one table while it is read.
struct Groups<'a> {
    mapping: &'a ColumnMapping,
    index: HashMap<Owner, usize>,
    list: Vec<Group>,
}

struct Group {
    statement: Statement,
    links: Vec<Link>,
}

impl<'a> Groups<'a> {
    fn new(mapping: &'a ColumnMapping) -> Self {
        Self { mapping, index: HashMap::new(), list: Vec::new() }
    }

    fn at(&mut self, account: String, currency: Option<String>) -> &mut Group {
        let index = *self.index.entry((account.clone(), currency.clone())).or_insert(self.list.len());
        if index == self.list.len() {
            let statement = Statement {
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
            };
            self.list.push(Group { statement, links: Vec::new() });
        }
        &mut self.list[index]
    }

    /// Checks the balances and closes the statements; rows without a known owner are reported with the first one.
    fn finish(mut self, orphans: Vec<RefusedLine>) -> Result<Vec<Statement>, StatementError> {
        let first = self.list.first_mut().ok_or(StatementError::NoStatement)?;
        first.statement.refused.extend(orphans);
        first.statement.refused.sort_by_key(|line| line.number);
        let finished = self.list.into_iter().map(|Group { mut statement, links }| {
            (statement.opening_fen, statement.closing_fen) = chain::check(&links)?;
            statement.from_on = statement.lines.iter().map(|line| line.booked_on).min();
            statement.to_on = statement.lines.iter().map(|line| line.booked_on).max();
            Ok(statement)
        });
        finished.collect()
    }
}

impl Group {
    fn take(&mut self, line: Line) {
        let (signed_fen, balance_fen) = (Some(line.signed_fen()), line.balance_after_fen);
        self.links.push(Link { row: line.number, signed_fen, balance_fen });
        self.statement.lines.push(line);
    }

    fn refuse(&mut self, line: RefusedLine) {
        self.links.push(Link { row: line.number, signed_fen: None, balance_fen: None });
        self.statement.refused.push(line);
    }
}

#[cfg(test)]
mod tests;
