//! Why a statement, or one line of it, is refused.

use domain::file_fault::FileFault;

use crate::sheet::SheetError;

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The file is no readable table or text.
    #[error(transparent)]
    File(#[from] SheetError),
    /// The XML is not well formed.
    #[error("line {line}, column {column}: {detail}")]
    Xml {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What the parser met.
        detail: String,
    },
    /// The XML declares a document type or uses an entity of its own: no bank does, and entities are a way to attack.
    #[error("line {line}: document types and entities are not accepted")]
    DocumentType {
        /// The line, from 1.
        line: usize,
    },
    /// The XML is nested deeper, or has more elements, than any statement.
    #[error("line {line}: the XML is too complex for a statement")]
    TooComplex {
        /// The line where the limit was passed, from 1.
        line: usize,
    },
    /// The XML is well formed but another message.
    #[error("not a camt.053 message but `{namespace}`")]
    NotCamt053 {
        /// The namespace of the outermost element, or its name if it has none.
        namespace: String,
    },
    /// A camt.053 message of a version whose form is not known here.
    #[error("camt.053.001.{found} is not read; versions 02 to 08 are")]
    Version {
        /// The two digits after `camt.053.001.`.
        found: String,
    },
    /// The file has the right form but holds no statement.
    #[error("the file holds no statement")]
    NoStatement,
    /// A statement does not say which account it is about.
    #[error("statement {ordinal} does not name its account")]
    NoAccount {
        /// Its place in the file, from 1.
        ordinal: usize,
    },
    /// No row has all headings that a layout names.
    #[error("no heading row of a known layout; nearest is `{layout}`, without {}", missing.join(", "))]
    NoHeader {
        /// The layout of which a row has the most headings; empty when there is none.
        layout: String,
        /// The headings that this row lacks.
        missing: Vec<String>,
    },
    /// The heading row has one heading twice: either column could be meant.
    #[error("row {row} has the heading `{heading}` twice")]
    HeaderTwice {
        /// The row, from 1.
        row: usize,
        /// The heading.
        heading: String,
    },
    /// The table's currency is neither a code nor a word that means one.
    #[error("unknown currency `{word}`")]
    CurrencyUnknown {
        /// As the file writes it; empty when it says nothing where the layout looks.
        word: String,
    },
    /// The balances after each line do not explain the amounts: a line is missing, doubled or altered.
    #[error("row {row}: the balance should be {expected_fen} fen and is {found_fen}")]
    BalanceChain {
        /// The first row whose balance does not follow from the row before it.
        row: usize,
        /// The balance that follows, in fen.
        expected_fen: i64,
        /// The balance that the file gives, in fen.
        found_fen: i64,
    },
}

impl StatementError {
    /// What is wrong, without the place.
    #[must_use]
    pub const fn fault(&self) -> FileFault {
        match self {
            Self::File(error) => error.fault(),
            Self::Xml { .. } => FileFault::Xml,
            Self::DocumentType { .. } => FileFault::DocumentType,
            Self::TooComplex { .. } => FileFault::TooComplex,
            Self::NotCamt053 { .. } => FileFault::NotCamt053,
            Self::Version { .. } => FileFault::Version,
            Self::NoStatement => FileFault::NoStatement,
            Self::NoAccount { .. } => FileFault::NoAccount,
            Self::NoHeader { .. } => FileFault::NoHeader,
            Self::HeaderTwice { .. } => FileFault::HeaderTwice,
            Self::CurrencyUnknown { .. } => FileFault::CurrencyUnknown,
            Self::BalanceChain { .. } => FileFault::BalanceChain,
        }
    }

    /// The stable code that screens and partners translate.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.fault().code()
    }
}
