//! A layout applied to one heading row: how each row below it is understood.

use domain::{
    Amount, account_no,
    bank_layout::{
        AmountColumns, Counterparty, DateOrder, Heading, Layout, PartyColumns, Place, currency_code, key, keys,
    },
    matching::Direction,
    width,
};

use time::{Date, Time};

use super::super::amount::{LARGEST_BALANCE, account, own_account, positive, refusal};
use super::super::camt::joined;
use super::super::{StatementError, moment};
use super::{Line, LineRefusal, Owner, RefusedLine, Row};

/// A number with more digits than any bank's name, phone or order has.
const DIGITS_OF_AN_ACCOUNT: usize = 12;

/// Where a fact stands: in a column, or known for the whole table.
enum Found {
    Whole(String),
    Column(usize),
}

/// The columns of the amount, and the words of the direction in the form in which words are compared.
enum AmountPlace {
    Flagged { amount: usize, direction: usize, credit: Vec<String>, debit: Vec<String> },
    Split { credit: usize, debit: usize, negative_debit: bool },
    Signed { amount: usize },
}

/// The column of the status, and its words in the form in which words are compared.
struct StatusPlace {
    column: usize,
    booked: Vec<String>,
    not_booked: Vec<String>,
}

/// The columns of one party.
#[derive(Clone, Copy)]
struct PartyPlaces {
    name: Option<usize>,
    account: Option<usize>,
    bank: Option<usize>,
}

/// A layout applied to one heading row. Columns are counted from 0.
pub(super) struct Applied {
    header: Row,
    account: Found,
    currency: Found,
    date: usize,
    date_order: DateOrder,
    time: Option<usize>,
    amount: AmountPlace,
    status: Option<StatusPlace>,
    balance: Option<usize>,
    /// The other party of money that came, and of money that left.
    counterparty: (PartyPlaces, PartyPlaces),
    remittance: Vec<usize>,
    reference: Option<usize>,
    end_of_table: Vec<String>,
}

/// Why a row is refused, with the part that was.
type Refusal = (LineRefusal, String);

impl Applied {
    pub(super) fn of(header: Row, title: &[Row], layout: &Layout, given: Option<&str>) -> Result<Self, StatementError> {
        for heading in layout.headings() {
            if header.cells.iter().filter(|cell| heading.is(cell)).count() > 1 {
                return Err(StatementError::HeaderTwice { row: header.number, heading: heading.shown() });
            }
        }
        // The heading row was chosen because it has every heading.
        let column = |heading: &Heading| header.cells.iter().position(|cell| heading.is(cell)).unwrap_or(usize::MAX);
        let optional = |heading: &Option<Heading>| heading.as_ref().map(column);
        let party = |party: &PartyColumns| PartyPlaces {
            name: optional(&party.name),
            account: optional(&party.account),
            bank: optional(&party.bank),
        };
        let counterparty = match &layout.counterparty {
            Counterparty::Other(other) => (party(other), party(other)),
            Counterparty::Sides { payer, payee } => (party(payer), party(payee)),
        };
        let account = match found(&layout.account, title, given, column) {
            Found::Whole(text) => Found::Whole(own_account(&text).ok_or(StatementError::NoAccount { ordinal: 1 })?),
            in_column @ Found::Column(_) => in_column,
        };
        let currency = match found(&layout.currency, title, None, column) {
            Found::Whole(word) => Found::Whole(currency_code(&word).ok_or(StatementError::CurrencyUnknown { word })?),
            in_column @ Found::Column(_) => in_column,
        };
        Ok(Self {
            account,
            currency,
            date: column(&layout.date),
            date_order: layout.date_order,
            time: optional(&layout.time),
            amount: amount_place(&layout.amount, column),
            status: layout.status.as_ref().map(|status| StatusPlace {
                column: column(&status.heading),
                booked: keys(&status.booked),
                not_booked: keys(&status.not_booked),
            }),
            balance: optional(&layout.balance),
            counterparty,
            remittance: layout.remittance.iter().map(column).collect(),
            reference: optional(&layout.reference),
            end_of_table: keys(&layout.end_of_table),
            header,
        })
    }

