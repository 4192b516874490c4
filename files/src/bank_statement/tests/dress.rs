//! One table in every dress that banks, spreadsheets and people give it is one and the same statement; a damaged one is
//! the same statement, or says what is wrong with it.

use domain::Amount;
use encoding_rs::GB18030;
use proptest::collection::vec;
use time::{Duration, Month, macros::datetime};

use super::*;

const ACCOUNT: &str = "4000021029200123456";
const HEADINGS: [&str; 9] =
    ["交易日期", "交易时间", "借贷标志", "交易金额", "余额", "对方户名", "对方账号", "对方开户行", "附言"];
const OPENING: i64 = 100_000_000;

/// What moved, before it is written down.
#[derive(Clone, Debug)]
struct Moved {
    at: time::PrimitiveDateTime,
    signed_fen: i64,
    name: String,
    account: Option<String>,
    text: String,
}

fn moved() -> impl Strategy<Value = Moved> {
    let texts = || {
        prop_oneof![
            Just("货款"),
            Just("充值WLT0000000042"),
            Just("放款 DRW2026112000000021 张三"),
            Just("a, b; c|d"),
            Just("\"双十一\" 5\" 管"),
            Just("Total"),
            Just(""),
        ]
    };
    let names = prop_oneof![
        Just("杭州禾木商贸有限公司"),
        Just("𠮷田（重庆）商贸"),
        Just("HARBOUR TRADING CO.,LIMITED"),
        Just("合计商贸鑫淼堃"),
    ];
    let accounts = prop_oneof![
        Just(None),
        Just(Some("6222021202009998877")),
        Just(Some("31050161364000001234")),
        Just(Some("GB29NWBK60161331926819")),
        Just(Some("0062")),
    ];
    let fen = prop_oneof![1_i64..100, 1_i64..100_000, 1_i64..9_999_999_999];
    (0_i64..200_000, fen, any::<bool>(), names, accounts, texts()).prop_map(
        |(seconds, fen, credit, name, account, text)| Moved {
            at: datetime!(2026-11-01 00:00:00) + Duration::seconds(seconds),
            signed_fen: if credit { fen } else { -fen },
            name: name.to_owned(),
            account: account.map(str::to_owned),
            text: text.to_owned(),
        },
    )
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
struct Dress {
    encoding: usize,
    delimiter: char,
    line_end: &'static str,
    quote_all: bool,
    date: usize,
    amount: usize,
    account: usize,
    ended: bool,
    end_mark: bool,
}

fn dress() -> impl Strategy<Value = Dress> {
    let layout = (
        0_usize..5,
        prop::sample::select(vec![',', ';', '\t', '|']),
        prop::sample::select(vec!["\r\n", "\n", "\r"]),
        any::<bool>(),
    );
    (layout, 0_usize..6, 0_usize..7, 0_usize..6, any::<bool>(), any::<bool>()).prop_map(
        |((encoding, delimiter, line_end, quote_all), date, amount, account, ended, end_mark)| Dress {
            encoding,
            delimiter,
            line_end,
            quote_all,
            date,
            amount,
            account,
            ended,
            end_mark,
        },
    )
}

impl Dress {
    fn moment(self, at: time::PrimitiveDateTime) -> [String; 2] {
        let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.as_hms());
        let month: u8 = Month::into(month);
        match self.date {
            0 => [format!("{year}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}:{second:02}")],
            1 => [format!("{year}/{month}/{day}"), format!("{hour}:{minute:02}:{second:02}")],
            2 => [format!("{year}{month:02}{day:02}"), format!("{hour:02}{minute:02}{second:02}")],
            3 => [format!("{year}年{month}月{day}日"), format!("{hour}时{minute:02}分{second:02}秒")],
            4 => [format!("{year}.{month}.{day} {hour}:{minute:02}:{second:02}"), String::new()],
            _ => [format!("'{year}-{month}-{day}"), format!("`{hour:02}:{minute:02}:{second:02}.000")],
        }
    }

    fn amount(self, fen: i64) -> String {
        let amount = Amount::from_fen(fen);
        let (plain, grouped) = (amount.to_string(), amount.grouped());
        match self.amount {
            0 => plain,
            1 => grouped,
            2 => format!("￥{grouped}"),
            3 => grouped.replace(',', "\u{a0}"),
            4 => plain.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect(),
            5 if fen < 0 => format!("({})", amount.negated().grouped()),
            5 => format!("{grouped}元"),
            _ => plain.trim_end_matches('0').trim_end_matches('.').to_owned(),
        }
    }

    fn account(self, account: Option<&str>) -> String {
        let Some(account) = account else { return ["", "-", "—", "--", "0", "无"][self.account].to_owned() };
        match self.account {
            0 => account.to_owned(),
            1 => format!("'{account}"),
            2 => format!("`{account}"),
            3 => account.as_bytes().chunks(4).map(|four| str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(" "),
            4 => format!("{}-{}", &account[..2], &account[2..]),
            _ => format!("=\"{account}\""),
        }
    }

    fn row(self, cells: &[String]) -> String {
        let quoted = |cell: &String| {
            let plain = !self.quote_all && !cell.contains([self.delimiter, '"', '\n', '\r']) || cell.starts_with('=');
            if plain { cell.clone() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
        };
        let mut row = cells.iter().map(quoted).collect::<Vec<_>>().join(&self.delimiter.to_string());
        if self.ended {
            row.push(self.delimiter);
        }
        row + self.line_end
    }

    fn table(self, lines: &[Moved]) -> String {
        let owned = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        let mut text =
            owned(&["账号:", ACCOUNT, "", "币种:", "人民币"]).join(&self.delimiter.to_string()) + self.line_end;
        // Only the rows of movements end with a separator.
        text += &Self { ended: false, ..self }.row(&owned(&HEADINGS));
        let mut balance = OPENING;
        for line in lines {
            balance += line.signed_fen;
            let [date, time] = self.moment(line.at);
            let flag = if line.signed_fen > 0 { "贷" } else { "借" }.to_owned();
            let (amount, balance) = (self.amount(line.signed_fen.abs()), self.amount(balance));
            let account = self.account(line.account.as_deref());
            let (name, text_of_line) = (line.name.clone(), line.text.clone());
            text +=
                &self.row(&[date, time, flag, amount, balance, name, account, "中国工商银行".to_owned(), text_of_line]);
        }
        text + "合计"
    }

    fn written(self, lines: &[Moved]) -> Vec<u8> {
        let mut text = self.table(lines);
        if self.end_mark {
            text += self.line_end;
            text.push('\u{1a}');
        }
        let wide = |units: Vec<[u8; 2]>| units.concat();
        match self.encoding {
            0 => text.into_bytes(),
            1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            2 => GB18030.encode(&text).0.into_owned(),
            3 => [b"\xFF\xFE".to_vec(), wide(text.encode_utf16().map(u16::to_le_bytes).collect())].concat(),
            _ => [b"\xFE\xFF".to_vec(), wide(text.encode_utf16().map(u16::to_be_bytes).collect())].concat(),
        }
    }
}

/// A line as it matters: when, how much, who, what for.
type Fact = (Date, Option<Time>, i64, String, Option<String>, String);

fn facts(statement: &Statement) -> Vec<Fact> {
    let fact = |line: &Line| {
        let name = line.counterparty_name.clone().unwrap_or_default();
        let account = line.counterparty_account.clone();
        (line.booked_on, line.booked_at, line.signed_fen(), name, account, line.remittance.clone())
    };
    statement.lines.iter().map(fact).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_table_in_any_dress_is_the_same_statement(lines in vec(moved(), 1..8), dress in dress()) {
        let bytes = dress.written(&lines);
        let statement = read_built_in(&bytes).map_err(|error| TestCaseError::fail(error.to_string()))?.remove(0);
        let expected: Vec<Fact> = lines
            .iter()
            .map(|line| {
                let (name, account, text) = (line.name.clone(), line.account.clone(), line.text.clone());
                (line.at.date(), Some(line.at.time()), line.signed_fen, name, account, text)
            })
            .collect();
        let closing = OPENING + lines.iter().map(|line| line.signed_fen).sum::<i64>();
        prop_assert_eq!(facts(&statement), expected, "{:?}", statement.refused);
        prop_assert_eq!((statement.opening_fen, statement.closing_fen), (Some(OPENING), Some(closing)));
        prop_assert_eq!(statement.refused, vec![]);
        prop_assert_eq!(statement.passed_over.len(), 1);
    }

    /// One byte is replaced, taken out or put in anywhere below the first movement, which no balance stands before.
    #[test]
    fn no_money_of_a_damaged_table_goes_missing_unsaid(
        lines in vec(moved(), 2..8),
        dress in dress(),
        at in any::<prop::sample::Index>(),
        kind in 0_u8..3,
        byte in prop_oneof![prop::sample::select(b",;|\t\"\n\r.-0123456789\x1a\0'`()".to_vec()), any::<u8>()],
    ) {
        let dress = Dress { encoding: dress.encoding % 3, ..dress };
        let mut bytes = dress.written(&lines);
        let start = dress.written(&lines[..1]).len() - 8;
        let place = start + at.index(bytes.len() - start);
        match kind {
            0 => bytes[place] = byte,
            1 => drop(bytes.remove(place)),
            _ => bytes.insert(place, byte),
        }
        let Ok(statements) = read_built_in(&bytes) else { return Ok(()) };
        let statement = &statements[0];
        let money: Vec<i64> = statement.lines.iter().map(Line::signed_fen).collect();
        let expected: Vec<i64> = lines.iter().map(|line| line.signed_fen).collect();
        let said = !statement.refused.is_empty() || statement.passed_over.len() > 1;
        prop_assert!(money == expected || said, "{money:?} {expected:?} {:?}", String::from_utf8_lossy(&bytes));
    }
}
