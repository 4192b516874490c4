//! [`Rate`]: a yearly rate, exact.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// A yearly rate as a fraction: `0.1825` is 18.25 % a year. Text form: the decimal fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Decimal", into = "Decimal")]
pub struct Rate(Decimal);

/// The text is no rate, or it lies outside 0 to 1000 % with at most six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rate is a decimal fraction between 0 and 10 with at most six decimals")]
pub struct RateError;

impl Rate {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// # Errors
    /// When negative, above 10 (1000 %) or finer than six decimals.
    pub fn new(fraction: Decimal) -> Result<Self, RateError> {
        let fraction = fraction.normalize();
        let fits = !fraction.is_sign_negative() && fraction <= Decimal::TEN && fraction.scale() <= 6;
        if fits || fraction.is_zero() { Ok(Self(fraction)) } else { Err(RateError) }
    }

    #[must_use]
    pub const fn fraction(self) -> Decimal {
        self.0
    }

    /// Reads what a person writes as a percentage: `18.25` or `18.25%` is 0.1825.
    ///
    /// # Errors
    /// As [`Self::new`], and for what is no number.
    pub fn from_percent(text: &str) -> Result<Self, RateError> {
        let number: Decimal = text.trim().trim_end_matches(['%', '％']).trim().parse().map_err(|_| RateError)?;
        Self::new(number.checked_div(Decimal::ONE_HUNDRED).ok_or(RateError)?)
    }

    /// For people: `18.25%`; two decimals, more only where they are needed to be exact.
    #[must_use]
    pub fn percent(self) -> String {
        let percent = self.0.saturating_mul(Decimal::ONE_HUNDRED).normalize();
        let decimals = percent.scale().max(2);
        let places = usize::try_from(decimals).unwrap_or(2);
        format!("{:.places$}%", percent.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
    }
}

impl TryFrom<Decimal> for Rate {
    type Error = RateError;

    fn try_from(fraction: Decimal) -> Result<Self, RateError> {
        Self::new(fraction)
    }
}

impl From<Rate> for Decimal {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        // `Decimal` itself also takes signs and underscores.
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return Err(RateError);
        }
        text.parse::<Decimal>().map_err(|_| RateError).and_then(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_shown_in_percent_without_losing_digits() {
        for (text, percent) in [("0.1825", "18.25%"), ("0.24", "24.00%"), ("0", "0.00%"), ("0.123456", "12.3456%")] {
            assert_eq!(text.parse::<Rate>().unwrap().percent(), percent);
        }
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in
            ["", "-0.1", "+0.1", "11", "0.1234567", "18%", "abc", "0_1", "0.1_4", "0,144", ".1", "1.", " 0.1", "1e-1"]
        {
            assert_eq!(text.parse::<Rate>(), Err(RateError), "{text}");
        }
    }
}
