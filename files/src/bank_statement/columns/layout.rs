//! A mapping applied to one heading row: how each row below it is understood.

use domain::{Amount, account_no, matching::Direction, width};

use super::super::StatementError;
use super::super::amount::{LARGEST_BALANCE, account, is_currency_code, own_account, positive, refusal};
use super::super::camt::joined;
use super::super::moment::Forms;
use super::{AmountColumns, ColumnMapping, Heading, Line, LineRefusal, Owner, RefusedLine, Row, Source, key, keys};

/// A number with more digits than any bank's name, phone or order has.
const DIGITS_OF_AN_ACCOUNT: usize = 12;

/// Where a fact stands: in a column, or known for the whole table.
enum Place {
    Whole(String),
    Column(usize),
}

/// The columns of the amount, and the words of the direction in the form in which words are compared.
enum AmountPlace {
    Flagged { amount: usize, direction: usize, credit: Vec<String>, debit: Vec<String> },
    Split { credit: usize, debit: usize },
    Signed { amount: usize },
}

/// A mapping applied to one heading row. Columns are counted from 0.
pub(super) struct Layout<'a> {
    header: Row,
    account: Place,
    currency: Place,
    /// The bank's words for currencies, in the form in which words are compared, and their codes.
    currency_words: Vec<(String, &'a str)>,
    date: usize,
    time: Option<usize>,
    amount: AmountPlace,
    balance: Option<usize>,
    counterparty_name: Option<usize>,
    counterparty_account: Option<usize>,
    counterparty_bank: Option<usize>,
    remittance: Option<usize>,
    reference: Option<usize>,
    forms: Forms,
    end_of_table: Vec<String>,
}

/// Why a row is refused, with the part that was.
type Refusal = (LineRefusal, String);

impl<'a> Layout<'a> {
    pub(super) fn of(header: Row, title: &[Row], mapping: &'a ColumnMapping) -> Result<Self, StatementError> {
        for heading in mapping.headings() {
            if header.cells.iter().filter(|cell| heading.is(cell)).count() > 1 {
                return Err(StatementError::HeaderTwice { row: header.number, heading: heading.shown() });
            }
        }
        // The heading row was chosen because it has every heading.
        let column = |heading: &Heading| header.cells.iter().position(|cell| heading.is(cell)).unwrap_or(usize::MAX);
        let optional = |heading: &Option<Heading>| heading.as_ref().map(column);
        let currency_words: Vec<(String, &str)> =
            mapping.currency_words.iter().map(|(word, code)| (key(word), code.as_str())).collect();
        let account = match place(&mapping.account, title, column) {
            Place::Whole(text) => Place::Whole(own_account(&text).ok_or(StatementError::NoAccount { ordinal: 1 })?),
            in_column @ Place::Column(_) => in_column,
        };
        let currency = match place(&mapping.currency, title, column) {
            Place::Whole(word) => {
                let code = currency_code(&currency_words, &word);
                Place::Whole(code.ok_or(StatementError::CurrencyUnknown { word })?)
            }
            in_column @ Place::Column(_) => in_column,
        };
        let columns = &mapping.columns;
        Ok(Self {
            account,
            currency,
            currency_words,
            date: column(&columns.date),
            time: optional(&columns.time),
            amount: amount_place(&columns.amount, column),
            balance: optional(&columns.balance),
            counterparty_name: optional(&columns.counterparty_name),
            counterparty_account: optional(&columns.counterparty_account),
            counterparty_bank: optional(&columns.counterparty_bank),
            remittance: optional(&columns.remittance),
            reference: optional(&columns.reference),
            forms: Forms::of(mapping)?,
            end_of_table: keys(&mapping.end_of_table),
            header,
        })
    }

    /// The owner of every row, when neither account nor currency stands in a column.
    pub(super) fn sole_owner(&self) -> Option<Owner> {
        match (&self.account, &self.currency) {
            (Place::Whole(account), Place::Whole(currency)) => Some((account.clone(), Some(currency.clone()))),
            _ => None,
        }
    }

    /// The account and currency that a row belongs to.
    pub(super) fn owner(&self, row: &Row) -> Result<Owner, RefusedLine> {
        let account = match &self.account {
            Place::Whole(account) => Ok(account.clone()),
            Place::Column(column) => match account(row.cell(*column)) {
                Ok(Some(account)) => Ok(account),
                Ok(None) => Err(self.told(LineRefusal::CellMissing, *column, "")),
                Err(refusal) => Err(self.told(refusal, *column, row.cell(*column))),
            },
        };
        let currency = match &self.currency {
            Place::Whole(currency) => Ok(currency.clone()),
            Place::Column(column) => {
                let word = row.cell(*column);
                currency_code(&self.currency_words, word)
                    .ok_or_else(|| self.told(LineRefusal::CurrencyUnknown, *column, word))
            }
        };
        match (account, currency) {
            (Ok(account), Ok(currency)) => Ok((account, Some(currency))),
            (Err((refusal, text)), _) | (_, Err((refusal, text))) => Err(RefusedLine::new(row.number, refusal, text)),
        }
    }

