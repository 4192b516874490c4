//! [`Reference`]: the number that people and banks see and write into remittance texts.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::Date;

use crate::width::half;

/// What a reference numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceKind {
    Application,
    CreditLine,
    Draw,
    Repayment,
    Payout,
    Wallet,
    Signing,
    Debit,
    Refund,
    Carrier,
    /// Given by the network: what it settles of a date, and what its money names.
    Settlement,
}

impl ReferenceKind {
    pub const ALL: [Self; 11] = [
        Self::Application,
        Self::CreditLine,
        Self::Draw,
        Self::Repayment,
        Self::Payout,
        Self::Wallet,
        Self::Signing,
        Self::Debit,
        Self::Refund,
        Self::Carrier,
        Self::Settlement,
    ];

    /// The three letters that a reference begins with.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Application => "APP",
            Self::CreditLine => "LIN",
            Self::Draw => "DRW",
            Self::Repayment => "REP",
            Self::Payout => "PAY",
            Self::Wallet => "WLT",
            Self::Signing => "SGN",
            Self::Debit => "DBT",
            Self::Refund => "RFD",
            Self::Carrier => "CAR",
            Self::Settlement => "STL",
        }
    }

    /// How many digits the date has, and the sequence at least: a longer one has no zero in front. The numbers of
    /// wallets and carriers carry no date, because they outlive every day.
    const fn digits(self) -> (usize, usize) {
        match self {
            Self::Wallet | Self::Carrier => (0, 10),
            _ => (8, 8),
        }
    }
}

/// The most digits that a sequence has: those of the largest `u64`.
const LONGEST: usize = 20;

/// A business number such as `DRW2026112000000017`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

/// The text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference")]
pub struct ReferenceError;

impl Reference {
    /// `sequence` counts within the kind and date, and never ends: the hundred-millionth number is a digit longer. Wallets
    /// and carriers ignore the date.
    #[must_use]
    pub fn new(kind: ReferenceKind, on: Date, sequence: u64) -> Self {
        Self(match kind {
            ReferenceKind::Wallet | ReferenceKind::Carrier => format!("{}{sequence:010}", kind.letters()),
            _ => format!("{}{:04}{:02}{:02}{sequence:08}", kind.letters(), on.year(), u8::from(on.month()), on.day()),
        })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn kind(&self) -> Option<ReferenceKind> {
        ReferenceKind::ALL.into_iter().find(|kind| self.0.starts_with(kind.letters()))
    }

    /// Every reference that stands in a free text, in order, each once: banks put the number anywhere
    /// (`放款 DRW2026112000000021 张三通讯`, `充值WLT0000000042`), in either case and in full-width letters.
    #[must_use]
    pub fn find_all(text: &str) -> Vec<Self> {
        let plain: Vec<char> = text.chars().map(plain).collect();
        let mut found = Vec::new();
        let mut rest = plain.as_slice();
        while !rest.is_empty() {
            if let Some((reference, after)) = Self::at_start(rest) {
                if !found.contains(&reference) {
                    found.push(reference);
                }
                rest = after;
            } else {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        found
    }

    fn at_start(text: &[char]) -> Option<(Self, &[char])> {
        ReferenceKind::ALL.into_iter().find_map(|kind| {
            let (letters, rest) = text.split_at_checked(kind.letters().len())?;
            if !letters.iter().zip(kind.letters().chars()).all(|(have, want)| *have == want) {
                return None;
            }
            let digits = rest.iter().take_while(|character| character.is_ascii_digit()).count();
            let (of_date, of_sequence) = kind.digits();
            let ends = match digits.checked_sub(of_date)?.cmp(&of_sequence) {
                Ordering::Less => false,
                Ordering::Equal => true,
                Ordering::Greater => rest.get(of_date) != Some(&'0') && digits <= of_date.saturating_add(LONGEST),
            };
            let (candidate, after) = text.split_at_checked(letters.len().checked_add(digits)?)?;
            ends.then(|| (Self(candidate.iter().collect()), after))
        })
    }
}

fn plain(character: char) -> char {
    half(character).to_ascii_uppercase()
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let plain: Vec<char> = text.trim().chars().map(plain).collect();
        match Self::at_start(&plain) {
            Some((reference, [])) => Ok(reference),
            _ => Err(ReferenceError),
        }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    #[test]
    fn references_are_found_wherever_a_bank_puts_them() {
        for (text, expected) in [
            ("DRW2026112000000017", vec!["DRW2026112000000017"]),
            ("放款 DRW2026112000000021 张三通讯", vec!["DRW2026112000000021"]),
            ("充值WLT0000000042", vec!["WLT0000000042"]),
            ("ｄｒｗ２０２６１１２０００００００１７", vec!["DRW2026112000000017"]),
            ("DRW2026112000000017,DRW2026112000000021", vec!["DRW2026112000000017", "DRW2026112000000021"]),
            ("DRW2026112000000017 DRW2026112000000017", vec!["DRW2026112000000017"]),
            ("DRW20261120000000179", vec![]),
            ("放款DRW20261120100000000，谢谢", vec!["DRW20261120100000000"]),
            ("WLT10000000000", vec!["WLT10000000000"]),
            ("WLT0100000000", vec!["WLT0100000000"]),
            ("WLT010000000001", vec![]),
            ("DRW20261120100000000000000000000", vec![]),
            ("DRW20261120", vec![]),
            ("测试", vec![]),
        ] {
            let found: Vec<String> = Reference::find_all(text).iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_reference_carries_its_date_and_sequence() {
        assert_eq!(Reference::new(ReferenceKind::Draw, date!(2026 - 11 - 20), 17).as_str(), "DRW2026112000000017");
        assert_eq!(Reference::new(ReferenceKind::Wallet, date!(2026 - 11 - 20), 42).as_str(), "WLT0000000042");
        assert_eq!("PAY2026112000000003".parse::<Reference>().unwrap().kind(), Some(ReferenceKind::Payout));
        assert_eq!("PAY20261120".parse::<Reference>(), Err(ReferenceError));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn every_number_is_read_as_it_is_written(
            kind in prop::sample::select(ReferenceKind::ALL.to_vec()),
            sequence in prop_oneof![0_u64..=99_999_999, 99_999_990_u64..=10_000_000_010, any::<u64>()],
        ) {
            let reference = Reference::new(kind, date!(2026 - 11 - 20), sequence);
            prop_assert_eq!(reference.as_str().parse::<Reference>(), Ok(reference.clone()));
            prop_assert_eq!(Reference::find_all(&format!("附言{reference}号")), vec![reference]);
        }
    }
}
