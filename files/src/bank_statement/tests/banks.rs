//! A file of each bank in the form that its public readers describe, read by the layout of its name to exact movements.

use super::*;

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/statements/", $name)).as_slice()
    };
}

/// Each layout with its sample, and the account that whoever brings it says it is of.
type Sample = (&'static str, &'static [u8], Option<&'static str>);

/// The account and its ends, each line, and each refusal.
fn told_of((layout, bytes, given): Sample) -> Vec<String> {
    let mut statements = read("a file", bytes, &built_in(), given).unwrap();
    assert_eq!(statements.len(), 1, "{layout}");
    let statement = statements.remove(0);
    assert_eq!(statement.format, Format::Table { layout: layout.to_owned() });
    assert_eq!(statement.currency.as_deref(), Some("CNY"));
    let yuan = |fen: Option<i64>| fen.map_or("-".to_owned(), |fen| domain::Amount::from_fen(fen).to_string());
    let head = format!("{} {} {}", statement.account_no, yuan(statement.opening_fen), yuan(statement.closing_fen));
    let text = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    let lines = statement.lines.iter().map(|line| {
        let at = line.booked_at.map_or("-".to_owned(), |at| at.to_string());
        let amount = yuan(Some(line.signed_fen()));
        let (name, account) = (text(&line.counterparty_name), text(&line.counterparty_account));
        let (number, on, reference) = (line.number, line.booked_on, text(&line.bank_reference));
        format!("{number} {on} {at} {amount} {name} {account} {reference} [{}]", line.remittance)
    });
    let refused = statement.refused.iter().map(|row| format!("{} {} {}", row.number, row.code, row.text));
    std::iter::once(head).chain(lines).chain(refused).collect()
}

#[test]
fn the_largest_banks_are_read_to_the_fen() {
    let jiahe = "嘉禾小额贷款有限公司 6222020200112233445";
    let zhang = "重庆市渝北区张三通讯器材经营部 6217003760001234567";
    let cases: [(Sample, Vec<String>); 5] = [
        (
            ("icbc_history", sample!("icbc-history.gb18030.csv"), None),
            vec![
                "4000021029200123456 1000000.00 1170869.20".to_owned(),
                "8 2026-11-20 - -18.80 - - - [手续费 对公跨行]".to_owned(),
                format!("9 2026-11-20 - -30120.00 {jiahe} - [代付 PAY2026112000000003 网上银行]"),
                format!("10 2026-11-19 - 200000.00 {jiahe} - [他行汇入 放款 DRW2026112000000017]"),
                format!("11 2026-11-19 - 1008.00 {zhang} - [跨行汇款 充值WLT0000000042]"),
            ],
        ),
        (
            ("ccb", sample!("ccb.gb18030.csv"), None),
            vec![
                "50050103360000001234 500000.00 678763.88".to_owned(),
                format!("2 2026-11-20 9:02:11.0 200000.00 {jiahe} 81-50050K1A0001 [转账存入 放款 DRW2026112000000017]"),
                format!("3 2026-11-20 10:40:03.0 8888.88 {zhang} 82-50050K1A0002 [电子汇入 充值WLT0000000042]"),
                format!("4 2026-11-20 11:20:30.0 -30120.00 {jiahe} 83-50050K1A0003 [代付 PAY2026112000000003]"),
                "5 2026-11-21 0:00:07.0 -5.00 - - 84-50050K1A0004 [收费 账户管理费]".to_owned(),
            ],
        ),
        (
            ("abc", sample!("abc.csv"), None),
            vec![
                "103801040012345 100000.00 -".to_owned(),
                "4 2026-11-20 9:02:11.0 200000.00 嘉禾小额贷款有限公司 - 369396693 [转存 放款 DRW2026112000000017]"
                    .to_owned(),
                "5 2026-11-20 11:20:30.0 -30120.00 嘉禾小额贷款有限公司 - 369333999 [代付 PAY2026112000000003]"
                    .to_owned(),
                "6 2026-11-21 - 12.34 - - 000000000 [结息]".to_owned(),
                "7 statement.amount_not_positive 交易金额: +0.00".to_owned(),
            ],
        ),
        (
            ("boc", sample!("boc.gb18030.csv"), None),
            vec![
                "108865432109 200000.00 378768.88".to_owned(),
                format!("8 2026-11-20 9:02:11.0 200000.00 {jiahe} 4471263345 [放款 DRW2026112000000017]"),
                format!("9 2026-11-20 10:40:03.0 8888.88 {zhang} 4471263388 [充值WLT0000000042]"),
                format!("10 2026-11-20 11:20:30.0 -30120.00 {jiahe} 4471263412 [代付 PAY2026112000000003]"),
            ],
        ),
        (
            ("bocom", sample!("bocom.csv"), None),
            vec![
                "500110018018000012345 50000.00 219881.23".to_owned(),
                format!("4 2026-11-20 9:02:11.0 200000.00 {jiahe} - [跨行汇入 放款 DRW2026112000000017]"),
                format!("5 2026-11-20 11:20:30.0 -30120.00 {jiahe} - [企业代付 PAY2026112000000003]"),
                "6 2026-11-20 23:59:59.0 1.23 - - - [存款利息]".to_owned(),
            ],
        ),
    ];
    for (sample, expected) in cases {
        assert_eq!(told_of(sample), expected, "{}", sample.0);
    }
}

/// What neither came nor left by the bill itself, or was not booked, is left out and named.
#[test]
fn bills_of_alipay_and_wechat_are_read_to_the_fen() {
    let cases: [(Sample, &[&str]); 4] = [
        (
            ("alipay", sample!("alipay.gb18030.csv"), None),
            &[
                "20880512402512820156 - -",
                "6 2026-11-20 10:40:03.0 8888.88 张三(san***@example.com) - 5116032541422001 [充值WLT0000000042]",
                "7 2026-11-20 10:40:03.0 -53.33 支付宝（中国）网络技术有限公司 - 5116032541422002 [服务费]",
                "8 2026-11-20 18:00:00.0 -10000.00 联融支付有限公司 - 5116032541422003 [转入备付金]",
            ],
        ),
        (
            ("alipay_bill", sample!("alipay-bill.gb18030.csv"), None),
            &[
                "20880512402512820156 - -",
                "14 2026-11-20 10:40:03.0 8888.88 张三通讯 - 2026112022001401 [充值WLT0000000042]",
                "17 2026-11-20 18:30:00.0 -49.74 某文具店 - 2026112022001404 [打印纸]",
                "15 statement.not_booked 交易状态: 交易关闭",
                "16 statement.direction_unreadable 收/支: 不计收支",
            ],
        ),
        (
            ("wechat", sample!("wechat.csv"), Some("1601959334")),
            &[
                "1601959334 10000.00 18735.55",
                "2 2026-11-20 10:40:03.0 8888.88 - - 5030080696202611200001 [交易 WLT0000000042 充值]",
                "3 2026-11-20 10:40:03.0 -53.33 - - 5030080696202611200002 [扣除交易手续费 WLT0000000042]",
                "4 2026-11-20 14:00:45.0 -100.00 - - 5030080696202611200003 \
                 [退款 S20261120140045 退款总金额100.00元;含手续费0.00元]",
            ],
        ),
        (
            ("wechat_bill", sample!("wechat-bill.csv"), Some("1601959334")),
            &[
                "1601959334 - -",
                "9 2026-11-20 10:40:03.0 8888.88 张三通讯 - 3985734001 [收款方备注:充值WLT0000000042]",
                "10 2026-11-20 12:45:27.0 -28.16 某餐厅 - 3985734002 [工作餐]",
                "11 statement.direction_unreadable 收/支: /",
                "12 statement.not_booked 当前状态: 待领取",
            ],
        ),
    ];
    for (sample, expected) in cases {
        assert_eq!(told_of(sample), expected, "{}", sample.0);
    }
}

#[test]
fn a_file_that_does_not_say_its_account_is_nobody_s_until_somebody_says_it() {
    let bytes = sample!("wechat.csv");
    let error = read("a file", bytes, &built_in(), None).unwrap_err();
    assert_eq!(error, StatementError::NoAccount { ordinal: 1 });
}
