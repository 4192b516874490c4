//! Bank statements from outside: ISO 20022 camt.053 messages and the tables that banks export.
//!
//! Reading knows no database and no reserve account. A file that cannot be trusted as a whole is refused
//! ([`StatementError`]); a single line that cannot be understood is refused alone and reported with its number, so that
//! the rest of the day can still be matched.

pub mod camt;
pub mod columns;

mod amount;
mod built_in;
mod chain;
mod element;
mod error;
pub(crate) mod moment;

use domain::{bank_layout::Layout, matching::Direction};
use time::{Date, Time};

pub use built_in::built_in;
pub use domain::bank_movement::LineRefusal;
pub use error::StatementError;

use crate::sheet;

/// What one bank says about one account over one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What the file was.
    pub format: Format,
    /// The account, as `domain::account_no` writes it.
    pub account_no: String,
    /// The account's currency (ISO 4217), when the file says it.
    pub currency: Option<String>,
    /// The bank's own number of the statement.
    pub statement_no: Option<String>,
    /// The first day of the period; for a table the earliest booking date.
    pub from_on: Option<Date>,
    /// The last day of the period; for a table the latest booking date.
    pub to_on: Option<Date>,
    /// The booked balance before the first line, in hundredths of the account's currency, negative when overdrawn.
    pub opening_fen: Option<i64>,
    /// The booked balance after the last line, likewise.
    pub closing_fen: Option<i64>,
    /// The lines that were understood, in the file's order.
    pub lines: Vec<Line>,
    /// The lines that were not, in the file's order.
    pub refused: Vec<RefusedLine>,
    /// The rows below a table that are no movements: totals, notes, the date of printing. They are no lines, and nothing
    /// of them is read; people see them, because a total that is none would be a movement lost.
    pub passed_over: Vec<RefusedLine>,
}

/// Where a statement came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// An ISO 20022 bank-to-customer statement, `camt.053.001.NN`.
    Camt053 {
        /// The version NN, 2 to 8.
        version: u8,
    },
    /// A table read by the layout of this name.
    Table {
        /// [`Layout::name`].
        layout: String,
    },
}

/// One movement of money on the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// For a table the row that a person sees; for camt.053 the running number of the movement in its statement, from
    /// 1.
    pub number: usize,
    /// The bank's booking date.
    pub booked_on: Date,
    /// The bank's booking time as it writes it, without conversion between time zones.
    pub booked_at: Option<Time>,
    /// The day from which the bank counts the money.
    pub value_on: Option<Date>,
    /// Whether it came or left; for a reversal the direction of the reversal itself.
    pub direction: Direction,
    /// The amount in hundredths of [`currency`](Self::currency), more than zero.
    pub amount_fen: i64,
    /// The currency of the amount (ISO 4217); none when the table does not say it anywhere.
    pub currency: Option<String>,
    /// The account's balance after this line, when the file gives it per line.
    pub balance_after_fen: Option<i64>,
    /// The other party's name.
    pub counterparty_name: Option<String>,
    /// The other party's account, likewise.
    pub counterparty_account: Option<String>,
    /// The other party's bank, by name where the file has one, else by its BIC.
    pub counterparty_bank: Option<String>,
    /// The bank's own reference of this movement. The lines of one split batch carry it only if each has one of
    /// its own, which is not the batch's.
    pub bank_reference: Option<String>,
    /// The reference that the payer gave and the banks passed on unchanged (camt.053 `EndToEndId`).
    pub end_to_end_reference: Option<String>,
    /// What the payer wrote.
    pub remittance: String,
    /// Whether the bank took back an earlier movement.
    pub reversal: bool,
    /// The entry of which the bank tells this line as a part.
    pub entry: Option<Entry>,
}

/// A sum that the bank booked as one, and tells in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which entry of its file it is: the lines of one entry have the same.
    pub place: u32,
    /// The bank's own reference of the entry.
    pub number: Option<String>,
    /// The entry's amount in hundredths of its currency.
    pub amount_fen: i64,
}

impl Line {
    /// The amount with its sign on the account: a debit is negative.
    #[must_use]
    pub const fn signed_fen(&self) -> i64 {
        match self.direction {
            Direction::Credit => self.amount_fen,
            // An amount is more than zero, so its negative always exists.
            Direction::Debit => -self.amount_fen,
        }
    }
}

/// One line that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// As [`Line::number`]; 0 for a balance of a camt.053 statement, which belongs to no line.
    pub number: usize,
    /// [`LineRefusal::code`].
    pub code: &'static str,
    /// The part of the line that was refused, with the name it has in the file.
    pub text: String,
}

impl RefusedLine {
    fn new(number: usize, refusal: LineRefusal, text: impl Into<String>) -> Self {
        Self { number, code: refusal.code(), text: text.into() }
    }
}

/// Reads a file that holds bank statements: camt.053 by its content, any other by the layout whose heading row it has;
/// where several fit, by the one that names the most. `given` is the account that whoever brings the file says it is of,
/// for a layout whose files do not say it.
///
/// # Errors
///
/// When no statement can be trusted: the file is not readable, no layout fits, or the balances do not explain the
/// lines.
pub fn read(
    file_name: &str,
    bytes: &[u8],
    layouts: &[Layout],
    given: Option<&str>,
) -> Result<Vec<Statement>, StatementError> {
    if camt::recognises(bytes) {
        return camt::read(bytes);
    }
    let mut table = columns::Reader::new(layouts, given);
    sheet::each_row(file_name, bytes, |row| table.row(row))?;
    table.finish()
}

#[cfg(test)]
mod tests;
