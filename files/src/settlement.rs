//! The agreement payment network's settlement file of a date: every debit with what came of it, and what is paid for all of them.
//!
//! ```text
//! H|STL2026112000000001|2026-11-20|31050161364000005678
//! D|N0000000001|DBT2026112000000001|payment|3000.00|00000000
//! T|1|3000.00|0.00|3000.00
//! ```
//!
//! The head names the settlement, its date and the account that pays it; a line tells of a `payment`, of a `refund` that was ordered,
//! or of a `return` that the payer or its bank has demanded; the tail counts the lines and adds up what was debited, given back, and
//! is paid. Only lines with the result of success count. A file that is not so to the letter is refused as a
//! whole: money follows from it.

use domain::{
    Amount, Reference,
    network::Meaning,
    reference::ReferenceKind,
    settlement::{LineKind, TheirLine},
};
use time::{Date, format_description::StaticFormatDescription, macros::format_description};

const DATE: StaticFormatDescription = format_description!("[year]-[month]-[day]");
/// The system's code of a message that was looked at: that of a line is the business's.
const LOOKED_AT: &str = "00000000";

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementFile {
    /// What its money names.
    pub number: Reference,
    pub settled_on: Date,
    /// From where its money comes.
    pub payer_account: String,
    pub lines: Vec<SettlementLine>,
    pub debited: Amount,
    pub refunded: Amount,
    /// What is paid; less than zero where more was given back than debited.
    pub net: Amount,
}

/// One debit, or what was given back of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementLine {
    /// The network's.
    pub network_serial: String,
    /// Ours, if it is one.
    pub order_no: String,
    pub kind: LineKind,
    pub amount: Amount,
    /// The business code.
    pub result: String,
}

