//! The samples of the project, each read to its exact content, and what no bytes may do.

mod banks;
mod cases;
mod dress;

use proptest::prelude::*;
use time::macros::{date, time};

use super::*;

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/data/statements/", $name)).as_slice()
    };
}

const ICBC: &[u8] = sample!("icbc-reserve-2026-11-20.gb18030.csv");
const V2_MINIMAL: &[u8] = sample!("camt053.v2.minimal.xml");
const V2_FIVE_DECIMALS: &[u8] = sample!("camt053.v2.five.decimals.xml");
const V2_TWO: &[u8] = sample!("camt053.v2.multi.statement.xml");
const V2_WRONG: &[u8] = sample!("camt053.v2.wrong.xml");
const V4: &[u8] = sample!("camt053.v4.xml");
const V8: &[u8] = sample!("camt053.v8.xml");

fn read_built_in(bytes: &[u8]) -> Result<Vec<Statement>, StatementError> {
    read("a file", bytes, &built_in(), None)
}

/// The statement that all samples of one account share, without balances and lines.
fn euro_statement(version: u8) -> Statement {
    Statement {
        format: Format::Camt053 { version },
        account_no: "NL26VAYB8060476890".to_owned(),
        currency: Some("EUR".into()),
        statement_no: Some("253EURNL26VAYB8060476890".into()),
        from_on: Some(date!(2007 - 10 - 18)),
        to_on: Some(date!(2007 - 10 - 18)),
        opening_fen: Some(1815),
        closing_fen: None,
        lines: Vec::new(),
        refused: Vec::new(),
        passed_over: Vec::new(),
    }
}

/// The movement that all samples share, without a counterparty.
fn euro_line() -> Line {
    Line {
        number: 1,
        booked_on: date!(2014 - 12 - 31),
        booked_at: None,
        value_on: Some(date!(2015 - 01 - 02)),
        direction: Direction::Credit,
        amount_fen: 885,
        currency: Some("EUR".into()),
        balance_after_fen: None,
        counterparty_name: None,
        counterparty_account: None,
        counterparty_bank: None,
        bank_reference: None,
        end_to_end_reference: None,
        remittance: String::new(),
        reversal: false,
        entry: None,
    }
}

/// The same movement with the payer that three of the samples name.
fn euro_line_from_payer() -> Line {
    Line {
        counterparty_name: Some("NAME NAME".into()),
        counterparty_account: Some("NL56AGDH9619008421".into()),
        remittance: "4654654654654654".to_owned(),
        ..euro_line()
    }
}

#[test]
fn version_2_is_read_and_a_closing_balance_in_another_currency_is_left_out() {
    let expected = Statement { lines: vec![euro_line_from_payer()], ..euro_statement(2) };
    assert_eq!(read_built_in(V2_MINIMAL), Ok(vec![expected]));
}

#[test]
fn trailing_zeros_beyond_the_fen_are_read_and_a_credit_that_names_only_its_payee_has_no_counterparty() {
    let line = Line {
        end_to_end_reference: Some("000000001".into()),
        remittance: "Transaction Description".to_owned(),
        ..euro_line()
    };
    let expected =
        Statement { from_on: None, to_on: None, closing_fen: Some(2705), lines: vec![line], ..euro_statement(2) };
    assert_eq!(read_built_in(V2_FIVE_DECIMALS), Ok(vec![expected]));
}

#[test]
fn an_amount_finer_than_a_fen_refuses_its_line_and_keeps_the_others() {
    let text = String::from_utf8(V2_TWO.to_vec()).unwrap();
    let text = text.replace(">8.85<", ">8.85555<");
    let statements = read_built_in(text.as_bytes()).unwrap();
    assert_eq!(statements[0].lines, vec![]);
    let refused = RefusedLine { number: 1, code: "statement.amount_finer_than_fen", text: "Amt: 8.85555".to_owned() };
    assert_eq!(statements[0].refused, vec![refused]);
    assert_eq!((statements[1].lines.len(), statements[1].refused.len()), (1, 0));
}

#[test]
fn a_file_with_two_statements_gives_both() {
    let first = Statement {
        closing_fen: Some(2700),
        lines: vec![Line {
            end_to_end_reference: Some("000000001".into()),
            remittance: "Transaction Description 1".to_owned(),
            ..euro_line()
        }],
        ..euro_statement(2)
    };
    let second = Statement {
        statement_no: Some("254EURNL26VAYB8060476890".into()),
        from_on: None,
        to_on: None,
        opening_fen: Some(2700),
        closing_fen: Some(2000),
        lines: vec![Line {
            direction: Direction::Debit,
            amount_fen: 700,
            counterparty_name: Some("Company Name 2".into()),
            counterparty_account: Some("NL56AGDH9619008421".into()),
            end_to_end_reference: Some("000000002".into()),
            remittance: "Transaction Description 2".to_owned(),
            ..euro_line()
        }],
        ..euro_statement(2)
    };
    assert_eq!(read_built_in(V2_TWO), Ok(vec![first, second]));
}

#[test]
fn version_4_is_read_and_a_single_detail_of_another_amount_does_not_replace_the_entry() {
    let line = Line { bank_reference: Some("AAAASESS-FP-CN_98765/01".into()), ..euro_line_from_payer() };
    let expected = Statement { lines: vec![line], ..euro_statement(4) };
    assert_eq!(read_built_in(V4), Ok(vec![expected]));
}

#[test]
fn version_8_nests_status_and_party_and_books_at_a_time() {
    let line = Line {
        booked_at: Some(time!(13:15:00)),
        bank_reference: Some("AAAASESS-FP-CN_98765/01".into()),
        end_to_end_reference: Some("MUELL/FINP/RA12345".into()),
        ..euro_line_from_payer()
    };
    let expected = Statement { lines: vec![line], ..euro_statement(8) };
    assert_eq!(read_built_in(V8), Ok(vec![expected]));
}

