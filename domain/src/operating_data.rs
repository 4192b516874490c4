//! An agent's operating data: what it prepaid, sold and earned, month by month.

mod month;
mod summary;

use serde::{Deserialize, Serialize};

pub use month::{Month, MonthError};
pub use summary::{Summary, summary};

use crate::{Amount, amount::AmountError, file_fault::FileFault};

/// The most rows with data that one file may bring: a thousand agents over twenty months.
pub const MAX_ROWS: usize = 20_000;

/// One agent's month. No amount is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatingRow {
    pub month: Month,
    /// What the agent paid the carrier in advance.
    pub prepayments: Amount,
    /// What the agent sold.
    pub sales: Amount,
    /// What the carrier paid the agent for it.
    pub commissions: Amount,
}

/// The columns of files that people fill in: of operating data, of commissions, of debts, of mappings; and of a bank's results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    AgentNo,
    Month,
    Prepayments,
    Sales,
    Commissions,
    /// A funder's own number of a debt.
    DebtNumber,
    /// The alias by which the funder knows a binding.
    Alias,
    Amount,
    DueOn,
    /// What a bank says became of a payment.
    BankResult,
    /// The bank's own number of it.
    BankSerial,
    /// The draw that a payment names, wherever it stands.
    DrawReference,
    /// Of a mapping: what stands for which facilitator, from when on.
    SettlementId,
    Funder,
    Facilitator,
    From,
}

codes!(Column {
    AgentNo => "agent_no",
    Month => "month",
    Prepayments => "prepayments",
    Sales => "sales",
    Commissions => "commissions",
    DebtNumber => "number",
    Alias => "alias",
    Amount => "amount",
    DueOn => "due_on",
    BankResult => "result",
    BankSerial => "serial",
    DrawReference => "reference",
    SettlementId => "settlement_id",
    Funder => "funder",
    Facilitator => "facilitator",
    From => "from",
});

impl Column {
    const fn chinese(self) -> &'static str {
        match self {
            Self::AgentNo => "代理商编号",
            Self::Month => "月份",
            Self::Prepayments => "预存款",
            Self::Sales => "销售额",
            Self::Commissions => "佣金",
            Self::DebtNumber => "债权编号",
            Self::Alias => "协议别名",
            Self::Amount => "金额",
            Self::DueOn => "到期日",
            Self::BankResult => "交易结果",
            Self::BankSerial => "银行流水号",
            Self::DrawReference => "业务编号",
            Self::SettlementId => "结算编号",
            Self::Funder => "资金方",
            Self::Facilitator => "助贷机构",
            Self::From => "生效时间",
        }
    }

    /// What banks call it besides.
    const fn others(self) -> &'static [&'static str] {
        match self {
            Self::Amount => &["交易金额", "付款金额", "转账金额", "汇款金额"],
            Self::BankResult => &[
                "结果",
                "状态",
                "交易状态",
                "付款结果",
                "付款状态",
                "支付状态",
                "处理结果",
                "处理状态",
                "转账结果",
                "status",
            ],
            Self::BankSerial => {
                &["流水号", "交易流水号", "付款流水号", "支付流水号", "核心流水号", "serialno", "bankserial"]
            }
            _ => &[],
        }
    }

    /// Which column a heading names, in Chinese or English. A unit in brackets must be yuan: a column in 万元 is not
    /// silently read as if it were.
    ///
    /// ```
    /// # use domain::operating_data::Column;
    /// assert_eq!(Column::from_heading("销售额（元）"), Some(Column::Sales));
    /// assert_eq!(Column::from_heading("Agent No"), Some(Column::AgentNo));
    /// assert_eq!(Column::from_heading("销售额（万元）"), None);
    /// ```
    #[must_use]
    pub fn from_heading(heading: &str) -> Option<Self> {
        let plain: String = heading
            .chars()
            .filter(|character| !character.is_whitespace() && !matches!(character, '_' | '-' | '\u{feff}'))
            .flat_map(char::to_lowercase)
            .map(|character| match character {
                '（' => '(',
                '）' => ')',
                other => other,
            })
            .collect();
        let plain = ["(元)", "(人民币元)", "(yuan)", "(cny)", "(rmb)"]
            .iter()
            .find_map(|unit| plain.strip_suffix(unit))
            .unwrap_or(&plain);
        Self::ALL.into_iter().find(|column| {
            plain == column.chinese() || plain == column.code().replace('_', "") || column.others().contains(&plain)
        })
    }
}