impl SettlementLine {
    /// As the comparison needs it.
    #[must_use]
    pub fn told(&self) -> TheirLine {
        TheirLine { kind: self.kind, amount: self.amount, meaning: Meaning::of(LOOKED_AT, &self.result) }
    }
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettlementFileError {
    #[error("the file is empty")]
    Empty,
    #[error("line {line}: the record {found:?} does not belong here")]
    Record { line: usize, found: String },
    #[error("line {line}: {found} fields instead of {expected}")]
    Fields { line: usize, found: usize, expected: usize },
    #[error("line {line}: the {field} {text:?} cannot be read")]
    Field { line: usize, field: &'static str, text: String },
    #[error("the file ends without its tail")]
    Cut,
    #[error("the tail tells {told} lines, and there are {found}")]
    Lines { told: String, found: usize },
    #[error("the tail tells {told} {sum}, and the lines come to {found}")]
    Sum { sum: &'static str, told: Amount, found: Amount },
}

/// The fields of a line, after the letter of its record.
struct Fields<'a, const COUNT: usize> {
    line: usize,
    texts: [&'a str; COUNT],
}

impl<'a, const COUNT: usize> Fields<'a, COUNT> {
    fn of(line: usize, text: &'a str) -> Result<Self, SettlementFileError> {
        let texts: Vec<&str> = text.split('|').skip(1).collect();
        let found = texts.len();
        let texts: [&str; COUNT] =
            texts.try_into().map_err(|_| SettlementFileError::Fields { line, found, expected: COUNT })?;
        Ok(Self { line, texts })
    }

    fn read<T>(
        &self,
        place: usize,
        field: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, SettlementFileError> {
        let text = self.texts.get(place).copied().unwrap_or_default();
        read(text).ok_or_else(|| SettlementFileError::Field { line: self.line, field, text: text.to_owned() })
    }
}

/// Reads a file to the letter.
///
/// # Errors
/// When anything in it is not as it should be, or its tail is not what its lines come to.
pub fn read(text: &str) -> Result<SettlementFile, SettlementFileError> {
    let mut rows = text.lines().zip(1..);
    let (head, _) = rows.next().ok_or(SettlementFileError::Empty)?;
    let mut file = read_head(head)?;
    let mut tail = None;
    for (row, line) in rows {
        match row.split('|').next().unwrap_or_default() {
            "D" if tail.is_none() => file.lines.push(read_line(line, row)?),
            "T" if tail.is_none() => tail = Some(read_tail(line, row)?),
            found => return Err(SettlementFileError::Record { line, found: found.to_owned() }),
        }
    }
    let (lines, sums) = tail.ok_or(SettlementFileError::Cut)?;
    if lines != file.lines.len().to_string() {
        return Err(SettlementFileError::Lines { told: lines, found: file.lines.len() });
    }
    let of = |kind: LineKind| {
        let counts = file.lines.iter().filter(|line| line.kind == kind && line.told().meaning == Meaning::Done);
        counts.fold(Amount::ZERO, |sum, line| sum.plus(line.amount))
    };
    (file.debited, file.refunded) = (of(LineKind::Payment), of(LineKind::Refund).plus(of(LineKind::Return)));
    file.net = file.debited.plus(file.refunded.negated());
    for ((sum, found), told) in
        [("debited", file.debited), ("given back", file.refunded), ("net", file.net)].into_iter().zip(sums)
    {
        if told != found {
            return Err(SettlementFileError::Sum { sum, told, found });
        }
    }
    Ok(file)
}

fn read_head(text: &str) -> Result<SettlementFile, SettlementFileError> {
    let first = text.split('|').next().unwrap_or_default();
    if first != "H" {
        return Err(SettlementFileError::Record { line: 1, found: first.to_owned() });
    }
    let fields = Fields::<3>::of(1, text)?;
    Ok(SettlementFile {
        number: fields.read(0, "number", number)?,
        settled_on: fields.read(1, "date", |text| Date::parse(text, DATE).ok())?,
        payer_account: fields.read(2, "account", some)?,
        lines: Vec::new(),
        debited: Amount::ZERO,
        refunded: Amount::ZERO,
        net: Amount::ZERO,
    })
}

/// A settlement's number, as it is written and not in another way.
fn number(text: &str) -> Option<Reference> {
    let number: Reference = text.parse().ok()?;
    (number.as_str() == text && number.kind() == Some(ReferenceKind::Settlement)).then_some(number)
}

fn read_line(line: usize, text: &str) -> Result<SettlementLine, SettlementFileError> {
    let fields = Fields::<5>::of(line, text)?;
    Ok(SettlementLine {
        network_serial: fields.read(0, "serial", some)?,
        order_no: fields.read(1, "order number", some)?,
        kind: fields.read(2, "kind", LineKind::from_code)?,
        amount: fields.read(3, "amount", |text| amount(text).filter(|amount| amount.is_positive()))?,
        result: fields.read(4, "result", some)?,
    })
}

/// How many lines there should be, and what they come to.
fn read_tail(line: usize, text: &str) -> Result<(String, [Amount; 3]), SettlementFileError> {
    let fields = Fields::<4>::of(line, text)?;
    let sums = [
        fields.read(1, "sum debited", amount)?,
        fields.read(2, "sum given back", amount)?,
        fields.read(3, "net sum", amount)?,
    ];
    Ok((fields.read(0, "number of lines", some)?, sums))
}

/// Yuan with two decimals, and no other writing of it.
fn amount(text: &str) -> Option<Amount> {
    text.parse::<Amount>().ok().filter(|amount| amount.to_string() == text)
}

/// A text that says something, and fits the database.
fn some(text: &str) -> Option<String> {
    (!text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use domain::network::Reason;
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    const HEAD: &str = "H|STL2026112000000001|2026-11-20|31050161364000005678";
    const LINES: &str = "D|N1|DBT2026112000000001|payment|3000.00|00000000\n\
                         D|N2|DBT2026112000000002|payment|10.00|PB012001\n\
                         D|N3|DBT2026112000000003|refund|0.20|00000000\n\
                         D|N4|DBT2026112000000004|return|0.30|00000000";
    const TAIL: &str = "T|4|3000.00|0.50|2999.50";

    #[test]
    fn a_file_is_read_to_the_letter_and_only_what_succeeded_counts() {
        let file = read(&format!("{HEAD}\n{LINES}\n{TAIL}\n")).unwrap();
        assert_eq!((file.number.as_str(), file.settled_on), ("STL2026112000000001", date!(2026 - 11 - 20)));
        assert_eq!(file.payer_account, "31050161364000005678");
        let sums = [file.debited, file.refunded, file.net].map(Amount::fen);
        assert_eq!((sums, file.lines.len()), ([300_000, 50, 299_950], 4));
        let meanings: Vec<Meaning> = file.lines.iter().map(|line| line.told().meaning).collect();
        let refused = Meaning::Refused(Reason::InsufficientFunds);
        assert_eq!(meanings, [Meaning::Done, refused, Meaning::Done, Meaning::Done]);
        let nothing = read(&format!("{HEAD}\nT|0|0.00|0.00|0.00\n")).unwrap();
        assert_eq!((nothing.lines.len(), nothing.net), (0, Amount::ZERO));
    }

    #[test]
    fn what_is_not_as_it_should_be_is_named_with_its_line() {
        let whole = format!("{HEAD}\n{LINES}\n{TAIL}");
        let [ending, twice, blank] = [format!("\n{TAIL}"), format!("{TAIL}\n{TAIL}"), format!("{TAIL}\n\n")];
        for (from, to, told) in [
            (whole.as_str(), "", "the file is empty"),
            ("H|", "X|", "line 1: the record \"X\" does not belong here"),
            ("STL2026112000000001", "STL1", "line 1: the number \"STL1\" cannot be read"),
            ("STL2026112000000001", "DBT2026112000000001", "line 1: the number \"DBT2026112000000001\" cannot be read"),
            ("2026-11-20|", "2026-11-31|", "line 1: the date \"2026-11-31\" cannot be read"),
            ("|31050161364000005678", "|", "line 1: the account \"\" cannot be read"),
            ("|31050161364000005678", "", "line 1: 2 fields instead of 3"),
            ("|payment|3000.00", "|gift|3000.00", "line 2: the kind \"gift\" cannot be read"),
            ("|payment|3000.00", "|payment|3,000.00", "line 2: the amount \"3,000.00\" cannot be read"),
            ("|payment|3000.00", "|payment|0.00", "line 2: the amount \"0.00\" cannot be read"),
            ("|payment|3000.00", "|payment|-1.00", "line 2: the amount \"-1.00\" cannot be read"),
            ("|PB012001", "|PB012001|", "line 3: 6 fields instead of 5"),
            ("D|N2", "D|N 2", "line 3: the serial \"N 2\" cannot be read"),
            ("T|4|", "T|2|", "the tail tells 2 lines, and there are 4"),
            ("T|4|3000.00", "T|4|3000.01", "the tail tells 3000.01 debited, and the lines come to 3000.00"),
            ("|2999.50", "|3000.00", "the tail tells 3000.00 net, and the lines come to 2999.50"),
            (ending.as_str(), "", "the file ends without its tail"),
            (TAIL, twice.as_str(), "line 7: the record \"T\" does not belong here"),
            (TAIL, blank.as_str(), "line 7: the record \"\" does not belong here"),
        ] {
            let error = read(&whole.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.to_string(), told);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(rows in prop::collection::vec("[HDT]?\\|?.{0,40}", 0..6)) {
            let _ = read(&rows.join("\n"));
        }
    }
}
