//! ISO 20022 bank-to-customer statements, `camt.053.001.02` to `.08`.
//!
//! Source: the message definition reports of ISO 20022, *Bank-to-Customer Cash Management*. The versions differ little
//! in what is read here: from 8 a status is nested in `Cd` and a party in `Pty`.

use time::format_description::StaticFormatDescription;
use time::macros::format_description;
use time::{Date, Time};

use domain::{Amount, Reference};

use super::amount::{LARGEST_BALANCE, account, is_currency_code, own_account, positive, refusal};
use super::element::{self, Element};
use super::{Direction, Entry, Format, Line, LineRefusal, RefusedLine, Statement, StatementError};
use crate::sheet::{self, MAX_FILE_BYTES, MAX_ROWS, SheetError};

const DATE: StaticFormatDescription = format_description!("[year]-[month]-[day]");
const TIME: StaticFormatDescription = format_description!("[hour]:[minute]:[second]");
const ENTRY: &[&str] = &["BkToCstmrStmt", "Stmt", "Ntry"];
const STATEMENT: &[&str] = &["BkToCstmrStmt", "Stmt"];
const MESSAGE: &str = "camt.053.001.";
/// No reference has more characters.
const REFERENCE_CHARS: usize = 20;
/// What the standard has programs write where they know nothing.
const NOT_GIVEN: [&str; 2] = ["NOTPROVIDED", "NOTAVAILABLE"];
const VERSIONS: std::ops::RangeInclusive<u8> = 2..=8;

/// Whether a file is XML and no web page, judged by its first characters.
#[must_use]
pub fn recognises(bytes: &[u8]) -> bool {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let wide = bytes.starts_with(b"\xFF\xFE<\0") || bytes.starts_with(b"\xFE\xFF\0<");
    wide || (body.starts_with(b"<") && sheet::unsupported_kind(bytes) != Some("html"))
}

/// Reads every statement of a message.
///
/// # Errors
///
/// When the file is not a well-formed camt.053 message of a known version, or a statement of it names no account.
pub fn read(bytes: &[u8]) -> Result<Vec<Statement>, StatementError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty.into());
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(SheetError::TooLarge { what: "bytes", limit: MAX_FILE_BYTES as u64 }.into());
    }
    let text = sheet::decode(bytes, Some(declared_encoding(bytes)))?;
    let (mut entries, mut statements, mut ordinal) = (Entries::default(), Vec::new(), 0);
    let document = element::parse(&text, &[ENTRY, STATEMENT], &mut |place, element| {
        if place == 0 {
            ordinal += 1;
            return entries.take(&element, ordinal);
        }
        statements.push(statement(&element, std::mem::take(&mut entries)));
        Ok(())
    })?;
    let version = version(&document)?;
    if statements.is_empty() {
        return Err(StatementError::NoStatement);
    }
    let known = (1..).zip(statements).map(|(ordinal, statement)| {
        let statement = statement.ok_or(StatementError::NoAccount { ordinal })?;
        Ok(Statement { format: Format::Camt053 { version }, ..statement })
    });
    known.collect()
}

/// What the entries of one statement say.
#[derive(Default)]
struct Entries {
    lines: Vec<Line>,
    refused: Vec<RefusedLine>,
}

impl Entries {
    /// `ordinal` is the entry's place in the message.
    fn take(&mut self, entry: &Element, ordinal: u32) -> Result<(), StatementError> {
        let number = self.lines.len() + self.refused.len() + 1;
        match entry_lines(entry, number, ordinal) {
            Ok(lines) => self.lines.extend(lines),
            Err((refusal, text)) => self.refused.push(RefusedLine::new(number, refusal, text)),
        }
        let too_many = self.lines.len() + self.refused.len() > MAX_ROWS;
        if too_many { Err(SheetError::TooLarge { what: "rows", limit: MAX_ROWS as u64 }.into()) } else { Ok(()) }
    }
}

/// XML is UTF-8 unless its first line says otherwise. A first line that can be read byte by byte is not in an encoding of
/// wider units, whatever it says.
fn declared_encoding(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let declaration = bytes.split(|&byte| byte == b'>').next().unwrap_or_default();
    let declaration = String::from_utf8_lossy(declaration.get(..200).unwrap_or(declaration));
    declaration
        .split_once("encoding")
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible())
        .unwrap_or(encoding_rs::UTF_8)
}

