//! Why a table could not be read.

use domain::file_fault::FileFault;

/// Why a file is not a table that can be read. Every refusal names what a person needs to find the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// The file has no bytes, or no row with content.
    #[error("the file is empty")]
    Empty,
    /// A limit was passed.
    #[error("the file has more than {limit} {what}")]
    TooLarge {
        /// What was counted: `bytes`, `unpacked bytes`, `parts`, `rows`, `columns`, `cells`, `text` (bytes of it).
        what: &'static str,
        /// The most that is taken.
        limit: u64,
    },
    /// The bytes are neither text nor a workbook.
    #[error("{file_name} is neither text nor a workbook")]
    NotText {
        /// The name under which the file came.
        file_name: String,
    },
    /// The text breaks the rules of the encoding that it is written in.
    #[error("row {row} has bytes that are not valid {encoding}")]
    Encoding {
        /// The line, from 1.
        row: usize,
        /// The encoding that the rest of the file is in.
        encoding: &'static str,
    },
    /// A known kind of file that is not read.
    #[error("{file_name} is a file of the kind {kind}; save it as xlsx or csv")]
    Unsupported {
        /// The name under which the file came.
        file_name: String,
        /// `xls`, `xlsb`, `ods`, `password` (a locked workbook), `pdf`, `html`, `xml`, `zip`, `rar`, `7z`, `gzip`,
        /// `image`.
        kind: &'static str,
    },
    /// A workbook that breaks the rules of its format.
    #[error("{file_name} is damaged: {detail}")]
    Damaged {
        /// The name under which the file came.
        file_name: String,
        /// What the reader met, for the log.
        detail: String,
    },
    /// A quote opens a cell and never closes: everything after it would become one cell.
    #[error("the quote that opens in row {row} never closes")]
    UnclosedQuote {
        /// The line where the quote stands, from 1.
        row: usize,
    },
    /// Text stands behind a closing quote, or two quotes have made one cell of several rows.
    #[error("a quote in row {row} stands where none may stand")]
    StrayQuote {
        /// The line where the quote opens, from 1.
        row: usize,
    },
    /// A number of more digits than a workbook keeps: an account number that was not stored as text.
    #[error("the number in row {row}, column {column} has lost digits; store it as text")]
    DigitsLost {
        /// The row, from 1.
        row: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl SheetError {
    /// What is wrong, without the place.
    #[must_use]
    pub const fn fault(&self) -> FileFault {
        match self {
            Self::Empty => FileFault::Empty,
            Self::TooLarge { .. } => FileFault::TooLarge,
            Self::NotText { .. } => FileFault::NotText,
            Self::Encoding { .. } => FileFault::Encoding,
            Self::Unsupported { .. } => FileFault::Unsupported,
            Self::Damaged { .. } => FileFault::Damaged,
            Self::UnclosedQuote { .. } => FileFault::UnclosedQuote,
            Self::StrayQuote { .. } => FileFault::StrayQuote,
            Self::DigitsLost { .. } => FileFault::DigitsLost,
        }
    }

    /// The stable code that screens and partners translate.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.fault().code()
    }

    pub(super) const fn too_large(what: &'static str, limit: u64) -> Self {
        Self::TooLarge { what, limit }
    }
}