#[test]
fn a_message_without_a_statement_is_refused() {
    assert_eq!(read_built_in(V2_WRONG), Err(StatementError::NoStatement));
    assert_eq!(StatementError::NoStatement.code(), "statement.none");
}

/// A line of a table on one line: row, moment, signed fen, balance, other party, purpose.
fn told(line: &Line) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    format!(
        "{} {} {} {:+} {} {} {} {} [{}]",
        line.number,
        line.booked_on,
        line.booked_at.map(|at| at.to_string()).unwrap_or_default(),
        line.signed_fen(),
        line.balance_after_fen.unwrap_or_default(),
        text(&line.counterparty_name),
        text(&line.counterparty_account),
        text(&line.counterparty_bank),
        line.remittance,
    )
}

#[test]
fn the_reserve_account_s_day_is_read_to_the_fen() {
    let statement = read_built_in(ICBC).unwrap().remove(0);
    let jiahe = "嘉禾小额贷款有限公司 6222020200112233445 中国建设银行重庆分行";
    let hengxin = "恒信商业保理有限公司 31050161364000001234 上海浦东发展银行深圳分行";
    let agent = "重庆市渝北区张三通讯器材经营部 6217003760001234567 中国农业银行重庆渝北支行";
    let rare = "𠮷田(重庆)商贸 6217003760007654321 中国银行重庆分行";
    let draw = "放款 DRW2026112000000021 张三通讯";
    assert_eq!(
        statement.lines.iter().map(told).collect::<Vec<_>>(),
        vec![
            format!("4 2026-11-20 9:02:11.0 +20000000 120000000 {jiahe} [DRW2026112000000017]"),
            format!("5 2026-11-20 9:15:42.0 +5000000 125000000 {hengxin} [{draw}]"),
            format!("6 2026-11-20 10:40:03.0 +888888 125888888 {agent} [充值WLT0000000042]"),
            format!("7 2026-11-20 11:20:30.0 -3012000 122876888 {jiahe} [代付 PAY2026112000000003]"),
            format!("8 2026-11-20 15:01:00.0 +5000000 127876888 {hengxin} [{draw}]"),
            format!("9 2026-11-20 16:33:59.0 +1 127876889 {rare} [测试]"),
        ]
    );
    let plain = |line: &Line| line.currency.as_deref() == Some("CNY") && !line.reversal && line.value_on.is_none();
    assert!(statement.lines.iter().all(plain));
    let head = Statement {
        format: Format::Table { layout: "icbc".to_owned() },
        account_no: "4000021029200123456".to_owned(),
        currency: Some("CNY".into()),
        statement_no: None,
        from_on: Some(date!(2026 - 11 - 20)),
        to_on: Some(date!(2026 - 11 - 20)),
        opening_fen: Some(100_000_000),
        closing_fen: Some(127_876_889),
        lines: statement.lines.clone(),
        refused: Vec::new(),
        passed_over: vec![RefusedLine { number: 10, code: "statement.no_movement", text: "合计".to_owned() }],
    };
    assert_eq!(statement, head);
}

#[test]
fn a_file_that_no_layout_fits_names_what_is_missing() {
    let error = read_built_in("交易日期,借贷标志,交易金额\n2026-11-20,贷,1.00\n".as_bytes()).unwrap_err();
    assert_eq!(error.code(), "statement.no_header");
    assert!(error.to_string().contains("`icbc`, without 交易时间, 余额"), "{error}");
    assert_eq!(read("a file", b"a,b\n", &[], None).unwrap_err().code(), "statement.no_header");
}

#[test]
fn a_file_that_is_no_statement_keeps_the_code_of_its_kind() {
    for (bytes, code) in [
        (b"".as_slice(), "file.empty"),
        (b"%PDF-1.7", "file.unsupported"),
        (b"<html><table></table></html>", "file.unsupported"),
        (b"\0\x01\x02", "file.not_text"),
        (b"<?xml version=\"1.0\"?><a/>", "statement.not_camt053"),
        (b"<a>", "statement.xml"),
    ] {
        assert_eq!(read_built_in(bytes).unwrap_err().code(), code);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_statement_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read_built_in(&bytes);
        let _ = camt::read(&bytes);
        let _ = camt::read(&[b"<".as_slice(), &bytes].concat());
    }

    /// Bytes are replaced, taken out and doubled; what is still read keeps the promises of its type.
    #[test]
    fn no_change_of_a_sample_makes_it_panic_or_break_a_promise(
        sample in 0_usize..6,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0_u8..4, any::<u8>()), 1..12),
    ) {
        let mut bytes = [ICBC, V2_MINIMAL, V2_FIVE_DECIMALS, V2_TWO, V4, V8][sample].to_vec();
        for (at, kind, byte) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes[at] = b"0123456789.,<>&\"-;"[usize::from(byte) % 18],
                2 => drop(bytes.drain(at..bytes.len().min(at + usize::from(byte)))),
                _ => bytes.extend_from_within(at..bytes.len().min(at + 4 * usize::from(byte))),
            }
            if bytes.is_empty() {
                break;
            }
        }
        for statement in read_built_in(&bytes).unwrap_or_default() {
            prop_assert!(!statement.account_no.is_empty());
            for line in &statement.lines {
                prop_assert!(line.amount_fen > 0 && line.number > 0);
                prop_assert!(statement.refused.iter().all(|refused| refused.number != line.number));
            }
        }
    }
}