fn version(document: &element::Document) -> Result<u8, StatementError> {
    let namespace = &document.namespace;
    let found = namespace.rsplit_once(MESSAGE).map(|(_, version)| version).ok_or_else(|| {
        let named = if namespace.is_empty() { &document.root } else { namespace };
        StatementError::NotCamt053 { namespace: named.clone() }
    })?;
    let number = found.parse().ok().filter(|number| found.len() == 2 && VERSIONS.contains(number));
    number.ok_or_else(|| StatementError::Version { found: found.to_owned() })
}

/// One `Stmt`, or nothing when it names no account.
fn statement(element: &Element, entries: Entries) -> Option<Statement> {
    let mut statement = Statement {
        format: Format::Camt053 { version: 0 },
        account_no: account_text(element.at(&["Acct"])?).and_then(own_account)?,
        currency: account_currency(element),
        statement_no: element.first_text(&[&["Id"]]).map(str::to_owned),
        from_on: element.first_text(&[&["FrToDt", "FrDtTm"]]).and_then(date),
        to_on: element.first_text(&[&["FrToDt", "ToDtTm"]]).and_then(date),
        opening_fen: None,
        closing_fen: None,
        lines: entries.lines,
        refused: Vec::new(),
        passed_over: Vec::new(),
    };
    // A day's opening balance is also told as the closing balance of the day before.
    let currency = statement.currency.as_deref();
    let opening = find_balance(element, "OPBD", currency).or_else(|| find_balance(element, "PRCD", currency));
    statement.opening_fen = balance(opening, &mut statement);
    let closing = find_balance(element, "CLBD", statement.currency.as_deref());
    statement.closing_fen = balance(closing, &mut statement);
    for (code, end) in [("OPBD", &mut statement.opening_fen), ("CLBD", &mut statement.closing_fen)] {
        if let Some(other) = told_otherwise(element, code, statement.currency.as_deref()) {
            *end = None;
            statement.refused.push(RefusedLine::new(0, LineRefusal::BalanceUnreadable, other));
        }
    }
    statement.refused.extend(entries.refused);
    Some(statement)
}

/// The account's currency: as declared, else that of the opening balance, which the standard keeps in it.
fn account_currency(statement: &Element) -> Option<String> {
    let declared = statement.first_text(&[&["Acct", "Ccy"]]).map(str::to_owned);
    declared.or_else(|| find_balance(statement, "OPBD", None)?.at(&["Amt"])?.currency.clone())
}

/// The balance of this kind: the one in the account's currency, where there are several.
fn find_balance<'a>(statement: &'a Element, code: &str, currency: Option<&str>) -> Option<&'a Element> {
    let mut of_kind =
        statement.all("Bal").filter(|balance| balance.first_text(&[&["Tp", "CdOrPrtry", "Cd"]]) == Some(code));
    let first = of_kind.next()?;
    let is_own = |balance: &Element| balance.at(&["Amt"]).is_some_and(|amount| amount.currency.as_deref() == currency);
    Some(std::iter::once(first).chain(of_kind).find(|balance| is_own(balance)).unwrap_or(first))
}

/// A balance of this kind that says something else than another one of the same kind and currency.
fn told_otherwise(statement: &Element, code: &str, currency: Option<&str>) -> Option<String> {
    let mut of_kind = statement
        .all("Bal")
        .filter(|balance| balance.first_text(&[&["Tp", "CdOrPrtry", "Cd"]]) == Some(code))
        .filter_map(|balance| Some((balance.at(&["Amt"])?, balance.first_text(&[&["CdtDbtInd"]]))))
        .filter(|(amount, _)| amount.currency.as_deref() == currency)
        .map(|(amount, side)| (amount.text(), side));
    let first = of_kind.next()?;
    of_kind.find(|other| *other != first).map(|(amount, _)| told("Bal", amount))
}

/// A balance of the account in its own currency. A balance told in another currency says nothing about it and is left
/// out; one that cannot be read is reported.
fn balance(found: Option<&Element>, statement: &mut Statement) -> Option<i64> {
    let found = found?;
    let amount = found.at(&["Amt"])?;
    if amount.currency.is_some() && amount.currency != statement.currency {
        return None;
    }
    let read = Amount::decimal(amount.text().unwrap_or_default(), LARGEST_BALANCE);
    let signed = read.map_err(refusal).and_then(|amount| match direction(found)? {
        Direction::Credit => Ok(amount.fen()),
        Direction::Debit => Ok(amount.negated().fen()),
    });
    let refusal = match signed {
        Ok(fen) => return Some(fen),
        Err(refusal) => refusal,
    };
    statement.refused.push(RefusedLine::new(0, refusal, told("Bal", amount.text())));
    None
}

/// Why an entry is refused, with the part that was.
type Refused = (LineRefusal, String);

