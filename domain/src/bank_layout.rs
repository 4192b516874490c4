//! How the table of one bank is laid out: described by people and kept as data, by the same words for what comes with the
//! product and what is added later.
//!
//! Where a table begins needs no description: its heading row is the first that has every heading. Nor does its encoding,
//! which the bytes tell.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{account_no, width};

/// The longest name of a layout, and the longest word in it, in characters.
pub const WORD_LIMIT: usize = 60;
/// The most words of one heading, and the most headings of the text.
pub const WORDS_LIMIT: usize = 20;

/// Whether files are read by a layout that people added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutState {
    /// Described, and in no use.
    Draft,
    /// Files are read by it.
    Adopted,
    Retired,
}

codes!(LayoutState {
    Draft => "draft",
    Adopted => "adopted",
    Retired => "retired",
});

/// The layout of one bank's table.
///
/// Words are compared without regard to white space, case and full-width forms. Every column that is named must be in
/// the file: a bank that changes its layout is noticed, not half understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The name by which people know the layout.
    pub name: String,
    /// Where the account number stands.
    pub account: Place,
    /// Where the currency stands.
    pub currency: Place,
    /// The booking date, with the time of day behind it where the bank writes both in one cell.
    pub date: Heading,
    #[serde(default)]
    pub date_order: DateOrder,
    /// The booking time.
    #[serde(default)]
    pub time: Option<Heading>,
    /// The amount and its direction.
    pub amount: AmountColumns,
    /// Whether the movement was booked at all, where the table tells others too.
    #[serde(default)]
    pub status: Option<StatusColumn>,
    /// The balance after the movement.
    #[serde(default)]
    pub balance: Option<Heading>,
    #[serde(default)]
    pub counterparty: Counterparty,
    /// What the payer wrote, in the order in which the cells are put together.
    #[serde(default)]
    pub remittance: Vec<Heading>,
    /// The bank's own reference of the movement.
    #[serde(default)]
    pub reference: Option<Heading>,
    /// The words of which one begins the first cell with content of the row behind the last movement.
    #[serde(default)]
    pub end_of_table: Vec<String>,
}

/// The words of which one stands in a heading or a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heading(pub Vec<String>);

/// Where a fact of the whole statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Above the heading row, behind this label: in the same cell after a colon, or in the next cell with content.
    Label(Heading),
    /// The same for every file.
    Fixed(String),
    /// In a column of its own; a file may then hold several statements.
    Column(Heading),
    /// Nowhere: whoever brings the file says it.
    Given,
}

/// Which part of a date comes first. One that begins with its year is read whatever is described here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    #[default]
    YearFirst,
    /// `5/11/2026`, `5 Nov 2026`.
    DayFirst,
    /// `11/5/2026`, `Nov 5 2026`.
    MonthFirst,
}

codes!(DateOrder {
    YearFirst => "year_first",
    DayFirst => "day_first",
    MonthFirst => "month_first",
});

/// How a table tells the direction of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountColumns {
    /// One column of amounts and one of words.
    Flagged {
        /// The amount, more than zero.
        amount: Heading,
        /// The word.
        direction: Heading,
        /// The words for money that came.
        credit_words: Vec<String>,
        /// The words for money that left.
        debit_words: Vec<String>,
    },
    /// One column for each direction; the other is empty, a dash or zero.
    Split {
        /// Money that came.
        credit: Heading,
        /// Money that left.
        debit: Heading,
        /// Whether money that left has a minus all the same.
        #[serde(default)]
        negative_debit: bool,
    },
    /// One column in which money that left is negative.
    Signed {
        /// The amount.
        amount: Heading,
    },
}

/// The column that tells which rows are booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusColumn {
    pub heading: Heading,
    /// The words of a movement that was booked.
    pub booked: Vec<String>,
    /// The words of one that was not. Any other word refuses its line.
    pub not_booked: Vec<String>,
}

/// Where the other party stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counterparty {
    /// In columns of its own.
    Other(PartyColumns),
    /// As the payer of money that came, and the payee of money that left; the account itself is the other one.
    Sides { payer: PartyColumns, payee: PartyColumns },
}

impl Default for Counterparty {
    fn default() -> Self {
        Self::Other(PartyColumns::default())
    }
}

/// The columns of one party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PartyColumns {
    pub name: Option<Heading>,
    pub account: Option<Heading>,
    pub bank: Option<Heading>,
}

/// Why a layout cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LayoutRefusal {
    #[error("the name is missing, too long or has a sign that no name has")]
    NameInvalid,
    #[error("another layout has the name {name}")]
    NameTaken { name: String },
    #[error("a column that every layout needs has no heading")]
    HeadingMissing,
    #[error("the word {word} is too long, or one heading has too many")]
    WordInvalid { word: String },
    #[error("the heading {word} is used for two columns")]
    HeadingTwice { word: String },
    #[error("the words of a direction or of a status are missing, or mean both")]
    WordsUnclear,
    #[error("{account} is no account number")]
    AccountInvalid { account: String },
    #[error("{currency} is no currency")]
    CurrencyInvalid { currency: String },
}

impl LayoutRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameInvalid => "layout.name_invalid",
            Self::NameTaken { .. } => "layout.name_taken",
            Self::HeadingMissing => "layout.heading_missing",
            Self::WordInvalid { .. } => "layout.word_invalid",
            Self::HeadingTwice { .. } => "layout.heading_twice",
            Self::WordsUnclear => "layout.words_unclear",
            Self::AccountInvalid { .. } => "layout.account_invalid",
            Self::CurrencyInvalid { .. } => "layout.currency_invalid",
        }
    }
}

