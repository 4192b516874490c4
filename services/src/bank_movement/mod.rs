//! Bank movements: every line of the reserve accounts, from the bank's feed and from imported statements, recorded once
//! and put where it belongs.

mod apply;
mod balance;
mod by_hand;
mod confirm;
mod day;
mod difference;
mod feed;
mod files;
mod identity;
mod import;
mod join;
mod line;
mod plan;
mod rematch;
mod report;
mod sql;
mod statement;
mod unread;

use ::files::bank_statement;
use domain::{
    Amount,
    bank_movement::MovementState,
    import::{ImportKind, ImportState},
    matching::Direction,
};

use crate::bank::clean;
pub use crate::bank::{Entry, MovementFacts, UnreadLine};
pub use balance::{ReserveBalance, reserve_balances};
pub use by_hand::{FittingDraw, FittingPayout, MovementDetail, movement, next_open};
pub(crate) use by_hand::{check_doubtful, check_match, check_return, match_by_hand, send_back, tell_again, tell_apart};
pub use confirm::record_statement;
pub(crate) use day::reconcile_day;
pub use day::{ReserveDay, reserve_day};
pub use difference::{BankBalance, DifferenceLine, Explained};
pub use feed::{CursorStep, RecordCommand, Recorded, read_feed, record};
pub use files::{ListedAccount, ListedFile, statement_files};
pub use import::{DecideStatementCommand, decide_statement, preview_statement};
pub(crate) use import::{check_discard, discard};
pub use line::{Counts, LineCursor, LineRequest, Told};
pub use plan::Outcome;
pub(crate) use rematch::{lock_reserve_accounts, release_draw, rematch_draw, rematch_named};
pub use report::{
    BreakFilter, BreakRow, ImportFilter, ImportRow, MovementFilter, MovementRow, breaks, imports, movements,
};
pub use statement::{LinePage, ReportedStatement, StatementFile, StatementLine, statement_file, statement_lines};
pub use unread::{SettleUnreadCommand, UnreadLineRow, settle_unread, unread_lines};

impl MovementFacts {
    /// The amount with its sign on the account: a debit is negative.
    fn signed(&self) -> Amount {
        match self.direction {
            Direction::Credit => self.amount,
            Direction::Debit => self.amount.negated(),
        }
    }

    /// These facts, and what `other` states beyond them.
    fn and(&self, other: &Self) -> Self {
        let text = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        Self {
            booked_time: self.booked_time.or(other.booked_time),
            balance_after: self.balance_after.or(other.balance_after),
            counterparty_name: text(&self.counterparty_name, &other.counterparty_name),
            counterparty_account: text(&self.counterparty_account, &other.counterparty_account),
            counterparty_bank: text(&self.counterparty_bank, &other.counterparty_bank),
            remittance: text(&self.remittance, &other.remittance),
            end_to_end_reference: self.end_to_end_reference.clone().or_else(|| other.end_to_end_reference.clone()),
            bank_reference: self.bank_reference.clone().or_else(|| other.bank_reference.clone()),
            ..self.clone()
        }
    }

    /// The same facts with every text fit for the database.
    fn cleaned(self) -> Self {
        Self {
            counterparty_name: clean(&self.counterparty_name),
            counterparty_account: clean(&self.counterparty_account),
            counterparty_bank: clean(&self.counterparty_bank),
            remittance: clean(&self.remittance),
            end_to_end_reference: self.end_to_end_reference.as_deref().map(clean),
            bank_reference: self.bank_reference.as_deref().map(clean),
            entry: self.entry.map(|entry| Entry { number: entry.number.as_deref().map(clean), ..entry }),
            ..self
        }
    }
}

impl From<bank_statement::Line> for MovementFacts {
    fn from(line: bank_statement::Line) -> Self {
        Self {
            booked_on: line.booked_on,
            booked_time: line.booked_at,
            direction: line.direction,
            amount: Amount::from_fen(line.amount_fen),
            balance_after: line.balance_after_fen.map(Amount::from_fen),
            counterparty_name: line.counterparty_name.unwrap_or_default(),
            counterparty_account: line.counterparty_account.unwrap_or_default(),
            counterparty_bank: line.counterparty_bank.unwrap_or_default(),
            remittance: line.remittance,
            end_to_end_reference: line.end_to_end_reference,
            bank_reference: line.bank_reference,
            reversal: line.reversal,
            entry: line.entry.map(|entry| Entry {
                place: entry.place,
                number: entry.number,
                amount: Amount::from_fen(entry.amount_fen),
            }),
        }
        .cleaned()
    }
}
