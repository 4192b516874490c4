//! Amounts as texts: one reader for each way in which they are written.
//!
//! People and the tables of banks dress a number up; programs write it in one form. None of the readers guesses: a comma
//! that separates no thousands might be a decimal point, and is refused.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

use super::{Amount, AmountError};
use crate::width::{half, is_blank};

/// No amount is written with more characters.
const LONGEST: usize = 60;

impl Amount {
    /// Reads yuan as people and tables write them: `50000`, `50,000.00`, `５００００`, `￥ 50 000`, `50000元`, and for less
    /// than nothing `-1.00`, `1.00-` or `(1.00)`.
    ///
    /// # Errors
    /// When it is no number, finer than a fen, or its magnitude is above `largest`.
    pub fn written(text: &str, largest: Self) -> Result<Self, AmountError> {
        let point = |character| if character == '。' { '.' } else { half(character) };
        let narrow = || text.chars().map(point).map(|character| if is_blank(character) { ' ' } else { character });
        let text: String = narrow().take(LONGEST).collect();
        let bare = text.trim_matches(' ');
        if bare.is_empty() {
            return Err(AmountError::Empty);
        }
        let (negative, number) = undressed(bare).ok_or(AmountError::NotANumber)?;
        if narrow().nth(LONGEST).is_some() {
            return Err(AmountError::TooLarge);
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole = ungrouped(whole).ok_or_else(|| not_a_number(number))?;
        number_of(negative, &whole, fraction, largest).map_err(|error| match error {
            AmountError::NotANumber => not_a_number(number),
            other => other,
        })
    }

    /// Reads yuan as programs of banks write them: a sign, digits, one point, digits; zeros before and behind mean nothing.
    ///
    /// # Errors
    /// As [`written`](Self::written).
    pub fn decimal(text: &str, largest: Self) -> Result<Self, AmountError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        number_of(negative, whole, fraction, largest)
    }

    /// Reads exactly what [`Display`](std::fmt::Display) writes: `50000.00`.
    fn exact(text: &str) -> Option<Self> {
        let largest = Self::from_fen(i64::MAX);
        Self::decimal(text, largest).ok().filter(|amount| amount.to_string() == text)
    }
}

/// The number without sign, brackets, currency and the blanks around them, and whether it is less than nothing.
fn undressed(text: &str) -> Option<(bool, &str)> {
    if let Some(inner) = text.strip_prefix('(') {
        let (negative, number) = undressed(inner.strip_suffix(')')?.trim_matches(' '))?;
        return (!negative && !number.starts_with(['+', '('])).then_some((true, number));
    }
    let (mut signs, mut negative, mut rest) = (0_u8, false, text);
    let mut marked = false;
    // The sign stands before or behind the currency, or behind the number.
    while let Some(first) = rest.chars().next() {
        match first {
            '-' | '+' => {
                signs = signs.saturating_add(1);
                negative |= first == '-';
            }
            '¥' if !marked => marked = true,
            ' ' => {}
            _ => break,
        }
        rest = rest.strip_prefix(first)?;
    }
    if let Some(before) = rest.strip_suffix('-') {
        (signs, negative, rest) = (signs.saturating_add(1), true, before.trim_end_matches(' '));
    }
    let rest = rest.strip_suffix('元').map_or(rest, |before| before.trim_end_matches(' '));
    (signs <= 1).then_some((negative, rest))
}

/// The digits before the point without the commas or blanks between thousands; nothing when they separate anything else.
/// `0,500` is half a yuan to some and five hundred to nobody.
fn ungrouped(whole: &str) -> Option<String> {
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let Some(second) = groups.next() else { return Some(first.to_owned()) };
    let starts = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let in_thousands = starts && std::iter::once(second).chain(groups).all(|group| group.len() == 3);
    in_thousands.then(|| whole.replace(separator, ""))
}

fn not_a_number(number: &str) -> AmountError {
    let comma = number.contains(',') && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '));
    if comma { AmountError::MisplacedComma } else { AmountError::NotANumber }
}

fn number_of(negative: bool, whole: &str, fraction: &str, largest: Amount) -> Result<Amount, AmountError> {
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() {
        return Err(AmountError::NotANumber);
    }
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(AmountError::NotANumber);
    }
    if fraction.bytes().skip(2).any(|byte| byte != b'0') {
        return Err(AmountError::FinerThanFen);
    }
    let hundredths = fraction.chars().chain("00".chars()).take(2);
    let fen = whole
        .chars()
        .chain(hundredths)
        .try_fold(0_i64, |fen, digit| fen.checked_mul(10)?.checked_add(i64::from(digit.to_digit(10)?)));
    let fen = fen.filter(|fen| *fen <= largest.fen()).ok_or(AmountError::TooLarge)?;
    Ok(Amount::from_fen(if negative { fen.saturating_neg() } else { fen }))
}

impl FromStr for Amount {
    type Err = AmountError;

    /// As [`Amount::written`], at most [`Amount::MAX`].
    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::written(text, Self::MAX)
    }
}

impl<'de> Deserialize<'de> for Amount {
    /// Reads whatever was serialised, of any size, and no other writing of it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::exact(&text).ok_or_else(|| de::Error::custom("an amount is a decimal string in yuan with two decimals"))
    }
}

#[cfg(test)]
mod tests;
