use super::*;

fn heading(word: &str) -> Heading {
    Heading(vec![word.to_owned()])
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn layout() -> Layout {
    Layout {
        name: "a bank".to_owned(),
        account: Place::Label(heading("账号")),
        currency: Place::Fixed("人民币".to_owned()),
        date: heading("交易日期"),
        date_order: DateOrder::YearFirst,
        time: None,
        amount: AmountColumns::Flagged {
            amount: heading("金额"),
            direction: heading("借贷"),
            credit_words: words(&["贷"]),
            debit_words: words(&["借"]),
        },
        status: None,
        balance: Some(heading("余额")),
        counterparty: Counterparty::default(),
        remittance: vec![heading("摘要"), heading("附言")],
        reference: None,
        end_of_table: words(&["合计"]),
    }
}

#[test]
fn a_layout_that_says_everything_once_may_be_used() {
    assert_eq!(layout().check(), Ok(()));
    assert_eq!(layout().headings().len(), 6);
    let sides = Counterparty::Sides {
        payer: PartyColumns { name: Some(heading("付款人")), account: None, bank: None },
        payee: PartyColumns { name: Some(heading("收款人")), account: None, bank: None },
    };
    assert_eq!(Layout { counterparty: sides, account: Place::Given, ..layout() }.check(), Ok(()));
}

#[test]
fn what_is_wrong_with_a_layout_is_named() {
    let flagged = |credit: &[&str], debit: &[&str]| AmountColumns::Flagged {
        amount: heading("金额"),
        direction: heading("借贷"),
        credit_words: words(credit),
        debit_words: words(debit),
    };
    let status = StatusColumn { heading: heading("状态"), booked: words(&["成功"]), not_booked: Vec::new() };
    let table = [
        (Layout { name: " ".to_owned(), ..layout() }, "layout.name_invalid"),
        (Layout { name: "名".repeat(WORD_LIMIT + 1), ..layout() }, "layout.name_invalid"),
        (Layout { date: Heading(Vec::new()), ..layout() }, "layout.heading_missing"),
        (Layout { date: heading(" \u{3000}"), ..layout() }, "layout.heading_missing"),
        (Layout { date: Heading(words(&["日期", " "])), ..layout() }, "layout.word_invalid"),
        (Layout { date: Heading(vec!["日期".to_owned(); WORDS_LIMIT + 1]), ..layout() }, "layout.word_invalid"),
        (Layout { time: Some(heading(&"时".repeat(WORD_LIMIT + 1))), ..layout() }, "layout.word_invalid"),
        (Layout { balance: Some(heading("交易 日期")), ..layout() }, "layout.heading_twice"),
        (Layout { account: Place::Column(heading("余额")), ..layout() }, "layout.heading_twice"),
        (Layout { amount: flagged(&[], &["借"]), ..layout() }, "layout.words_unclear"),
        (Layout { amount: flagged(&["收", "借"], &["借 "]), ..layout() }, "layout.words_unclear"),
        (Layout { status: Some(status), ..layout() }, "layout.words_unclear"),
        (Layout { account: Place::Fixed("x".to_owned()), ..layout() }, "layout.account_invalid"),
        (Layout { account: Place::Label(heading("")), ..layout() }, "layout.heading_missing"),
        (Layout { currency: Place::Fixed("比索".to_owned()), ..layout() }, "layout.currency_invalid"),
        (Layout { currency: Place::Given, ..layout() }, "layout.currency_invalid"),
        (Layout { end_of_table: vec!["合".repeat(WORD_LIMIT + 1)], ..layout() }, "layout.word_invalid"),
    ];
    for (layout, code) in table {
        assert_eq!(layout.check().unwrap_err().code(), code, "{layout:?}");
    }
}

#[test]
fn a_layout_survives_being_stored_and_an_unknown_word_in_it_is_refused() {
    let stored = serde_json::to_string(&layout()).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&stored).unwrap(), layout());
    assert!(serde_json::from_str::<Layout>(&stored.replace("\"name\"", "\"nmae\"")).is_err());
}

#[test]
fn currencies_are_known_by_code_and_by_word() {
    for (text, code) in [
        ("CNY", Some("CNY")),
        ("ＣＮＹ", Some("CNY")),
        ("人民币 元", Some("CNY")),
        ("Rmb", Some("CNY")),
        ("JPY", Some("JPY")),
        ("元", None),
        ("cny", None),
        ("", None),
        ("比索", None),
    ] {
        assert_eq!(currency_code(text).as_deref(), code, "{text}");
    }
}

#[test]
fn words_stand_between_bars() {
    let heading = Heading::between_bars(" 交易日期 | 记账日期｜|日期");
    assert_eq!(heading.0, ["交易日期", "记账日期", "日期"]);
    assert_eq!(heading.shown(), "交易日期 | 记账日期 | 日期");
    assert!(heading.is("记 账 日 期") && !heading.is("记账"));
}
