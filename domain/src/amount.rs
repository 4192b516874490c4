//! [`Amount`]: money in whole fen.

mod reading;

use std::{fmt, iter::Sum};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize, Serializer};

/// An amount of yuan, counted in whole fen (1/100 yuan), signed, 64 bits, always checked.
///
/// Its only text form in JSON is yuan with two decimals: `50000.00`. For people [`Amount::grouped`] adds thousands
/// separators; what people and banks write is read by [`Amount::written`] and [`Amount::decimal`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is not an amount. Each is something a person can mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AmountError {
    #[error("the amount is empty")]
    Empty,
    #[error("the amount is not a number")]
    NotANumber,
    /// The comma might stand for a decimal point: `500,00` is not fifty thousand.
    #[error("a comma of the amount separates no thousands")]
    MisplacedComma,
    #[error("the amount is finer than a fen")]
    FinerThanFen,
    #[error("the amount is too large")]
    TooLarge,
}

impl AmountError {
    /// The stable code of the error, as texts and the partner API name it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "amount.empty",
            Self::NotANumber => "amount.not_a_number",
            Self::MisplacedComma => "amount.misplaced_comma",
            Self::FinerThanFen => "amount.finer_than_fen",
            Self::TooLarge => "amount.too_large",
        }
    }
}

impl Amount {
    pub const ZERO: Self = Self(0);
    /// The largest amount that any single operation accepts: 100 billion yuan. Sums of a million such stay far inside 64 bits.
    pub const MAX: Self = Self(10_000_000_000_000);

    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// `None` when the sum leaves 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `None` when the difference leaves 64 bits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The difference, or zero where `other` is larger.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// The sum, saturating: amounts are bounded far below 64 bits, so reaching the end is a defect that the balance
    /// check of every journal and the database's own checks then catch.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// In yuan, exactly.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Rounds an exact number of yuan half-up to the fen, once. `None` beyond 64 bits.
    ///
    /// ```
    /// # use domain::Amount; use rust_decimal::Decimal;
    /// // 0.125 yuan is 12.5 fen, which is rounded to 13.
    /// assert_eq!(Amount::round_half_up(Decimal::new(125, 3)), Some(Amount::from_fen(13)));
    /// ```
    #[must_use]
    pub fn round_half_up(yuan: Decimal) -> Option<Self> {
        yuan.checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Self)
    }

    /// Divides into `parts` equal amounts rounded **down**, e.g. 100.00 in 6 is 16.66. `None` for zero parts.
    #[must_use]
    pub fn split_floor(self, parts: u32) -> Option<Self> {
        self.0.checked_div_euclid(i64::from(parts)).map(Self)
    }

    /// With thousands separators, for people: `1,234,567.89`.
    #[must_use]
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (yuan, fen) = plain.split_once('.').unwrap_or((plain, "00"));
        let mut grouped = String::with_capacity(plain.len().saturating_add(8));
        for (index, digit) in yuan.chars().enumerate() {
            if index > 0 && yuan.len().saturating_sub(index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}.{fen}")
    }

    /// The amount in the capital numerals of contracts and receipts (大写金额), by the rules for bills and
    /// settlement vouchers: 10,005.60 is 壹万零伍元陆角整.
    #[must_use]
    pub fn in_words(self) -> String {
        const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
        const UNITS: [&str; 4] = ["", "拾", "佰", "仟"];
        const GROUPS: [&str; 5] = ["", "万", "亿", "兆", "京"];
        let digit = |value: u64| DIGITS.get(usize::try_from(value).unwrap_or(0)).copied().unwrap_or("");
        let total = self.0.unsigned_abs();
        let (yuan, jiao, fen) = (total / 100, total / 10 % 10, total % 10);
        let mut words = String::new();
        if self.0 < 0 {
            words.push('负');
        }
        let text = yuan.to_string();
        let (mut zero_pending, mut group_written) = (false, false);
        for (index, character) in text.chars().enumerate() {
            let place = text.len().saturating_sub(index).saturating_sub(1);
            let value = u64::from(character.to_digit(10).unwrap_or(0));
            if value == 0 {
                zero_pending = true;
            } else {
                if zero_pending && !words.is_empty() && words != "负" {
                    words.push('零');
                }
                zero_pending = false;
                group_written = true;
                words.push_str(digit(value));
                words.push_str(UNITS.get(place % 4).copied().unwrap_or(""));
            }
            if place.is_multiple_of(4) && group_written {
                words.push_str(GROUPS.get(place / 4).copied().unwrap_or(""));
                group_written = false;
                zero_pending &= place == 0;
            }
        }
        if yuan > 0 {
            words.push('元');
        }
        match (jiao, fen) {
            (0, 0) if yuan == 0 => words.push_str("零元整"),
            (0, 0) => words.push('整'),
            (_, 0) => {
                if zero_pending && yuan > 0 {
                    words.push('零');
                }
                words.push_str(digit(jiao));
                words.push_str("角整");
            }
            _ => {
                if jiao > 0 {
                    if zero_pending && yuan > 0 {
                        words.push('零');
                    }
                    words.push_str(digit(jiao));
                    words.push('角');
                } else if yuan > 0 {
                    words.push('零');
                }
                words.push_str(digit(fen));
                words.push('分');
            }
        }
        words
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(formatter, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

impl<'a> Sum<&'a Amount> for Amount {
    fn sum<I: Iterator<Item = &'a Amount>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capital_numerals_follow_the_rules_for_vouchers() {
        for (fen, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (1_000_560, "壹万零伍元陆角整"),
            (5_000_000, "伍万元整"),
            (640_950, "陆仟肆佰零玖元伍角整"),
            (10_700_053, "壹拾万柒仟元零伍角叁分"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (10_000_000_000, "壹亿元整"),
            (10_001_000_000, "壹亿零壹万元整"),
        ] {
            assert_eq!(Amount::from_fen(fen).in_words(), words, "{fen}");
        }
    }

    #[test]
    fn rounding_is_half_up_once() {
        assert_eq!(Amount::round_half_up(Decimal::new(-5, 3)), Some(Amount::from_fen(-1)));
        assert_eq!(Amount::round_half_up(Decimal::new(4_999, 6)), Some(Amount::from_fen(0)));
        assert_eq!(Amount::round_half_up(Decimal::MAX), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn equal_parts_never_exceed_the_whole(fen in 0..=Amount::MAX.0, parts in 1u32..=600) {
            let part = Amount::from_fen(fen).split_floor(parts).unwrap();
            prop_assert!(part.fen() * i64::from(parts) <= fen);
            prop_assert!((part.fen() + 1) * i64::from(parts) > fen);
        }
    }
}
