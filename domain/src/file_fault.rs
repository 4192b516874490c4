//! [`FileFault`]: why a reader of files takes nothing of one. Where in the file, the reader says beside it.

use serde::{Deserialize, Serialize};

use crate::code::CodeError;

/// What is wrong with a whole file: with any table, and with a bank statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FileFault {
    Empty,
    TooLarge,
    NotText,
    Encoding,
    Unsupported,
    Damaged,
    UnclosedQuote,
    StrayQuote,
    DigitsLost,
    Xml,
    DocumentType,
    TooComplex,
    NotCamt053,
    Version,
    NoStatement,
    NoAccount,
    NoHeader,
    HeaderTwice,
    CurrencyUnknown,
    BalanceChain,
}

codes!(FileFault {
    Empty => "file.empty",
    TooLarge => "file.too_large",
    NotText => "file.not_text",
    Encoding => "file.encoding",
    Unsupported => "file.unsupported",
    Damaged => "file.damaged",
    UnclosedQuote => "file.unclosed_quote",
    StrayQuote => "file.stray_quote",
    DigitsLost => "file.digits_lost",
    Xml => "statement.xml",
    DocumentType => "statement.document_type",
    TooComplex => "statement.too_complex",
    NotCamt053 => "statement.not_camt053",
    Version => "statement.version",
    NoStatement => "statement.none",
    NoAccount => "statement.no_account",
    NoHeader => "statement.no_header",
    HeaderTwice => "statement.header_twice",
    CurrencyUnknown => "statement.currency_unknown",
    BalanceChain => "statement.balance_chain",
});

impl From<FileFault> for String {
    fn from(fault: FileFault) -> Self {
        fault.code().to_owned()
    }
}

impl TryFrom<String> for FileFault {
    type Error = CodeError;

    fn try_from(code: String) -> Result<Self, CodeError> {
        code.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_kept_as_its_code() {
        let kept = serde_json::to_string(&FileFault::NoStatement).unwrap();
        assert_eq!(kept, r#""statement.none""#);
        assert_eq!(serde_json::from_str::<FileFault>(&kept).unwrap(), FileFault::NoStatement);
        assert!(serde_json::from_str::<FileFault>(r#""none""#).is_err());
    }
}
