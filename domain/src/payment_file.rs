//! A file of payments for a funder's bank, and what the bank says became of each.

use serde::{Deserialize, Serialize};

use crate::Reference;

/// The most draws that one file pays.
pub const MOST_IN_A_FILE: usize = 100;
/// The most rows of a bank's file of results.
pub const MOST_RESULTS: usize = 1_000;

/// Why a file of payments is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PaymentFileRefusal {
    #[error("a file pays 1 to {most} draws")]
    Count { most: usize },
    #[error("{reference} is not to be paid: it was not accepted, or is paid, or has ended")]
    NotToPay { reference: Reference },
    #[error("{reference} is in the file {number} already")]
    InEarlierFile { reference: Reference, number: String },
    #[error("there is no account to pay into")]
    NoAccount,
}

impl PaymentFileRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Count { .. } => "payment_file.count",
            Self::NotToPay { .. } => "payment_file.not_to_pay",
            Self::InEarlierFile { .. } => "payment_file.in_earlier_file",
            Self::NoAccount => "payment_file.no_account",
        }
    }
}

/// Whether a file may pay so many draws.
///
/// # Errors
/// When there are none, or too many.
pub const fn check_count(draws: usize) -> Result<(), PaymentFileRefusal> {
    if draws == 0 || draws > MOST_IN_A_FILE { Err(PaymentFileRefusal::Count { most: MOST_IN_A_FILE }) } else { Ok(()) }
}

/// What a bank says became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankResult {
    Paid,
    /// It was not paid, or came back.
    Failed,
    /// Under way, or in words that mean nothing certain.
    Undecided,
}

const PAID: [&str; 14] = [
    "成功",
    "已成功",
    "交易成功",
    "支付成功",
    "付款成功",
    "转账成功",
    "汇款成功",
    "处理成功",
    "代发成功",
    "入账成功",
    "已支付",
    "已付款",
    "success",
    "succeeded",
];
const FAILED: [&str; 9] = ["失败", "退回", "退汇", "退票", "撤销", "作废", "拒绝", "fail", "return"];

impl BankResult {
    /// What a bank's word says: only a word that says nothing but success is one, and what came back was not paid, however it
    /// began. Numbers and signs beside the word are passed over.
    ///
    /// ```
    /// # use domain::payment_file::BankResult;
    /// assert_eq!(BankResult::of("交易成功[0000]"), BankResult::Paid);
    /// assert_eq!(BankResult::of("成功（已退回）"), BankResult::Failed);
    /// assert_eq!(BankResult::of("受理成功"), BankResult::Undecided);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|character| character.is_alphabetic());
        let word: String = letters.flat_map(char::to_lowercase).collect();
        if FAILED.iter().any(|failed| word.contains(failed)) {
            Self::Failed
        } else if PAID.contains(&word.as_str()) {
            Self::Paid
        } else {
            Self::Undecided
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_s_word_is_success_only_where_it_says_nothing_else() {
        for (text, result) in [
            ("成功", BankResult::Paid),
            (" 交易 成功 ", BankResult::Paid),
            ("支付成功(00)", BankResult::Paid),
            ("SUCCESS", BankResult::Paid),
            ("失败", BankResult::Failed),
            ("交易失败：户名不符", BankResult::Failed),
            ("已退回", BankResult::Failed),
            ("成功，已退汇", BankResult::Failed),
            ("Failed", BankResult::Failed),
            ("处理中", BankResult::Undecided),
            ("受理成功", BankResult::Undecided),
            ("部分成功", BankResult::Undecided),
            ("未成功", BankResult::Undecided),
            ("0000", BankResult::Undecided),
            ("", BankResult::Undecided),
        ] {
            assert_eq!(BankResult::of(text), result, "{text}");
        }
    }

    #[test]
    fn a_file_pays_some_draws_and_not_too_many() {
        for (draws, allowed) in [(0, false), (1, true), (MOST_IN_A_FILE, true), (MOST_IN_A_FILE + 1, false)] {
            assert_eq!(check_count(draws).is_ok(), allowed, "{draws}");
        }
    }
}