/// What is wrong with one cell, or with one column when the row is the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowProblem {
    ColumnMissing,
    ColumnTwice,
    Empty,
    AgentUnknown,
    MonthUnreadable,
    /// The month has not begun yet.
    MonthInFuture,
    /// The file is of another month.
    OtherMonth,
    Negative,
    NotANumber,
    MisplacedComma,
    FinerThanFen,
    TooLarge,
    /// An earlier row says the same.
    Duplicate,
    /// Another row says something else of it.
    Contradicted,
    NumberInvalid,
    /// The funder has no binding of this alias.
    AliasUnknown,
    NotPositive,
    DateUnreadable,
    /// The row names no draw.
    ReferenceMissing,
    SeveralReferences,
    /// The funder has no draw of this reference.
    DrawUnknown,
    /// The bank says that it was not paid.
    NotPaid,
    /// The bank has not decided.
    NotDecided,
}

codes!(RowProblem {
    ColumnMissing => "operating_data.column_missing",
    ColumnTwice => "operating_data.column_twice",
    Empty => "operating_data.empty",
    AgentUnknown => "operating_data.agent_unknown",
    MonthUnreadable => "operating_data.month_unreadable",
    MonthInFuture => "operating_data.month_in_future",
    OtherMonth => "operating_data.other_month",
    Negative => "operating_data.negative",
    NotANumber => "amount.not_a_number",
    MisplacedComma => "amount.misplaced_comma",
    FinerThanFen => "amount.finer_than_fen",
    TooLarge => "amount.too_large",
    Duplicate => "operating_data.duplicate",
    Contradicted => "debt.row_contradicted",
    NumberInvalid => "debt.number_invalid",
    AliasUnknown => "debt.alias_unknown",
    NotPositive => "amount.not_positive",
    DateUnreadable => "debt.date_unreadable",
    ReferenceMissing => "payment.reference_missing",
    SeveralReferences => "payment.several_references",
    DrawUnknown => "payment.draw_unknown",
    NotPaid => "payment.not_paid",
    NotDecided => "payment.not_decided",
});

impl From<AmountError> for RowProblem {
    fn from(error: AmountError) -> Self {
        match error {
            AmountError::Empty => Self::Empty,
            AmountError::NotANumber => Self::NotANumber,
            AmountError::MisplacedComma => Self::MisplacedComma,
            AmountError::FinerThanFen => Self::FinerThanFen,
            AmountError::TooLarge => Self::TooLarge,
        }
    }
}

/// The cells of one row as text, without the agent's number.
#[derive(Clone, Copy, Debug)]
pub struct RowText<'a> {
    pub month: &'a str,
    pub prepayments: &'a str,
    pub sales: &'a str,
    pub commissions: &'a str,
}

impl OperatingRow {
    /// Reads a row; amounts are in yuan.
    ///
    /// # Errors
    /// Every cell that is wrong, not only the first.
    pub fn parse(text: RowText<'_>) -> Result<Self, Vec<(Column, RowProblem)>> {
        let mut problems = Vec::new();
        let month = match text.month.parse::<Month>() {
            _ if text.month.is_empty() => {
                problems.push((Column::Month, RowProblem::Empty));
                None
            }
            Ok(month) => Some(month),
            Err(MonthError) => {
                problems.push((Column::Month, RowProblem::MonthUnreadable));
                None
            }
        };
        let mut amount = |column, text| {
            let read = read_amount(text);
            read.map_err(|problem| problems.push((column, problem))).ok()
        };
        let prepayments = amount(Column::Prepayments, text.prepayments);
        let sales = amount(Column::Sales, text.sales);
        let commissions = amount(Column::Commissions, text.commissions);
        match (month, prepayments, sales, commissions) {
            (Some(month), Some(prepayments), Some(sales), Some(commissions)) => {
                Ok(Self { month, prepayments, sales, commissions })
            }
            _ => Err(problems),
        }
    }
}