    pub(super) fn ends_at(&self, row: &Row) -> bool {
        let first = row.cells.iter().find(|cell| !cell.is_empty()).map(|cell| key(cell)).unwrap_or_default();
        self.end_of_table.iter().any(|word| first.starts_with(word))
    }

    pub(super) const fn header(&self) -> &Row {
        &self.header
    }

    /// A row with a date and something in a column of amounts is a movement, whatever else it is called.
    pub(super) fn is_movement(&self, row: &Row) -> bool {
        let has_amount = match &self.amount {
            AmountPlace::Flagged { amount, .. } | AmountPlace::Signed { amount } => !row.cell(*amount).is_empty(),
            AmountPlace::Split { credit, debit } => !row.cell(*credit).is_empty() || !row.cell(*debit).is_empty(),
        };
        has_amount && self.forms.date(row.cell(self.date)).is_some()
    }

    pub(super) fn line(&self, row: &Row) -> Result<Line, RefusedLine> {
        self.understand(row).map_err(|(refusal, text)| RefusedLine::new(row.number, refusal, text))
    }

    fn understand(&self, row: &Row) -> Result<Line, Refusal> {
        if row.cells.len() > self.header.cells.len() {
            return Err((LineRefusal::TooManyCells, row.cells.join(" | ")));
        }
        let currency = match &self.currency {
            Place::Whole(currency) => Some(currency.clone()),
            Place::Column(column) => currency_code(&self.currency_words, row.cell(*column)),
        };
        let date_text = self.needed(row, self.date)?;
        let (booked_on, time_with_date) =
            self.forms.date(date_text).ok_or_else(|| self.told(LineRefusal::DateUnreadable, self.date, date_text))?;
        let booked_at = match given(row, self.time) {
            Some((column, text)) => {
                self.forms.time(text).ok_or_else(|| self.told(LineRefusal::TimeUnreadable, column, text))?
            }
            None => time_with_date,
        };
        let (direction, amount_fen) = self.movement(row)?;
        let balance_after_fen = match given(row, self.balance) {
            Some((column, text)) if !is_dash(text) => {
                let balance = Amount::written(text, LARGEST_BALANCE);
                Some(balance.map_err(|_| self.told(LineRefusal::BalanceUnreadable, column, text))?.fen())
            }
            _ => None,
        };
        let counterparty_account = match given(row, self.counterparty_account) {
            Some((column, text)) => account(text).map_err(|refusal| self.told(refusal, column, text))?,
            None => None,
        };
        let text = |column| given(row, column).map(|(_, text)| text.to_owned());
        Ok(Line {
            number: row.number,
            booked_on,
            booked_at,
            value_on: None,
            direction,
            amount_fen,
            currency,
            balance_after_fen,
            counterparty_name: text(self.counterparty_name),
            counterparty_account,
            counterparty_bank: self.bank(row)?,
            bank_reference: text(self.reference),
            end_to_end_reference: None,
            remittance: joined(text(self.remittance).unwrap_or_default().lines().map(str::trim)),
            reversal: false,
            entry: None,
        })
    }

    /// The other party's bank. An account number in its place has been moved there by a separator in a cell before it.
    fn bank(&self, row: &Row) -> Result<Option<String>, Refusal> {
        let Some((column, text)) = given(row, self.counterparty_bank) else { return Ok(None) };
        let number = account_no::read(text).ok().flatten().unwrap_or_default();
        let is_account = number.len() >= DIGITS_OF_AN_ACCOUNT && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_account { Err(self.told(LineRefusal::ColumnsMoved, column, text)) } else { Ok(Some(text.to_owned())) }
    }

