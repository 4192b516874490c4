//! Why a line of a statement or of the bank's feed is left out.

use serde::Serialize;

/// Why one line of a statement is refused while the others are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRefusal {
    /// The amount is no number in the expected form.
    AmountUnreadable,
    /// The amount has digits beyond the hundredths that are not zeros.
    AmountFinerThanFen,
    /// The amount is zero or negative.
    AmountNotPositive,
    /// The amount does not fit the ledger.
    AmountTooLarge,
    /// The other party's account is no account number.
    AccountUnreadable,
    /// The other party's account has lost digits in a spreadsheet.
    AccountDigitsLost,
    /// The balance is no amount.
    BalanceUnreadable,
    /// The date is missing from the calendar or has another form than described.
    DateUnreadable,
    /// The time has another form than described.
    TimeUnreadable,
    /// Neither credit nor debit, or both at once.
    DirectionUnreadable,
    /// The currency is neither a code of three letters nor a word that means one.
    CurrencyUnknown,
    /// A cell that every line needs is empty.
    CellMissing,
    /// The row has content beyond the last heading: a separator inside an unquoted cell has moved its columns.
    TooManyCells,
    /// An account number stands where the bank's name belongs: the columns of the row have moved.
    ColumnsMoved,
    /// The bank has announced the movement but not booked it.
    NotBooked,
    /// The movement's status is missing or not a known one.
    StatusUnreadable,
    /// A total or a note below the table.
    NoMovement,
    /// The row looks like a movement but stands after the end of the table.
    AfterEnd,
}

codes!(LineRefusal {
    AmountUnreadable => "statement.amount_unreadable",
    AmountFinerThanFen => "statement.amount_finer_than_fen",
    AmountNotPositive => "statement.amount_not_positive",
    AmountTooLarge => "statement.amount_too_large",
    AccountUnreadable => "statement.account_unreadable",
    AccountDigitsLost => "statement.account_digits_lost",
    BalanceUnreadable => "statement.balance_unreadable",
    DateUnreadable => "statement.date_unreadable",
    TimeUnreadable => "statement.time_unreadable",
    DirectionUnreadable => "statement.direction_unreadable",
    CurrencyUnknown => "statement.currency_unknown",
    CellMissing => "statement.cell_missing",
    TooManyCells => "statement.too_many_cells",
    ColumnsMoved => "statement.columns_moved",
    NotBooked => "statement.not_booked",
    StatusUnreadable => "statement.status_unreadable",
    NoMovement => "statement.no_movement",
    AfterEnd => "statement.after_end",
});

/// Why a line of the bank's feed is put aside for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum UnreadReason {
    IdMissing,
    TimeUnreadable,
    DirectionUnreadable,
    AmountUnreadable,
    AmountNotPositive,
    AmountTooLarge,
    BalanceUnreadable,
    TextUnreadable,
    /// It can be read, and could not be recorded.
    NotRecorded,
}

codes!(UnreadReason {
    IdMissing => "feed.id_missing",
    TimeUnreadable => "feed.time_unreadable",
    DirectionUnreadable => "feed.direction_unreadable",
    AmountUnreadable => "feed.amount_unreadable",
    AmountNotPositive => "feed.amount_not_positive",
    AmountTooLarge => "feed.amount_too_large",
    BalanceUnreadable => "feed.balance_unreadable",
    TextUnreadable => "feed.text_unreadable",
    NotRecorded => "feed.not_recorded",
});

impl From<UnreadReason> for &'static str {
    fn from(reason: UnreadReason) -> Self {
        reason.code()
    }
}
