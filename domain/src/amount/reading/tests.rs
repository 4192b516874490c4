use proptest::prelude::*;

use super::*;

#[test]
fn an_amount_is_read_as_people_and_tables_write_it() {
    for (text, fen) in [
        ("50000", 5_000_000),
        ("50,000.00", 5_000_000),
        ("1,234,567.8", 123_456_780),
        ("￥ 12.3", 1230),
        ("¥ 1 200.00", 120_000),
        ("1\u{a0}234\u{a0}567.00", 123_456_700),
        ("５０．５", 5050),
        ("１，２００。５０", 120_050),
        (" \t30元 ", 3000),
        ("000730.40", 73_040),
        (".5", 50),
        ("5.", 500),
        ("27.050", 2705),
        ("+1.00", 100),
        ("-0.01", -1),
        ("－￥8.00", -800),
        ("￥-1,008.00", -100_800),
        ("5.00-", -500),
        ("(1,250.00)", -125_000),
        ("（￥1,250.00）", -125_000),
        ("( 0.00 )", 0),
        ("-0.00", 0),
        ("\u{202d}66.60\u{202c}", 6660),
    ] {
        assert_eq!(text.parse(), Ok(Amount::from_fen(fen)), "{text}");
    }
}

#[test]
fn a_comma_that_separates_no_thousands_is_refused_by_name() {
    for text in [
        "500,00",
        "8,85",
        "8，85",
        "1,5",
        "12345,67",
        "20,00,00.00",
        "1234,567.00",
        ",100.00",
        "100,",
        "1,,000",
        "0,500",
        "00,500",
        "1,000,00",
        "1.234,56",
        "1,234,56.00",
        "-8,85",
        "(8,85)",
        "￥500,00",
        "1,000 000",
        "1.000,00",
    ] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::MisplacedComma), "{text}");
    }
}

#[test]
fn what_is_no_amount_is_refused_with_its_reason() {
    for (text, error) in [
        ("", AmountError::Empty),
        ("  ", AmountError::Empty),
        ("\u{feff}", AmountError::Empty),
        ("abc", AmountError::NotANumber),
        ("1.2.3", AmountError::NotANumber),
        ("1.234.567", AmountError::NotANumber),
        ("--1", AmountError::NotANumber),
        ("-1-", AmountError::NotANumber),
        ("+-1", AmountError::NotANumber),
        ("-(1)", AmountError::NotANumber),
        ("(-1)", AmountError::NotANumber),
        ("((1))", AmountError::NotANumber),
        ("(1", AmountError::NotANumber),
        ("1)", AmountError::NotANumber),
        ("()", AmountError::NotANumber),
        ("¥¥1", AmountError::NotANumber),
        ("¥", AmountError::NotANumber),
        ("-", AmountError::NotANumber),
        (".", AmountError::NotANumber),
        ("1e5", AmountError::NotANumber),
        ("1_000", AmountError::NotANumber),
        ("1'000.00", AmountError::NotANumber),
        ("12 34", AmountError::NotANumber),
        ("$5.00", AmountError::NotANumber),
        ("5万元", AmountError::NotANumber),
        ("٣", AmountError::NotANumber),
        ("8.855", AmountError::FinerThanFen),
        ("0.001", AmountError::FinerThanFen),
        ("99999999999999999999", AmountError::TooLarge),
        ("100000000000.01", AmountError::TooLarge),
        ("-100000000000.01", AmountError::TooLarge),
    ] {
        assert_eq!(text.parse::<Amount>(), Err(error), "{text}");
    }
    assert_eq!("0".repeat(100).parse::<Amount>(), Err(AmountError::TooLarge));
}

#[test]
fn a_decimal_of_a_program_has_no_dress() {
    let read = |text| Amount::decimal(text, Amount::MAX);
    for (text, fen) in [("000000000000730.40", 73_040), ("27.050", 2705), ("-1.2", -120), ("+1", 100), (".5", 50)] {
        assert_eq!(read(text), Ok(Amount::from_fen(fen)), "{text}");
    }
    for text in ["", ".", "-", "1,000.00", "1 000", "(1.00)", "1.00-", "￥1", "１", "1e3", "1.2.3"] {
        assert_eq!(read(text), Err(AmountError::NotANumber), "{text}");
    }
    assert_eq!(read("8.855"), Err(AmountError::FinerThanFen));
    assert_eq!(read("100000000000.01"), Err(AmountError::TooLarge));
}

#[test]
fn json_carries_an_amount_in_one_form_only() {
    let read = |text: &str| serde_json::from_value::<Amount>(serde_json::Value::from(text)).ok();
    assert_eq!(read("50000.00"), Some(Amount::from_fen(5_000_000)));
    assert_eq!(read("-0.01"), Some(Amount::from_fen(-1)));
    for text in [
        "500,00",
        "50,000.00",
        "50000",
        "50000.0",
        "50000.000",
        "050000.00",
        "+50000.00",
        " 50000.00",
        "50000.00\n",
        ".50",
        "５００.00",
        "￥500.00",
        "-0.00",
        "5e4",
        "",
        "(1.00)",
        "92233720368547758.08",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert!(serde_json::from_str::<Amount>("50000.00").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn text_and_amount_are_the_same_thing(fen in -Amount::MAX.fen()..=Amount::MAX.fen()) {
        let amount = Amount::from_fen(fen);
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        prop_assert_eq!(amount.grouped().parse(), Ok(amount));
        prop_assert_eq!(Amount::decimal(&amount.to_string(), Amount::MAX), Ok(amount));
    }

    #[test]
    fn what_is_stored_can_be_read_whatever_its_size(fen in any::<i64>().prop_filter("no negative", |fen| *fen > i64::MIN)) {
        let stored = serde_json::to_string(&Amount::from_fen(fen)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Amount>(&stored).unwrap(), Amount::from_fen(fen));
    }

    #[test]
    fn dress_never_changes_what_an_amount_is(fen in 0..=Amount::MAX.fen(), dress in 0_usize..7, wide: bool) {
        let amount = Amount::from_fen(fen);
        let (plain, grouped) = (amount.to_string(), amount.grouped());
        let (text, negative) = [
            (format!(" {grouped}\t"), false),
            (format!("￥{grouped}"), false),
            (format!("¥ {plain}元"), false),
            (grouped.replace(',', "\u{a0}"), false),
            (format!("({grouped})"), true),
            (format!("-￥{plain}"), true),
            (format!("{plain} -"), true),
        ][dress].clone();
        let widen = |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c };
        let text = if wide { text.chars().map(widen).collect() } else { text };
        prop_assert_eq!(text.parse(), Ok(if negative { amount.negated() } else { amount }), "{}", text);
    }

    #[test]
    fn any_text_is_an_amount_or_an_error(text in "[-+0-9,.。，() ￥¥元１]{0,12}|\\PC{0,80}") {
        if let Ok(amount) = text.parse::<Amount>() {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let (told, read) = (digits(&crate::width::bare(&text)), digits(&amount.to_string()));
            // Reading only ever drops zeros at the ends.
            prop_assert_eq!(told.trim_matches('0'), read.trim_matches('0'), "{}", text);
        }
    }
}