/// The words for currencies and the codes they mean, as banks write them.
const CURRENCY_WORDS: [(&str, &str); 9] = [
    ("人民币", "CNY"),
    ("人民币元", "CNY"),
    ("rmb", "CNY"),
    ("renminbi", "CNY"),
    ("cny人民币", "CNY"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("港币", "HKD"),
    ("日元", "JPY"),
];

/// The code (ISO 4217) of a currency: a code of three capitals, or a word that means one.
#[must_use]
pub fn currency_code(text: &str) -> Option<String> {
    let word = key(text);
    let known = CURRENCY_WORDS.iter().find(|(known, _)| *known == word).map(|&(_, code)| code.to_owned());
    let code = known.unwrap_or_else(|| width::bare(text));
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code)
}

/// What a heading, a label or a word is compared by.
#[must_use]
pub fn key(text: &str) -> String {
    width::bare(text).chars().flat_map(char::to_lowercase).collect()
}

/// What words are compared by; nothing of an empty one.
#[must_use]
pub fn keys(words: &[String]) -> Vec<String> {
    words.iter().map(|word| key(word)).filter(|word| !word.is_empty()).collect()
}

impl Heading {
    /// The words between bars: `交易日期 | 记账日期`.
    #[must_use]
    pub fn between_bars(text: &str) -> Self {
        Self(words_between_bars(text))
    }

    #[must_use]
    pub fn is(&self, cell: &str) -> bool {
        keys(&self.0).contains(&key(cell))
    }

    /// As it was written between bars.
    #[must_use]
    pub fn shown(&self) -> String {
        self.0.join(" | ")
    }
}

/// The words of a text with bars between them.
#[must_use]
pub fn words_between_bars(text: &str) -> Vec<String> {
    text.split(['|', '｜']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl PartyColumns {
    fn headings(&self) -> impl Iterator<Item = &Heading> {
        [&self.name, &self.account, &self.bank].into_iter().flatten()
    }
}

impl Counterparty {
    fn headings(&self) -> Vec<&Heading> {
        match self {
            Self::Other(party) => party.headings().collect(),
            Self::Sides { payer, payee } => payer.headings().chain(payee.headings()).collect(),
        }
    }
}

impl Layout {
    /// Every heading that the heading row must have.
    #[must_use]
    pub fn headings(&self) -> Vec<&Heading> {
        let mut all = vec![&self.date];
        match &self.amount {
            AmountColumns::Flagged { amount, direction, .. } => all.extend([amount, direction]),
            AmountColumns::Split { credit, debit, .. } => all.extend([credit, debit]),
            AmountColumns::Signed { amount } => all.push(amount),
        }
        all.extend([&self.time, &self.balance, &self.reference].into_iter().flatten());
        all.extend(self.status.iter().map(|status| &status.heading));
        all.extend(self.counterparty.headings());
        all.extend(&self.remittance);
        for place in [&self.account, &self.currency] {
            if let Place::Column(heading) = place {
                all.push(heading);
            }
        }
        all
    }

    /// Whether the layout says all that it has to, and nothing twice.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), LayoutRefusal> {
        let long = |text: &str| text.chars().count() > WORD_LIMIT || text.chars().any(char::is_control);
        if self.name.trim().is_empty() || long(&self.name) {
            return Err(LayoutRefusal::NameInvalid);
        }
        let mut seen = BTreeSet::new();
        for heading in self.headings() {
            check_words(&heading.0)?;
            for word in &heading.0 {
                if !seen.insert(key(word)) {
                    return Err(LayoutRefusal::HeadingTwice { word: word.clone() });
                }
            }
        }
        if let Place::Label(label) = &self.account {
            check_words(&label.0)?;
        }
        if let AmountColumns::Flagged { credit_words, debit_words, .. } = &self.amount {
            check_apart(credit_words, debit_words)?;
        }
        if let Some(status) = &self.status {
            check_apart(&status.booked, &status.not_booked)?;
        }
        if let Some(word) = self.end_of_table.iter().find(|word| long(word)) {
            return Err(LayoutRefusal::WordInvalid { word: word.clone() });
        }
        self.check_owner()
    }

    fn check_owner(&self) -> Result<(), LayoutRefusal> {
        if let Place::Fixed(account) = &self.account
            && !account_no::read(account).is_ok_and(|number| number.is_some())
        {
            return Err(LayoutRefusal::AccountInvalid { account: account.clone() });
        }
        match &self.currency {
            Place::Fixed(currency) if currency_code(currency).is_none() => {
                Err(LayoutRefusal::CurrencyInvalid { currency: currency.clone() })
            }
            Place::Given => Err(LayoutRefusal::CurrencyInvalid { currency: String::new() }),
            Place::Label(label) => check_words(&label.0),
            Place::Fixed(_) | Place::Column(_) => Ok(()),
        }
    }
}

/// At least one word, and none that no table has.
fn check_words(words: &[String]) -> Result<(), LayoutRefusal> {
    if keys(words).is_empty() {
        return Err(LayoutRefusal::HeadingMissing);
    }
    let wrong = |word: &&String| key(word).is_empty() || word.chars().count() > WORD_LIMIT;
    let wrong = words.iter().find(wrong).or_else(|| words.get(WORDS_LIMIT));
    wrong.map_or(Ok(()), |word| Err(LayoutRefusal::WordInvalid { word: word.clone() }))
}

/// Words of two meanings: some of each, and none of both.
fn check_apart(one: &[String], other: &[String]) -> Result<(), LayoutRefusal> {
    let (one, other) = (keys(one), keys(other));
    if one.is_empty() || other.is_empty() || one.iter().any(|word| other.contains(word)) {
        return Err(LayoutRefusal::WordsUnclear);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
