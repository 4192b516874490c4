//! Amounts: whole fen here, yuan with two decimals on the wire.

use serde::{Deserialize, Deserializer, Serializer, de};

/// Reads `123.45`: digits, a point, two digits. `None` for anything else, and beyond 100 billion yuan.
pub fn parse(text: &str) -> Option<i64> {
    let (yuan, fen) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(yuan) || !digits(fen) || yuan.len() > 12 || fen.len() != 2 {
        return None;
    }
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen.parse().ok()?)
}

pub fn text(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let magnitude = fen.unsigned_abs();
    format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
pub fn serialize<S: Serializer>(fen: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*fen))
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| de::Error::custom("not an amount such as 123.45"))
}

pub fn deserialize_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| parse(&text).ok_or_else(|| de::Error::custom("not an amount such as 123.45"))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yuan_with_two_decimals_is_an_amount() {
        for (given, fen) in [("0.00", 0), ("123.45", 12_345), ("1000000.00", 100_000_000)] {
            assert_eq!(parse(given), Some(fen));
            assert_eq!(text(fen), given);
        }
        for given in
            ["", ".", "1", "1.0", "1.000", "-1.00", "+1.00", "1,000.00", "1e3.00", "1000000000000000.00", "１.00"]
        {
            assert_eq!(parse(given), None, "{given}");
        }
    }
}