/// The lines of one `Ntry`: one for each transaction of a batch when their amounts are given and make up the entry,
/// otherwise one for the entry.
fn entry_lines(entry: &Element, number: usize, place: u32) -> Result<Vec<Line>, Refused> {
    let whole = entry_line(entry, number)?;
    let details: Vec<&Element> = entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    if let [transaction] = details.as_slice() {
        return with_transaction(whole, transaction).map(|line| vec![line]);
    }
    if let Some(amounts) = batch_amounts(&whole, &details) {
        let lines = details.iter().zip(amounts).enumerate().map(|(index, (transaction, amount_fen))| {
            let entry = Entry { place, number: whole.bank_reference.clone(), amount_fen: whole.amount_fen };
            let part =
                Line { number: number + index, amount_fen, bank_reference: None, entry: Some(entry), ..whole.clone() };
            with_transaction(part, transaction)
        });
        return lines.collect();
    }
    let mut remittances: Vec<String> = details.iter().map(|transaction| remittance(transaction)).collect();
    remittances.retain(|text| !text.is_empty());
    remittances.dedup();
    let remittance = if remittances.is_empty() { whole.remittance.clone() } else { remittances.join("; ") };
    Ok(vec![Line { remittance, ..whole }])
}

/// What the entry itself says, without its transactions.
fn entry_line(entry: &Element, number: usize) -> Result<Line, Refused> {
    match entry.first_text(&[&["Sts", "Cd"], &["Sts"]]) {
        Some("BOOK") => {}
        status @ Some("PDNG" | "INFO" | "FUTR") => return Err((LineRefusal::NotBooked, told("Sts", status))),
        status => return Err((LineRefusal::StatusUnreadable, told("Sts", status))),
    }
    let amount = entry.at(&["Amt"]);
    let amount_text = amount.and_then(Element::text);
    let amount_fen = positive(Amount::decimal(amount_text.unwrap_or_default(), Amount::MAX))
        .map_err(|refusal| (refusal, told("Amt", amount_text)))?;
    let currency = amount.and_then(|amount| amount.currency.clone());
    let currency = currency.filter(|code| is_currency_code(code));
    let indicator = entry.first_text(&[&["CdtDbtInd"]]);
    let booked = entry.first_text(&[&["BookgDt", "Dt"], &["BookgDt", "DtTm"]]);
    let valued = entry.first_text(&[&["ValDt", "Dt"], &["ValDt", "DtTm"]]);
    let unreadable_date = |name, text| (LineRefusal::DateUnreadable, told(name, text));
    Ok(Line {
        number,
        booked_on: booked.and_then(date).ok_or_else(|| unreadable_date("BookgDt", booked))?,
        booked_at: booked.and_then(time_of_day),
        value_on: match valued {
            Some(text) => Some(date(text).ok_or_else(|| unreadable_date("ValDt", valued))?),
            None => None,
        },
        direction: direction(entry).map_err(|refusal| (refusal, told("CdtDbtInd", indicator)))?,
        amount_fen,
        currency: Some(currency.ok_or_else(|| {
            let code = amount.and_then(|amount| amount.currency.as_deref());
            (LineRefusal::CurrencyUnknown, told("Ccy", code))
        })?),
        balance_after_fen: None,
        counterparty_name: None,
        counterparty_account: None,
        counterparty_bank: None,
        bank_reference: entry.first_text(&[&["AcctSvcrRef"]]).map(str::to_owned),
        end_to_end_reference: None,
        remittance: entry.first_text(&[&["AddtlNtryInf"]]).unwrap_or_default().to_owned(),
        reversal: matches!(entry.first_text(&[&["RvslInd"]]), Some("true" | "1")),
        entry: None,
    })
}

/// The amounts of a batch in fen, if each transaction has its own in the entry's currency and direction, and they add
/// up.
fn batch_amounts(whole: &Line, details: &[&Element]) -> Option<Vec<i64>> {
    let amounts: Vec<i64> = details
        .iter()
        .map(|transaction| {
            let amount = transaction.at(&["Amt"]).or_else(|| transaction.at(&["AmtDtls", "TxAmt", "Amt"]))?;
            let same_currency = amount.currency == whole.currency;
            let same_direction =
                transaction.at(&["CdtDbtInd"]).is_none() || direction(transaction) == Ok(whole.direction);
            let fen = positive(Amount::decimal(amount.text()?, Amount::MAX)).ok()?;
            (same_currency && same_direction).then_some(fen)
        })
        .collect::<Option<_>>()?;
    let sum = amounts.iter().try_fold(0_i64, |sum, &fen| sum.checked_add(fen));
    (sum == Some(whole.amount_fen)).then_some(amounts)
}