    /// The owner of every row, when neither account nor currency stands in a column.
    pub(super) fn sole_owner(&self) -> Option<Owner> {
        match (&self.account, &self.currency) {
            (Found::Whole(account), Found::Whole(currency)) => Some((account.clone(), Some(currency.clone()))),
            _ => None,
        }
    }

    /// The account and currency that a row belongs to.
    pub(super) fn owner(&self, row: &Row) -> Result<Owner, RefusedLine> {
        let account = match &self.account {
            Found::Whole(account) => Ok(account.clone()),
            Found::Column(column) => match account(row.cell(*column)) {
                Ok(Some(account)) => Ok(account),
                Ok(None) => Err(self.told(LineRefusal::CellMissing, *column, "")),
                Err(refusal) => Err(self.told(refusal, *column, row.cell(*column))),
            },
        };
        let currency = match &self.currency {
            Found::Whole(currency) => Ok(currency.clone()),
            Found::Column(column) => {
                let word = row.cell(*column);
                currency_code(word).ok_or_else(|| self.told(LineRefusal::CurrencyUnknown, *column, word))
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
            AmountPlace::Split { credit, debit, .. } => !row.cell(*credit).is_empty() || !row.cell(*debit).is_empty(),
        };
        has_amount && moment::date(row.cell(self.date), self.date_order).is_some()
    }

    pub(super) fn line(&self, row: &Row) -> Result<Line, RefusedLine> {
        self.understand(row).map_err(|(refusal, text)| RefusedLine::new(row.number, refusal, text))
    }

    fn understand(&self, row: &Row) -> Result<Line, Refusal> {
        if row.cells.len() > self.header.cells.len() {
            return Err((LineRefusal::TooManyCells, row.cells.join(" | ")));
        }
        self.check_booked(row)?;
        let currency = match &self.currency {
            Found::Whole(currency) => Some(currency.clone()),
            Found::Column(column) => currency_code(row.cell(*column)),
        };
        let (booked_on, booked_at) = self.moment(row)?;
        let (direction, amount_fen) = self.movement(row)?;
        let counterparty = match direction {
            Direction::Credit => self.counterparty.0,
            Direction::Debit => self.counterparty.1,
        };
        let counterparty_account = match given(row, counterparty.account) {
            Some((column, text)) => account(text).map_err(|refusal| self.told(refusal, column, text))?,
            None => None,
        };
        let text = |column| written(row, column).map(str::to_owned);
        Ok(Line {
            number: row.number,
            booked_on,
            booked_at,
            value_on: None,
            direction,
            amount_fen,
            currency,
            balance_after_fen: self.balance(row)?,
            counterparty_name: text(counterparty.name),
            counterparty_account,
            counterparty_bank: self.bank(row, counterparty.bank)?,
            bank_reference: text(self.reference),
            end_to_end_reference: None,
            remittance: self.remittance(row),
            reversal: false,
            entry: None,
        })
    }

    fn check_booked(&self, row: &Row) -> Result<(), Refusal> {
        let Some(status) = &self.status else { return Ok(()) };
        let text = self.needed(row, status.column)?;
        let word = key(text);
        match (status.booked.contains(&word), status.not_booked.contains(&word)) {
            (true, _) => Ok(()),
            (false, true) => Err(self.told(LineRefusal::NotBooked, status.column, text)),
            (false, false) => Err(self.told(LineRefusal::StatusUnreadable, status.column, text)),
        }
    }

    fn moment(&self, row: &Row) -> Result<(Date, Option<Time>), Refusal> {
        let text = self.needed(row, self.date)?;
        let (booked_on, time_with_date) = moment::date(text, self.date_order)
            .ok_or_else(|| self.told(LineRefusal::DateUnreadable, self.date, text))?;
        let booked_at = match given(row, self.time) {
            Some((column, text)) => {
                moment::time(text).ok_or_else(|| self.told(LineRefusal::TimeUnreadable, column, text))?
            }
            None => time_with_date,
        };
        Ok((booked_on, booked_at))
    }

    fn balance(&self, row: &Row) -> Result<Option<i64>, Refusal> {
        match given(row, self.balance) {
            Some((column, text)) if !is_dash(text) => {
                let balance = Amount::written(text, LARGEST_BALANCE);
                Ok(Some(balance.map_err(|_| self.told(LineRefusal::BalanceUnreadable, column, text))?.fen()))
            }
            _ => Ok(None),
        }
    }

    /// What the payer wrote: every cell that says something, each once.
    fn remittance(&self, row: &Row) -> String {
        let mut texts: Vec<String> = Vec::new();
        for column in &self.remittance {
            let text = joined(written(row, Some(*column)).unwrap_or_default().lines().map(str::trim));
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join(" ")
    }

    /// The other party's bank. An account number in its place has been moved there by a separator in a cell before it.
    fn bank(&self, row: &Row, column: Option<usize>) -> Result<Option<String>, Refusal> {
        let Some((column, text)) = given(row, column).filter(|(_, text)| !is_dash(text)) else { return Ok(None) };
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
            AmountPlace::Split { credit, debit, negative_debit } => {
                match (self.one_side(row, *credit, false)?, self.one_side(row, *debit, *negative_debit)?) {
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
                }
            }
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
    fn one_side(&self, row: &Row, column: usize, negative: bool) -> Result<Option<i64>, Refusal> {
        let text = row.cell(column);
        if is_dash(text) {
            return Ok(None);
        }
        match text.parse::<Amount>().map(|amount| if negative { amount.negated() } else { amount }) {
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

/// Nothing, or a dash or a stroke in place of something.
fn is_dash(text: &str) -> bool {
    text.chars().all(|character| matches!(width::half(character), '-' | '—' | '–' | '/'))
}

/// A cell with content, with its column.
fn given(row: &Row, column: Option<usize>) -> Option<(usize, &str)> {
    column.map(|column| (column, row.cell(column))).filter(|(_, text)| !text.is_empty())
}

/// A cell with content that is no dash in place of one.
fn written(row: &Row, column: Option<usize>) -> Option<&str> {
    given(row, column).map(|(_, text)| text).filter(|text| !is_dash(text))
}

/// What the file does not say, whoever brings it may have said.
fn found(place: &Place, title: &[Row], given: Option<&str>, column: impl Fn(&Heading) -> usize) -> Found {
    let given_text = || given.map(str::to_owned);
    match place {
        Place::Column(heading) => Found::Column(column(heading)),
        Place::Fixed(text) => Found::Whole(text.clone()),
        Place::Label(label) => Found::Whole(behind_label(title, label).or_else(given_text).unwrap_or_default()),
        Place::Given => Found::Whole(given_text().unwrap_or_default()),
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
        AmountColumns::Split { credit, debit, negative_debit } => {
            AmountPlace::Split { credit: column(credit), debit: column(debit), negative_debit: *negative_debit }
        }
        AmountColumns::Signed { amount } => AmountPlace::Signed { amount: column(amount) },
    }
}

/// The text behind a label in the rows above the table.
fn behind_label(title: &[Row], label: &Heading) -> Option<String> {
    for row in title {
        for (index, cell) in row.cells.iter().enumerate() {
            let (name, rest) = cell.split_once([':', '：']).unwrap_or((cell, ""));
            if !label.is(name) {
                continue;
            }
            // Some write what is behind a label in brackets.
            let rest = rest.trim().trim_matches(['[', ']', '【', '】']);
            if !rest.is_empty() {
                return Some(rest.to_owned());
            }
            // Behind a label without a value stands the next label.
            let next = row.cells.iter().skip(index + 1).find(|next| !next.is_empty());
            return next.filter(|next| !next.ends_with([':', '：'])).cloned();
        }
    }
    None
}