    /// The direction and the amount in fen, which is more than zero.
    fn movement(&self, row: &Row) -> Result<(Direction, i64), Refusal> {
        match &self.amount {
            AmountPlace::Flagged { amount, direction, credit, debit } => {
                let flag = self.needed(row, *direction)?;
                let word = key(flag);
                let flagged = match (credit.contains(&word), debit.contains(&word)) {
                    (true, false) => Direction::Credit,
                    (false, true) => Direction::Debit,
                    _ => return Err(self.told(LineRefusal::DirectionUnreadable, *direction, flag)),
                };
                let text = self.needed(row, *amount)?;
                let fen = positive(text.parse::<Amount>());
                Ok((flagged, fen.map_err(|refusal| self.told(refusal, *amount, text))?))
            }
            AmountPlace::Split { credit, debit } => match (self.one_side(row, *credit)?, self.one_side(row, *debit)?) {
                (Some(fen), None) => Ok((Direction::Credit, fen)),
                (None, Some(fen)) => Ok((Direction::Debit, fen)),
                (Some(_), Some(_)) => {
                    let both = format!("{} / {}", row.cell(*credit), row.cell(*debit));
                    Err(self.told(LineRefusal::DirectionUnreadable, *credit, &both))
                }
                (None, None) => Err(match given(row, Some(*credit)).or_else(|| given(row, Some(*debit))) {
                    Some((column, text)) => self.told(LineRefusal::AmountNotPositive, column, text),
                    None => self.told(LineRefusal::CellMissing, *credit, ""),
                }),
            },
            AmountPlace::Signed { amount } => {
                let text = self.needed(row, *amount)?;
                match text.parse::<Amount>() {
                    Ok(signed) if signed.is_zero() => Err(self.told(LineRefusal::AmountNotPositive, *amount, text)),
                    Ok(signed) if signed.is_negative() => Ok((Direction::Debit, signed.negated().fen())),
                    Ok(signed) => Ok((Direction::Credit, signed.fen())),
                    Err(error) => Err(self.told(refusal(error), *amount, text)),
                }
            }
        }
    }

    /// The amount in the column of one direction; empty, a dash and zero mean that the movement went the other way.
    fn one_side(&self, row: &Row, column: usize) -> Result<Option<i64>, Refusal> {
        let text = row.cell(column);
        if is_dash(text) {
            return Ok(None);
        }
        match text.parse::<Amount>() {
            Ok(amount) if amount.is_zero() => Ok(None),
            Ok(amount) if amount.is_negative() => Err(self.told(LineRefusal::AmountNotPositive, column, text)),
            Ok(amount) => Ok(Some(amount.fen())),
            Err(error) => Err(self.told(refusal(error), column, text)),
        }
    }

    fn needed<'r>(&self, row: &'r Row, column: usize) -> Result<&'r str, Refusal> {
        given(row, Some(column)).map(|(_, text)| text).ok_or_else(|| self.told(LineRefusal::CellMissing, column, ""))
    }

    fn told(&self, refusal: LineRefusal, column: usize, text: &str) -> Refusal {
        (refusal, format!("{}: {text}", self.header.cell(column)))
    }
}

/// Nothing, or a dash in place of a number.
fn is_dash(text: &str) -> bool {
    text.chars().all(|character| matches!(width::half(character), '-' | '—' | '–'))
}

/// A cell with content, with its column.
fn given(row: &Row, column: Option<usize>) -> Option<(usize, &str)> {
    column.map(|column| (column, row.cell(column))).filter(|(_, text)| !text.is_empty())
}

fn place(source: &Source, title: &[Row], column: impl Fn(&Heading) -> usize) -> Place {
    match source {
        Source::Column(heading) => Place::Column(column(heading)),
        Source::Fixed(text) => Place::Whole(text.clone()),
        Source::Label(label) => Place::Whole(behind_label(title, label).unwrap_or_default()),
    }
}

fn amount_place(columns: &AmountColumns, column: impl Fn(&Heading) -> usize) -> AmountPlace {
    match columns {
        AmountColumns::Flagged { amount, direction, credit_words, debit_words } => AmountPlace::Flagged {
            amount: column(amount),
            direction: column(direction),
            credit: keys(credit_words),
            debit: keys(debit_words),
        },
        AmountColumns::Split { credit, debit } => AmountPlace::Split { credit: column(credit), debit: column(debit) },
        AmountColumns::Signed { amount } => AmountPlace::Signed { amount: column(amount) },
    }
}

fn currency_code(words: &[(String, &str)], word: &str) -> Option<String> {
    let compared = key(word);
    let described = words.iter().find(|(known, _)| *known == compared).map(|&(_, code)| code.to_owned());
    let code = described.unwrap_or_else(|| width::bare(word));
    is_currency_code(&code).then_some(code)
}

/// The text behind a label in the rows above the table.
fn behind_label(title: &[Row], label: &Heading) -> Option<String> {
    for row in title {
        for (index, cell) in row.cells.iter().enumerate() {
            let (name, rest) = cell.split_once([':', '：']).unwrap_or((cell, ""));
            if !label.is(name) {
                continue;
            }
            if !rest.trim().is_empty() {
                return Some(rest.trim().to_owned());
            }
            // Behind a label without a value stands the next label.
            let next = row.cells.iter().skip(index + 1).find(|next| !next.is_empty());
            return next.filter(|next| !next.ends_with([':', '：'])).cloned();
        }
    }
    None
}
