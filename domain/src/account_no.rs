//! Account numbers as banks, people and spreadsheets write them, in one form: capital letters and digits.

use crate::width::{half, is_blank};

/// The longest number of an account, that of an IBAN.
pub const LONGEST: usize = 34;
/// The fewest digits of a number; with letters in it, the fewest of an IBAN or of an account abroad.
const FEWEST: usize = 4;
const FEWEST_AMONG_LETTERS: usize = 8;
/// What a spreadsheet keeps of a long number; it puts zeros in place of the rest.
const KEPT_BY_SPREADSHEETS: usize = 15;

/// Why a text is no account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountNoError {
    /// Words, a masked number, or something else altogether.
    #[error("this is not an account number")]
    Unreadable,
    /// A spreadsheet took it for an amount: `6.22202E+18`, `6222021202009990000`.
    #[error("the account number has lost digits")]
    DigitsLost,
}

/// Reads an account number; nothing where there is none, or a dash in place of one.
///
/// Blanks and hyphens between groups, full width and the marks with which programs keep a spreadsheet from reading a
/// number (`'6222…`, `` `6222… ``) are no part of it.
///
/// # Errors
/// When there is something else, or not all of it.
///
/// ```
/// # use domain::account_no::{AccountNoError, read};
/// assert_eq!(read("'6222 0202-0011"), Ok(Some("622202020011".to_owned())));
/// assert_eq!(read("6.22202E+11"), Err(AccountNoError::DigitsLost));
/// assert_eq!(read("6222****0011"), Err(AccountNoError::Unreadable));
/// ```
pub fn read(text: &str) -> Result<Option<String>, AccountNoError> {
    let bare: String = text.chars().map(half).filter(|character| !is_blank(*character)).collect();
    let bare = bare.trim_matches(['\'', '`', '"', '‘', '’', '“', '”', '´']);
    if bare.chars().all(|character| is_hyphen(character) || matches!(character, '/' | '0')) || bare == "无" {
        return Ok(None);
    }
    if is_scientific(bare) {
        return Err(AccountNoError::DigitsLost);
    }
    let grouped = bare.starts_with(is_hyphen) || bare.ends_with(is_hyphen);
    let number: String = bare.chars().filter(|character| !is_hyphen(*character)).collect();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let letters = number.bytes().filter(u8::is_ascii_alphabetic).count();
    let fewest = if letters > 0 { FEWEST_AMONG_LETTERS } else { FEWEST };
    let is_number = !grouped
        && digits.saturating_add(letters) == number.len()
        && number.len() <= LONGEST
        && digits >= fewest
        && letters < digits;
    if !is_number {
        return Err(AccountNoError::Unreadable);
    }
    // Three zeros and more at the end of a long number stand there by chance once in a thousand times; a card's number
    // has a check digit that says so.
    let rest = number.get(KEPT_BY_SPREADSHEETS..).unwrap_or_default();
    if letters == 0 && rest.len() >= 3 && rest.bytes().all(|byte| byte == b'0') && !checks(&number) {
        return Err(AccountNoError::DigitsLost);
    }
    Ok(Some(number.to_ascii_uppercase()))
}

/// The end of an account's number, by which people tell accounts apart: its last four characters, or all of fewer.
#[must_use]
pub fn ending(account_no: &str) -> String {
    account_no.chars().skip(account_no.chars().count().saturating_sub(4)).collect()
}

/// Whether two texts name one account. Where there is none, there is none to be the same.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        (Ok(Some(one)), Ok(Some(other))) => one == other,
        _ => false,
    }
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

/// Whether the last digit of a card's number follows from the others: every second digit is doubled, the digits are added
/// up, and the sum ends in zero.
fn checks(number: &str) -> bool {
    let value = |(place, digit): (usize, char)| match (place % 2, digit.to_digit(10)) {
        (0, Some(digit)) => Some(digit),
        (_, Some(digit)) => Some(digit.saturating_mul(2) / 10 + digit.saturating_mul(2) % 10),
        _ => None,
    };
    let sum: Option<u32> = number.chars().rev().enumerate().map(value).sum();
    sum.is_some_and(|sum| sum.is_multiple_of(10))
}

/// `6.22202E+18`, and `6E18`: no account has one letter E before its last digits and no other.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent) && exponent.len() <= 3
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_account_ends_with_four_characters_or_with_all_that_it_has() {
        for (account, end) in [("4000021029200123456", "3456"), ("a张三x", "a张三x"), ("123", "123"), ("", "")] {
            assert_eq!(ending(account), end);
        }
    }

    #[test]
    fn an_account_number_is_read_in_every_dress() {
        for (text, number) in [
            ("6222020200112233445", "6222020200112233445"),
            ("6222 0202 0011 2233 445", "6222020200112233445"),
            ("'6222020200112233445", "6222020200112233445"),
            ("`6222020200112233445`", "6222020200112233445"),
            ("‘6222020200112233445’", "6222020200112233445"),
            ("＇６２２２０２０２００１１", "622202020011"),
            ("\u{202a}6222\u{a0}0202\u{202c}", "62220202"),
            ("41-029900040012345", "41029900040012345"),
            ("4100—0299—0004", "410002990004"),
            ("GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
            ("mt84malt011000012345mtlcast001s", "MT84MALT011000012345MTLCAST001S"),
            ("NRA4000021029200", "NRA4000021029200"),
            ("0062", "0062"),
            ("62220212020099800", "62220212020099800"),
            // By its check digit a card, whatever its last digits are.
            ("6222021202000010000", "6222021202000010000"),
        ] {
            assert_eq!(read(text), Ok(Some(number.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_dash_and_zeros_stand_where_no_account_is() {
        for text in ["", " \t", "-", "--", "—", "－", "/", "0", "0000000000", "无", "'", "''"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_no_account_number_is_refused() {
        for text in [
            "LIMITED",
            "恒信商业保理有限公司",
            "6222****1234",
            "6222xxxxxxxx1234",
            "6222-",
            "-6222020200112233445",
            "123",
            "12,345",
            "6222.02",
            "0.00",
            "1234A",
            "Room 5",
            "622202/0001",
            "６２２２＊＊１２３４",
            "٦٢٢٢٠٢٠٢",
            "62220202001122334450000000000000001",
            "31050161364000001234(CNY)",
            "62'22",
            "#####",
        ] {
            assert_eq!(read(text), Err(AccountNoError::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_number_that_a_spreadsheet_has_shortened_is_refused() {
        for text in [
            "6.22202E+18",
            "6.22202e18",
            "6,22202E+18",
            "6E18",
            "622202E12",
            "６．２２Ｅ＋１８",
            "6222021202009990000",
            "622202120200999000",
            "310501613640000000000",
        ] {
            assert_eq!(read(text), Err(AccountNoError::DigitsLost), "{text}");
        }
    }

    #[test]
    fn one_account_written_twice_is_the_same_and_none_is_nobody_s() {
        assert!(same("6222 0202 0011", "'622202020011"));
        assert!(!same("622202020011", "622202020012"));
        for (one, other) in [("", ""), ("-", "-"), ("6222****1234", "6222****1234"), ("", "622202020011")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn no_digit_is_ever_added_lost_or_changed(text in "[-'` 0-9０-９A-E.+*]{0,24}") {
            if let Ok(Some(number)) = read(&text) {
                let told: String = text.chars().map(half).filter(char::is_ascii_alphanumeric).collect();
                prop_assert_eq!(number, told);
            }
        }
    }
}