/// Adds what a transaction says about the other party and the purpose. A reversal names the parties of the movement
/// that it takes back, so the other party stands on the other side.
fn with_transaction(line: Line, transaction: &Element) -> Result<Line, Refused> {
    let from_debtor = (line.direction == Direction::Credit) != line.reversal;
    let (party, party_account, agent) =
        if from_debtor { ("Dbtr", "DbtrAcct", "DbtrAgt") } else { ("Cdtr", "CdtrAcct", "CdtrAgt") };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let parties = transaction.at(&["RltdPties"]);
    let name = parties.and_then(|parties| parties.first_text(&[&[party, "Pty", "Nm"], &[party, "Nm"]]));
    let bank: Option<&str> = transaction
        .at(&["RltdAgts", agent, "FinInstnId"])
        .and_then(|institution| institution.first_text(&[&["Nm"], &["BICFI"], &["BIC"], &["ClrSysMmbId", "MmbId"]]));
    // Some banks repeat the number of the whole in each of its parts.
    let of_whole = line.entry.as_ref().and_then(|entry| entry.number.as_deref());
    let own_reference = transaction.first_text(&[&["Refs", "AcctSvcrRef"]]).filter(|&own| Some(own) != of_whole);
    let end_to_end = transaction.first_text(&[&["Refs", "EndToEndId"]]).filter(|id| !NOT_GIVEN.contains(id));
    let purpose = remittance(transaction);
    let number = parties.and_then(|parties| parties.at(&[party_account])).and_then(account_text);
    let number = number.filter(|&number| !NOT_GIVEN.contains(&number)).unwrap_or_default();
    Ok(Line {
        counterparty_name: owned(name),
        counterparty_account: account(number).map_err(|refusal| (refusal, told(party_account, Some(number))))?,
        counterparty_bank: owned(bank),
        bank_reference: owned(own_reference).or(line.bank_reference),
        end_to_end_reference: owned(end_to_end),
        remittance: if purpose.is_empty() { line.remittance } else { purpose },
        ..line
    })
}

/// What the payer wrote, as one text: free text first, then the references of structured remittance information.
fn remittance(transaction: &Element) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for information in transaction.all("RmtInf") {
        parts.extend(information.all("Ustrd").filter_map(Element::text));
        for structured in information.all("Strd") {
            parts.extend(structured.first_text(&[&["CdtrRefInf", "Ref"], &["CdtrRefInf", "CdtrRef"]]));
            parts.extend(structured.all("AddtlRmtInf").filter_map(Element::text));
        }
    }
    if parts.is_empty() {
        parts.extend(transaction.first_text(&[&["AddtlTxInf"]]));
    }
    joined(parts.into_iter())
}

/// Banks cut a text into lines of a fixed length, also in the middle of a number. A blank stands between two lines,
/// unless a reference is found only without it.
pub(super) fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        if text.is_empty() {
            text.push_str(line);
            continue;
        }
        let before: String = text.chars().rev().take(REFERENCE_CHARS).collect::<Vec<_>>().into_iter().rev().collect();
        let after: String = line.chars().take(REFERENCE_CHARS).collect();
        let count = |text: &str| Reference::find_all(text).len();
        let cut = count(&format!("{before}{after}")) > count(&format!("{before} {after}"));
        if !cut {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

fn account_text(element: &Element) -> Option<&str> {
    element.first_text(&[&["Id", "IBAN"], &["Id", "Othr", "Id"]])
}

fn direction(element: &Element) -> Result<Direction, LineRefusal> {
    match element.first_text(&[&["CdtDbtInd"]]) {
        Some("CRDT") => Ok(Direction::Credit),
        Some("DBIT") => Ok(Direction::Debit),
        _ => Err(LineRefusal::DirectionUnreadable),
    }
}

/// The calendar date of a date or date-time as the bank wrote it; a time zone behind it is not applied.
fn date(text: &str) -> Option<Date> {
    let rest = text.get(10..)?;
    let known_end = rest.is_empty() || rest.starts_with(['T', 'Z', '+', '-']);
    Date::parse(text.get(..10)?, DATE).ok().filter(|_| known_end)
}

fn time_of_day(text: &str) -> Option<Time> {
    let (_, clock) = text.split_once('T')?;
    Time::parse(clock.get(..8)?, TIME).ok()
}

fn told(name: &str, text: Option<&str>) -> String {
    format!("{name}: {}", text.unwrap_or("—"))
}

#[cfg(test)]
mod tests;
