//! Where each of the cases runs: a case that runs nowhere fails here.

use std::{collections::BTreeSet, fs, path::Path};

/// The number of each case, and the file with the test that names it.
const CASES: [(&str, &str); 43] = [
    ("01", "services/tests/it/cases_binding/signing.rs"),
    ("02", "services/tests/it/cases_binding/signing.rs"),
    ("04", "services/tests/it/cases_binding.rs"),
    ("06", "services/tests/it/cases_binding.rs"),
    ("07", "services/tests/it/cases_binding/signing.rs"),
    ("09", "services/tests/it/cases_binding/signing.rs"),
    ("10", "services/tests/it/cases_binding.rs"),
    ("12", "services/tests/it/cases_binding.rs"),
    ("13", "services/tests/it/cases_binding.rs"),
    ("15", "services/tests/it/cases_binding/transfer.rs"),
    ("16", "services/tests/it/cases_binding/transfer.rs"),
    ("18", "services/tests/it/cases_binding/transfer.rs"),
    ("21", "services/tests/it/cases_binding/transfer.rs"),
    ("22", "services/tests/it/cases_binding/debit.rs"),
    ("24", "services/tests/it/debt/outside.rs"),
    ("25", "server/tests/partner/cases.rs"),
    ("26", "services/tests/it/cases_binding/debit.rs"),
    ("27", "services/src/network/tests/codes.rs"),
    ("28", "services/tests/it/debt/killed.rs"),
    ("29", "services/tests/it/cases_binding/debit.rs"),
    ("31", "services/tests/it/debt/returned.rs"),
    ("32", "services/tests/it/settlement/late.rs"),
    ("34", "services/tests/it/debt/refund.rs"),
    ("35", "services/tests/it/debt/refund.rs"),
    ("37", "services/tests/it/cases_binding.rs"),
    ("38", "server/tests/partner/cases.rs"),
    ("40", "services/tests/it/notice.rs"),
    ("41", "services/tests/it/notice/outbound.rs"),
    ("43", "services/tests/it/notice/outbound.rs"),
    ("44", "services/tests/it/notice.rs"),
    ("46", "services/tests/it/notice/outbound.rs"),
    ("48", "services/tests/it/notice/endpoint.rs"),
    ("49", "server/tests/partner/cases.rs"),
    ("50", "server/tests/partner/cases.rs"),
    ("51", "services/tests/it/cases_binding/batch.rs"),
    ("53", "services/tests/it/cases_binding/batch.rs"),
    ("54", "services/src/sm2_signature.rs"),
    ("56", "services/src/party/public_key.rs"),
    ("57", "services/src/sm2_signature.rs"),
    ("58", "server/src/partner/signing.rs"),
    ("61", "services/tests/it/key.rs"),
    ("62", "server/tests/partner/webhooks.rs"),
    ("63", "server/tests/partner/cases.rs"),
];

/// Whether the words above a test name a case: `Case 01`, or `Cases 54 and 57`.
fn names(text: &str, number: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(at, line)| {
        let words = line.strip_prefix("/// Case").unwrap_or_default();
        let cases = words.split([':', '.', ',', ';']).next().unwrap_or_default();
        let named = cases.split(|letter: char| !letter.is_ascii_digit()).any(|word| word == number);
        let mut below = lines[at..].iter().take_while(|line| !line.is_empty());
        named && below.any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
    })
}

#[test]
fn every_case_runs_where_it_is_said_to() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (number, file) in CASES {
        let text = fs::read_to_string(root.join(file)).unwrap();
        assert!(names(&text, number), "no test in {file} names case {number}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-binding");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let numbers = files.filter_map(|name| name.split_once('-').map(|(number, _)| number.to_owned()));
    let numbers: BTreeSet<String> = numbers.filter(|number| number.parse::<u8>().is_ok()).collect();
    let listed: BTreeSet<String> = CASES.into_iter().map(|(number, _)| number.to_owned()).collect();
    assert_eq!((&numbers, listed.len()), (&listed, CASES.len()));
}
