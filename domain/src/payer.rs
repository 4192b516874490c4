//! [`Payer`]: who pays with a card, and which. Personal data: kept sealed, found by a keyed digest, shown masked.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{application::contact::masked_name, mobile::is_mobile, width::bare};

/// The longest name, in characters.
const NAME_LIMIT: usize = 50;
/// What each of the first seventeen digits of an identity number counts (GB 11643).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// A person as a bank knows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    pub name: String,
    /// Eighteen characters, the last of them a check.
    pub id_number: String,
    pub card_number: String,
    /// The mobile number that the bank has, to which it sends the code.
    pub mobile: String,
}

/// It stands in no log.
impl fmt::Debug for Payer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Payer(…)")
    }
}

/// What is wrong with what was given of a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerField {
    #[error("the name")]
    Name,
    #[error("the identity number")]
    IdNumber,
    #[error("the card number")]
    CardNumber,
    #[error("the mobile number")]
    Mobile,
}

impl PayerField {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id_number",
            Self::CardNumber => "card_number",
            Self::Mobile => "mobile",
        }
    }
}

impl Payer {
    /// Reads what was typed, in whatever width and with whatever blanks.
    ///
    /// # Errors
    /// The first field that cannot be right: identity and card numbers check themselves.
    pub fn read(name: &str, id_number: &str, card_number: &str, mobile: &str) -> Result<Self, PayerField> {
        let name = name.trim().to_owned();
        let (id_number, card_number, mobile) = (bare(id_number).to_uppercase(), bare(card_number), bare(mobile));
        if name.is_empty() || name.chars().count() > NAME_LIMIT || name.chars().any(char::is_control) {
            return Err(PayerField::Name);
        }
        if !is_identity(id_number.as_bytes()) {
            return Err(PayerField::IdNumber);
        }
        if !is_card(card_number.as_bytes()) {
            return Err(PayerField::CardNumber);
        }
        if !is_mobile(&mobile) {
            return Err(PayerField::Mobile);
        }
        Ok(Self { name, id_number, card_number, mobile })
    }

    /// `张*`.
    #[must_use]
    pub fn masked_name(&self) -> String {
        masked_name(&self.name)
    }

    /// `**** 0202`.
    #[must_use]
    pub fn masked_card(&self) -> String {
        let last = self.card_number.len().saturating_sub(4);
        format!("**** {}", self.card_number.get(last..).unwrap_or_default())
    }
}

fn digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(10)
}

fn is_identity(number: &[u8]) -> bool {
    let Some((last, first)) = number.split_last() else { return false };
    if first.len() != WEIGHTS.len() {
        return false;
    }
    let weighed: Option<u32> = first.iter().zip(WEIGHTS).map(|(byte, weight)| Some(digit(*byte)? * weight)).sum();
    weighed.and_then(|sum| CHECKS.get(usize::try_from(sum % 11).ok()?)).is_some_and(|check| check == last)
}

/// Thirteen to nineteen digits, the last of them a check (ISO 7812).
fn is_card(number: &[u8]) -> bool {
    let doubled = |(place, byte): (usize, &u8)| {
        let value = digit(*byte)?;
        Some(match value * 2 {
            _ if place % 2 == 0 => value,
            twice if twice > 9 => twice - 9,
            twice => twice,
        })
    };
    let sum: Option<u32> = number.iter().rev().enumerate().map(doubled).sum();
    (13..=19).contains(&number.len()) && sum.is_some_and(|sum| sum % 10 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [&str; 4] = ["张三", "11010519491231002X", "6222020200112233446", "13800001402"];

    fn read(fields: [&str; 4]) -> Result<Payer, PayerField> {
        Payer::read(fields[0], fields[1], fields[2], fields[3])
    }

    #[test]
    fn a_payer_is_read_in_any_width_and_shown_masked() {
        let payer = read(GOOD).unwrap();
        let typed = [" 张三 ", "１１０１０５１９４９１２３１００２x", "6222 0202 0011 2233 446", "138 0000 1402"];
        assert_eq!(read(typed), Ok(payer.clone()));
        assert_eq!((payer.masked_name().as_str(), payer.masked_card().as_str()), ("张*", "**** 3446"));
        assert_eq!(format!("{payer:?}"), "Payer(…)");
    }

    #[test]
    fn what_cannot_be_right_is_told_by_its_field() {
        let with = |place: usize, text| {
            let mut fields = GOOD;
            fields[place] = text;
            read(fields).err()
        };
        for name in ["", " ", "a\u{7}b"] {
            assert_eq!(with(0, name), Some(PayerField::Name), "{name:?}");
        }
        for number in ["", "110105194912310021", "11010519491231002", "A1010519491231002X", "110105194912310020X"] {
            assert_eq!(with(1, number), Some(PayerField::IdNumber), "{number}");
        }
        for number in ["", "6222020200112233441", "622202", "62220202001122334a0", "62220202001122334460000"] {
            assert_eq!(with(2, number), Some(PayerField::CardNumber), "{number}");
        }
        for number in ["", "23800001402", "1380000140", "138000014021", "1380000140x"] {
            assert_eq!(with(3, number), Some(PayerField::Mobile), "{number}");
        }
    }
}
