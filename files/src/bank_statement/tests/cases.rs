//! Files as they reach people, each with its right result: the lines that are read, and everything that is not, by name.

use domain::Amount;

use super::*;

macro_rules! case {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../tests/data/cases/", $name)).as_slice())
    };
}

/// A file by its name and content, and what a person learns from it.
type Case<'a> = ((&'a str, &'a [u8]), &'a [&'a str]);

/// What a person learns from reading a file: the account with both balances, each line, each refusal, each row passed
/// over; of a file that is refused its code.
fn told(bytes: &[u8]) -> Vec<String> {
    let statements = match read_built_in(bytes) {
        Ok(statements) => statements,
        Err(error) => return vec![format!("{} {error}", error.code())],
    };
    let yuan = |fen: Option<i64>| fen.map_or("?".to_owned(), |fen| Amount::from_fen(fen).to_string());
    let dash = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
    let mut told = Vec::new();
    for statement in statements {
        let (opening, closing) = (yuan(statement.opening_fen), yuan(statement.closing_fen));
        told.push(format!("{} {opening} {closing}", statement.account_no));
        told.extend(statement.lines.iter().map(|line| {
            let time = line.booked_at.map_or("-".to_owned(), |at| {
                let (hour, minute, second) = at.as_hms();
                format!("{hour:02}:{minute:02}:{second:02}")
            });
            let (name, account) = (dash(line.counterparty_name.as_deref()), dash(line.counterparty_account.as_deref()));
            let amount = Amount::from_fen(line.signed_fen());
            let text = dash(Some(&line.remittance));
            format!("{} {} {time} {amount} {name} {account} {text}", line.number, line.booked_on)
        }));
        told.extend(statement.refused.iter().map(|row| format!("{} {} {}", row.number, row.code, row.text)));
        told.extend(statement.passed_over.iter().map(|row| format!("{} {} {}", row.number, row.code, row.text)));
    }
    told
}

const DAY: [&str; 4] = [
    "4000021029200123456 1000000.00 1001285.83",
    "1 2026-11-20 - 1234.56 重庆市渝北区张三通讯器材经营部 6217003760001234567 充值WLT0000000042",
    "2 2026-11-20 - 70.07 杭州禾木商贸有限公司 6222021202009998877 货款尾数",
    "3 2026-11-20 - -18.80 工商银行手续费 - 账户管理费",
];
const BOOKED_ONLY: [&str; 4] = [
    "4000021029200123456 1000000.00 1000021.00",
    "3 2026-11-20 - 21.00 成都锦里百货店 6228480469123450011 押金",
    "1 statement.not_booked Sts: PDNG",
    "2 statement.not_booked Sts: INFO",
];
const MESSAGES: [Case<'static>; 14] = [
    (case!("one-day-without-numbers.xml"), &DAY),
    (case!("one-day-with-numbers.xml"), &DAY),
    // An entry of 1,000.00 is missing: the balances say so, and both are read for what they are.
    (
        case!("balances-miss-an-entry.xml"),
        &[
            "4000021029200123456 1000000.00 1004800.00",
            "1 2026-11-20 - 5000.00 杭州禾木商贸有限公司 6222021202009998877 预付货款",
            "2 2026-11-20 - -1200.00 宁波东渡电子有限公司 6227001541230046688 退货",
        ],
    ),
    (
        case!("two-equal-parts-of-a-batch.xml"),
        &[
            "4000021029200123456 1000000.00 1000500.00",
            "1 2026-11-20 - 250.00 杭州禾木商贸有限公司 6222021202009998877 保证金 甲店",
            "2 2026-11-20 - 250.00 宁波东渡电子有限公司 6227001541230046688 保证金 乙店",
        ],
    ),
    // Both readings of a reversal say what they say; the balances tell which of them can be.
    (
        case!("reversal-against-the-balances.xml"),
        &[
            "4000021029200123456 1000000.00 1030120.00",
            "1 2026-11-20 - -30120.00 杭州禾木商贸有限公司 6222021202009998877 退汇 收款账号有误",
        ],
    ),
    (
        case!("reversal-by-the-standard.xml"),
        &[
            "4000021029200123456 1000000.00 1030120.00",
            "1 2026-11-20 - 30120.00 杭州禾木商贸有限公司 6222021202009998877 退汇 收款账号有误",
        ],
    ),
    (
        case!("batch-with-padded-amounts.xml"),
        &[
            "4000021029200123456 1000000.00 1000730.40",
            "1 2026-11-20 - 330.40 杭州禾木商贸有限公司 6222021202009998877 货款 A-17",
            "2 2026-11-20 - 400.00 宁波东渡电子有限公司 6227001541230046688 货款 B-09",
        ],
    ),
    (
        case!("two-accounts-in-one-message.xml"),
        &[
            "4000021019200999999 50000.00 59999.00",
            "1 2026-11-20 - 9999.00 杭州禾木商贸有限公司 6222021202009998877 服务费",
            "4000021029200123456 1000000.00 1000045.00",
            "1 2026-11-20 - 45.00 成都锦里百货店 6228480469123450011 邮寄费",
        ],
    ),
    (case!("pending-entries.v02.xml"), &BOOKED_ONLY),
    (case!("pending-entries.v08.xml"), &BOOKED_ONLY),
    (
        case!("reference-cut-in-two.xml"),
        &[
            "4000021029200123456 1000000.00 1050000.00",
            "1 2026-11-20 - 50000.00 恒信商业保理有限公司 31050161364000001234 放款 合同编号HX2026-0042 DRW2026112000000021 张三通讯",
        ],
    ),
    (
        case!("declares-utf16-is-utf8.xml"),
        &["4000021029200123456 1000000.00 1000033.00", "1 2026-11-20 - 33.00 成都锦里百货店 6228480469123450011 押金"],
    ),
    (
        case!("mark-prefix-and-odd-namespace.xml"),
        &[
            "4000021029200123456 1000000.00 1000060.60",
            "1 2026-11-20 - 60.60 宁波东渡电子有限公司 & 分店 6227001541230046688 货款 <11月>",
        ],
    ),
    (case!("no-entries.xml"), &["4000021029200123456 1000000.00 1000000.00"]),
];

#[test]
fn messages_of_banks_are_read_to_what_moved() {
    for ((name, bytes), expected) in MESSAGES {
        assert_eq!(told(bytes), expected, "{name}");
    }
    let shortened =
        ["4000021029200123456 1000000.00 1000060.60", "1 statement.account_digits_lost DbtrAcct: 6.22202E+18"];
    assert_eq!(told(&with_account("6.22202E+18")), shortened, "an account that a spreadsheet has shortened");
}

fn with_account(account: &str) -> Vec<u8> {
    let (_, bytes) = case!("mark-prefix-and-odd-namespace.xml");
    String::from_utf8(bytes.to_vec()).unwrap().replace("6227 0015 4123 0046 688", account).into_bytes()
}

const TABLES: [Case<'static>; 14] = [
    (
        case!("one-day.gb18030.csv"),
        &[
            "4000021029200123456 1000000.00 1001285.83",
            "4 2026-11-20 10:31:05 1234.56 重庆市渝北区张三通讯器材经营部 6217003760001234567 充值WLT0000000042",
            "5 2026-11-20 11:02:40 70.07 杭州禾木商贸有限公司 6222021202009998877 货款尾数",
            "6 2026-11-20 14:20:00 -18.80 工商银行手续费 - 账户管理费",
            "7 statement.no_movement 合计",
        ],
    ),
    (
        case!("saved-again-by-a-spreadsheet.gb18030.csv"),
        &[
            "4000021029200123456 1000000.00 1000342.50",
            "4 2026-11-05 09:31:05 310.00 杭州禾木商贸有限公司 6222021202009998877 货款",
            "5 2026-11-05 10:00:00 -10.00 工商银行手续费 - 手续费",
            "6 2026-11-20 00:04:10 40.00 成都锦里百货店 6228480469123450011 押金",
            "7 2026-11-20 10:02:40 2.50 成都锦里百货店 6228480469123450011 邮费",
            "8 statement.no_movement 合计",
        ],
    ),
    (case!("two-stray-quotes.gb18030.csv"), &["file.stray_quote a quote in row 5 stands where none may stand"]),
    (
        case!("total-in-a-name-last.csv"),
        &[
            "4000021029200123456 1000000.00 999929.70",
            "3 2026-11-20 - -12.00 City Grid 6214830100112233 Grid fee November",
            "4 2026-11-20 - -58.30 TotalEnergies 6214830100445566 TotalEnergies fuel card",
        ],
    ),
    (
        case!("total-in-a-name-in-the-middle.csv"),
        &[
            "4000021029200123456 1000000.00 999934.70",
            "3 2026-11-20 - -12.00 City Grid 6214830100112233 Grid fee November",
            "4 2026-11-20 - -58.30 TotalEnergies 6214830100445566 TotalEnergies fuel card",
            "5 2026-11-20 - 5.00 City Grid 6214830100112233 Deposit returned",
        ],
    ),
    (
        case!("ends-with-ctrl-z.gb18030.csv"),
        &[
            "4000021029200123456 1000000.00 1000015.00",
            "4 2026-11-20 09:31:05 15.00 杭州禾木商贸有限公司 6222021202009998877 货款",
            "5 statement.no_movement 合计",
        ],
    ),
    (
        case!("guard-marks.gb18030.csv"),
        &[
            "4000021029200123456 1000000.00 1050070.00",
            "4 2026-11-20 09:15:42 50000.00 恒信商业保理有限公司 31050161364000001234 放款 DRW2026112000000021",
            "5 2026-11-20 09:31:05 70.00 杭州禾木商贸有限公司 6222021202009998877 货款",
            "6 statement.no_movement 合计",
        ],
    ),
    (
        case!("unquoted-comma.gb18030.csv"),
        &[
            "4000021029200123456 1000000.00 ?",
            "4 2026-11-20 09:00:00 10.00 杭州禾木商贸有限公司 6222021202009998877 货款",
            "5 statement.too_many_cells 2026-11-20 | 09:30:00 | 贷 | 90.00 | 1000100.00 | HARBOUR TRADING CO. | LIMITED | 6222021202009998877 | 中国银行香港分行",
            "6 statement.no_movement 合计",
        ],
    ),
    (
        case!("negative-in-brackets.csv"),
        &[
            "4000021029200123456 -950.00 850.00",
            "3 2026-11-20 - -300.00 City Grid 6214830100112233 Supplies",
            "4 2026-11-20 - 100.00 City Grid 6214830100112233 Refund",
            "5 2026-11-20 - 2000.00 River Foods 6214830100778899 Deposit",
        ],
    ),
    (
        case!("chinese-dates.xlsx"),
        &[
            "4000021029200123456 1000000.00 1000066.00",
            "4 2026-11-20 09:31:05 66.60 杭州禾木商贸有限公司 6222021202009998877 货款",
            "5 2026-11-20 16:05:00 -0.60 工商银行手续费 - 手续费",
            "6 statement.no_movement 合计",
        ],
    ),
    (
        case!("dates-since-1904.xlsx"),
        &[
            "4000021029200123456 1000000.00 1000018.00",
            "4 2026-11-20 10:00:00 18.00 成都锦里百货店 6228480469123450011 押金",
            "5 statement.no_movement 合计",
        ],
    ),
    (
        case!("merged-dates.xlsx"),
        &[
            "4000021029200123456 1000000.00 ?",
            "4 2026-11-20 10:00:00 1.00 成都锦里百货店 6228480469123450011 甲",
            "5 statement.cell_missing 交易日期: ",
            "6 statement.cell_missing 交易日期: ",
        ],
    ),
    (
        case!("account-stored-as-number.xlsx"),
        &["file.digits_lost the number in row 4, column 7 has lost digits; store it as text"],
    ),
    (case!("two-encodings.csv"), &["file.encoding row 5 has bytes that are not valid gb18030"]),
];

#[test]
fn tables_of_banks_are_read_to_what_moved() {
    for ((name, bytes), expected) in TABLES {
        assert_eq!(told(bytes), expected, "{name}");
    }
}
