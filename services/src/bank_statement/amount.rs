//! Amounts as banks write them, in whole fen.

use super::LineRefusal;

/// A decimal number in hundredths of its unit: `27.050` is 2705.
///
/// Only a sign, ASCII digits and one point are read. Every currency counts in hundredths here, so `2700` yen are
/// 270000.
pub(super) fn parse_fen(text: &str) -> Result<i64, LineRefusal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || (whole.is_empty() && fraction.is_empty()) {
        return Err(LineRefusal::AmountUnreadable);
    }
    let (hundredths, finer) = fraction.split_at(fraction.len().min(2));
    if finer.bytes().any(|byte| byte != b'0') {
        return Err(LineRefusal::AmountFinerThanFen);
    }
    let fen: i64 = format!("{whole}{hundredths:0<2}").parse().map_err(|_| LineRefusal::AmountTooLarge)?;
    Ok(if negative { -fen } else { fen })
}

/// As [`parse_fen`], of an amount that must be more than zero.
pub(super) fn parse_positive_fen(text: &str) -> Result<i64, LineRefusal> {
    parse_fen(text).and_then(|fen| if fen > 0 { Ok(fen) } else { Err(LineRefusal::AmountNotPositive) })
}

/// An amount as a person writes it in a table, brought into the form of [`parse_fen`]: full-width digits, a yuan sign,
/// spaces and separators between thousands are taken away.
///
/// A comma that does not separate thousands stays, and is refused: `8,85` must not become 885.
pub(super) fn plain_amount(text: &str) -> String {
    let narrow: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, rest) = match narrow.strip_prefix(['-', '+']) {
        Some(rest) => (narrow.get(..1).unwrap_or_default(), rest),
        None => ("", narrow.as_str()),
    };
    let rest = rest.strip_prefix('¥').unwrap_or(rest);
    let rest = rest.strip_suffix('元').unwrap_or(rest);
    // "¥-5.00" has its sign behind the mark.
    let (whole, point_and_fraction) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    let in_thousands = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let whole = if in_thousands { whole.replace(',', "") } else { whole.to_owned() };
    format!("{sign}{whole}{point_and_fraction}")
}

/// Full-width forms, as Chinese keyboards make them, in their ASCII form.
pub(super) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{ffe5}' => '¥',
        '\u{2212}' => '-',
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// An account number without the spaces that people put between groups of digits.
pub(super) fn account_no(text: &str) -> Option<String> {
    let account: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    (!account.is_empty()).then_some(account)
}

/// Whether a text has the form of a currency code.
pub(super) fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_in_whole_fen() {
        for (text, fen) in [
            ("27.050", 2705),
            ("0.01", 1),
            (".5", 50),
            ("5.", 500),
            ("2700", 270_000),
            ("-1.2", -120),
            ("+1.00", 100),
            ("8.8500000", 885),
            ("92233720368547758.07", i64::MAX),
        ] {
            assert_eq!(parse_fen(text), Ok(fen), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_amount_says_why() {
        for (text, refusal) in [
            ("", LineRefusal::AmountUnreadable),
            (".", LineRefusal::AmountUnreadable),
            ("-", LineRefusal::AmountUnreadable),
            ("1e3", LineRefusal::AmountUnreadable),
            ("1,000.00", LineRefusal::AmountUnreadable),
            ("--1", LineRefusal::AmountUnreadable),
            ("1.2.3", LineRefusal::AmountUnreadable),
            ("٣", LineRefusal::AmountUnreadable),
            ("8.855", LineRefusal::AmountFinerThanFen),
            ("0.001", LineRefusal::AmountFinerThanFen),
            ("92233720368547758.08", LineRefusal::AmountTooLarge),
        ] {
            assert_eq!(parse_fen(text), Err(refusal), "{text}");
        }
        assert_eq!(parse_positive_fen("0.00"), Err(LineRefusal::AmountNotPositive));
        assert_eq!(parse_positive_fen("-0.01"), Err(LineRefusal::AmountNotPositive));
    }

    #[test]
    fn an_amount_of_a_table_loses_its_decoration() {
        for (text, plain) in [
            ("1,200,000.00", "1200000.00"),
            ("１，２００．５０", "1200.50"),
            ("¥ 1 200.00", "1200.00"),
            ("-￥8.00", "-8.00"),
            ("￥-1,008.00", "-1008.00"),
            ("30元", "30"),
            ("999", "999"),
        ] {
            assert_eq!(plain_amount(text), plain, "{text}");
        }
    }

    #[test]
    fn a_comma_that_separates_no_thousands_is_refused() {
        for text in ["8,85", "1,20.00", "1234,567.00", ",100.00", "1,234.567,89", "1,,000"] {
            assert_eq!(parse_fen(&plain_amount(text)), Err(LineRefusal::AmountUnreadable), "{text}");
        }
    }
}
