//! Amounts and accounts of statements, in the terms of a line that is refused.

use domain::{
    Amount,
    account_no::{self, AccountNoError},
    amount::AmountError,
    width,
};

use super::LineRefusal;

/// The largest balance: as much above the largest amount as the lines of many statements could bring together, and far
/// enough inside 64 bits to add such lines to it.
pub(super) const LARGEST_BALANCE: Amount = Amount::from_fen(Amount::MAX.fen() * 10_000);

/// An amount of a movement in fen, which is more than zero.
pub(super) fn positive(read: Result<Amount, AmountError>) -> Result<i64, LineRefusal> {
    match read.map_err(refusal)? {
        amount if amount.is_positive() => Ok(amount.fen()),
        _ => Err(LineRefusal::AmountNotPositive),
    }
}

pub(super) const fn refusal(error: AmountError) -> LineRefusal {
    match error {
        AmountError::Empty | AmountError::NotANumber | AmountError::MisplacedComma => LineRefusal::AmountUnreadable,
        AmountError::FinerThanFen => LineRefusal::AmountFinerThanFen,
        AmountError::TooLarge => LineRefusal::AmountTooLarge,
    }
}

/// The other party's account, if there is one.
pub(super) fn account(text: &str) -> Result<Option<String>, LineRefusal> {
    account_no::read(text).map_err(|error| match error {
        AccountNoError::Unreadable => LineRefusal::AccountUnreadable,
        AccountNoError::DigitsLost => LineRefusal::AccountDigitsLost,
    })
}

/// The account that a statement is about. What is no account number stays as it is written: it is nobody's account, and
/// the refusal of the file names it.
pub(super) fn own_account(text: &str) -> Option<String> {
    account_no::read(text).unwrap_or_else(|_| Some(width::bare(text)))
}

/// Whether a text has the form of a currency code.
pub(super) fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