fn read_amount(text: &str) -> Result<Amount, RowProblem> {
    match text.parse::<Amount>() {
        Ok(amount) if amount.is_negative() => Err(RowProblem::Negative),
        Ok(amount) => Ok(amount),
        Err(error) => Err(error.into()),
    }
}

/// Why a file is not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ImportRefusal {
    /// The file is no table; `detail` names the place.
    #[error("the file cannot be read: {detail}")]
    Unreadable { code: FileFault, detail: String },
    #[error("the file has a heading and no rows")]
    NoRows,
    #[error("the file has more than {limit} rows")]
    TooManyRows { limit: usize },
    #[error("{errors} cells are wrong")]
    HasErrors { errors: usize },
    #[error("it was imported already")]
    AlreadyImported,
    #[error("it was discarded")]
    Discarded,
    #[error("the stored data changed since the preview")]
    PreviewStale,
    #[error("the month has not begun yet")]
    MonthInFuture,
    #[error("money that is expected on a date before the business date has come or will not")]
    ExpectedInPast,
}

impl ImportRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { code, .. } => code.code(),
            Self::NoRows => "import.no_rows",
            Self::TooManyRows { .. } => "import.too_many_rows",
            Self::HasErrors { .. } => "import.has_errors",
            Self::AlreadyImported => "import.already_imported",
            Self::Discarded => "import.discarded",
            Self::PreviewStale => "import.preview_stale",
            Self::MonthInFuture => "import.month_in_future",
            Self::ExpectedInPast => "import.expected_in_past",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages_and_only_in_yuan() {
        for (heading, column) in [
            ("代理商编号", Some(Column::AgentNo)),
            ("agent_no", Some(Column::AgentNo)),
            ("AGENT NO", Some(Column::AgentNo)),
            ("月份", Some(Column::Month)),
            (" 佣 金 (元) ", Some(Column::Commissions)),
            ("Prepayments (yuan)", Some(Column::Prepayments)),
            ("金额（元）", Some(Column::Amount)),
            ("Due on", Some(Column::DueOn)),
            ("交易金额（元）", Some(Column::Amount)),
            ("处理状态", Some(Column::BankResult)),
            ("流水号", Some(Column::BankSerial)),
            ("Serial No", Some(Column::BankSerial)),
            ("佣金(万元)", None),
            ("sales (USD)", None),
            ("备注", None),
            ("", None),
        ] {
            assert_eq!(Column::from_heading(heading), column, "{heading}");
        }
    }

    #[test]
    fn a_row_names_every_cell_that_is_wrong() {
        let text = RowText { month: "2026-13", prepayments: "-1", sales: "", commissions: "1.001" };
        let codes: Vec<_> = OperatingRow::parse(text)
            .unwrap_err()
            .iter()
            .map(|(column, problem)| (column.code(), problem.code()))
            .collect();
        assert_eq!(
            codes,
            [
                ("month", "operating_data.month_unreadable"),
                ("prepayments", "operating_data.negative"),
                ("sales", "operating_data.empty"),
                ("commissions", "amount.finer_than_fen"),
            ]
        );
    }

    #[test]
    fn a_decimal_comma_is_no_thousands_mark() {
        let text = RowText { month: "2026-10", prepayments: "12345,67", sales: "1,5", commissions: "8,85" };
        let codes: Vec<_> = OperatingRow::parse(text).unwrap_err().iter().map(|(_, problem)| problem.code()).collect();
        assert_eq!(codes, ["amount.misplaced_comma"; 3]);
    }

    #[test]
    fn a_row_is_read_as_people_write_it() {
        let text =
            RowText { month: "2026年10月", prepayments: "120,000.00", sales: "￥98000.5", commissions: "８００" };
        let row = OperatingRow::parse(text).unwrap();
        assert_eq!(row.month.to_string(), "2026-10");
        assert_eq!([row.prepayments, row.sales, row.commissions].map(Amount::fen), [12_000_000, 9_800_050, 80_000]);
    }
}
