//! How the tables of one bank are laid out, described by people and kept as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The layout of one bank's table.
///
/// Words are compared without regard to white space, case and full-width forms. Every column that is named must be in
/// the file: a bank that changes its layout is noticed, not half understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// The name by which people know the mapping.
    pub name: String,
    /// Where the account number stands.
    pub account: Source,
    /// Where the currency stands.
    pub currency: Source,
    /// The bank's words for currencies and the codes they mean (人民币 → CNY). A code of three capitals needs no entry.
    #[serde(default)]
    pub currency_words: BTreeMap<String, String>,
    /// Which heading holds what; the heading row is the first row that has them all.
    pub columns: Columns,
    /// The forms of a date, as the `time` crate describes them, with or without a time of day. ISO dates always do.
    #[serde(default)]
    pub date_formats: Vec<String>,
    /// The forms of a time of day. `HH:MM:SS` always does.
    #[serde(default)]
    pub time_formats: Vec<String>,
    /// The words of which one begins the first cell with content of the row behind the last movement.
    #[serde(default)]
    pub end_of_table: Vec<String>,
}

/// The words that may stand in a heading or a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heading(pub Vec<String>);

/// Where a fact of the whole statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Above the heading row, behind this label: in the same cell after a colon, or in the next cell with content.
    Label(Heading),
    /// The same for every file.
    Fixed(String),
    /// In a column of its own; a file may then hold several statements.
    Column(Heading),
}

/// Which heading holds what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The booking date.
    pub date: Heading,
    /// The booking time.
    #[serde(default)]
    pub time: Option<Heading>,
    /// The amount and its direction.
    pub amount: AmountColumns,
    /// The balance after the movement.
    #[serde(default)]
    pub balance: Option<Heading>,
    /// The other party's name.
    #[serde(default)]
    pub counterparty_name: Option<Heading>,
    /// The other party's account.
    #[serde(default)]
    pub counterparty_account: Option<Heading>,
    /// The other party's bank.
    #[serde(default)]
    pub counterparty_bank: Option<Heading>,
    /// What the payer wrote.
    #[serde(default)]
    pub remittance: Option<Heading>,
    /// The bank's own reference of the movement.
    #[serde(default)]
    pub reference: Option<Heading>,
}

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
    },
    /// One column in which money that left is negative.
    Signed {
        /// The amount.
        amount: Heading,
    },
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn heading(of: &[&str]) -> Heading {
    Heading(words(of))
}

impl ColumnMapping {
    /// 工商银行电子回单明细: two title lines with account and currency, 借/贷 in a column, a total line.
    #[must_use]
    pub fn icbc() -> Self {
        Self {
            name: "icbc".to_owned(),
            account: Source::Label(heading(&["账号"])),
            currency: Source::Label(heading(&["币种"])),
            currency_words: [("人民币", "CNY"), ("RMB", "CNY"), ("美元", "USD"), ("欧元", "EUR"), ("港币", "HKD")]
                .map(|(word, code)| (word.to_owned(), code.to_owned()))
                .into(),
            columns: Columns {
                date: heading(&["交易日期"]),
                time: Some(heading(&["交易时间"])),
                amount: AmountColumns::Flagged {
                    amount: heading(&["交易金额"]),
                    direction: heading(&["借贷标志"]),
                    credit_words: words(&["贷"]),
                    debit_words: words(&["借"]),
                },
                balance: Some(heading(&["余额"])),
                counterparty_name: Some(heading(&["对方户名"])),
                counterparty_account: Some(heading(&["对方账号"])),
                counterparty_bank: Some(heading(&["对方开户行"])),
                remittance: Some(heading(&["附言"])),
                reference: None,
            },
            date_formats: words(&["[year][month][day]", "[year]/[month]/[day]", "[year]年[month]月[day]日"]),
            time_formats: words(&["[hour][minute][second]"]),
            end_of_table: words(&["合计", "总计"]),
        }
    }

    /// An English table with the account and currency above it and a column for each direction.
    #[must_use]
    pub fn english() -> Self {
        Self {
            name: "english".to_owned(),
            account: Source::Label(heading(&["Account", "Account number", "Account no", "Account no."])),
            currency: Source::Label(heading(&["Currency"])),
            currency_words: [("Renminbi".to_owned(), "CNY".to_owned()), ("RMB".to_owned(), "CNY".to_owned())].into(),
            columns: Columns {
                date: heading(&["Date", "Booking date", "Transaction date", "Posting date"]),
                time: None,
                amount: AmountColumns::Split {
                    credit: heading(&["Credit", "Credit amount", "Paid in", "Deposits"]),
                    debit: heading(&["Debit", "Debit amount", "Paid out", "Withdrawals"]),
                },
                balance: Some(heading(&["Balance"])),
                counterparty_name: Some(heading(&["Counterparty", "Counterparty name", "Name"])),
                counterparty_account: Some(heading(&["Counterparty account"])),
                counterparty_bank: None,
                remittance: Some(heading(&["Description", "Details", "Narrative"])),
                reference: Some(heading(&["Reference", "Bank reference"])),
            },
            date_formats: words(&["[day] [month repr:short] [year]", "[year]/[month]/[day]"]),
            time_formats: Vec::new(),
            end_of_table: words(&["Total"]),
        }
    }

    /// The mappings that come with the product, in the order in which they are tried.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        vec![Self::icbc(), Self::english()]
    }
}
