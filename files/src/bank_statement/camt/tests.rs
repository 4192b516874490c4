use time::macros::date;

use super::*;

/// A message of a version with this content between the account and the end of its one statement.
fn message(version: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><BkToCstmrStmt><Stmt><Id>S1</Id>\n\
         <Acct><Id><Othr><Id>4000 0210 2920</Id></Othr></Id><Ccy>CNY</Ccy></Acct>{content}</Stmt></BkToCstmrStmt></Document>"
    )
}

fn entry(amount: &str, direction: &str, more: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"CNY\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-11-20</Dt></BookgDt>{more}</Ntry>"
    )
}

fn one(content: &str) -> Statement {
    read(message("08", content).as_bytes()).unwrap().remove(0)
}

fn refused(content: &str) -> Vec<(usize, &'static str, String)> {
    one(content).refused.into_iter().map(|line| (line.number, line.code, line.text)).collect()
}

fn error(text: &str) -> StatementError {
    read(text.as_bytes()).unwrap_err()
}

#[test]
fn versions_2_to_8_are_read_and_others_refused_by_name() {
    for version in 2..=8 {
        let statement = read(message(&format!("{version:02}"), "").as_bytes()).unwrap().remove(0);
        assert_eq!(statement.format, Format::Camt053 { version });
        assert_eq!(statement.account_no, "400002102920");
    }
    for version in ["01", "09", "10", "2", "008", "x"] {
        let error = error(&message(version, ""));
        assert_eq!(error, StatementError::Version { found: version.to_owned() });
        assert_eq!(error.code(), "statement.version");
    }
}

#[test]
fn another_message_is_refused_by_its_namespace() {
    let text = message("08", "").replace("camt.053", "camt.054");
    let namespace = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08".to_owned();
    assert_eq!(error(&text), StatementError::NotCamt053 { namespace });
    assert_eq!(error("<Document/>"), StatementError::NotCamt053 { namespace: "Document".to_owned() });
}

#[test]
fn a_prefix_for_the_namespace_changes_nothing_and_foreign_elements_are_not_entries() {
    let text = message("08", &entry("1.00", "CRDT", ""));
    let prefixed = text
        .replace("xmlns=", "xmlns:d=")
        .replace("</", "\u{1}")
        .replace("<?", "\u{2}")
        .replace('<', "<d:")
        .replace('\u{1}', "</d:")
        .replace('\u{2}', "<?");
    assert_eq!(read(prefixed.as_bytes()), read(text.as_bytes()));
    let foreign = entry("1.00", "CRDT", "").replace("<Ntry>", "<Ntry xmlns=\"urn:else\">");
    assert_eq!(one(&foreign).lines, vec![]);
}

#[test]
fn malformed_xml_is_refused_with_its_place() {
    let broken = message("08", "<Ntry><Amt></Ntry>");
    let place = |text: &str| match error(text) {
        StatementError::Xml { line, column, .. } => (line, column),
        other => panic!("{other:?}"),
    };
    let expected_column = broken.lines().nth(2).unwrap().find("</Ntry>").unwrap() + 1;
    assert_eq!(place(&broken), (3, expected_column));
    assert_eq!(place("<Document>\n<a>"), (2, 4));
    assert_eq!(place("<a/><b/>"), (1, 5));
    assert_eq!(place("<a/>\n text"), (1, 5));
    assert_eq!(place("<p:a/>"), (1, 1));
    assert_eq!(place("<a b='1' b='2'/>"), (1, 1));
    assert_eq!(error("<a>").code(), "statement.xml");
}

#[test]
fn document_types_and_entities_are_refused_and_the_five_known_ones_resolved() {
    let text = message("08", "").replace("<Document ", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document ");
    assert_eq!(error(&text), StatementError::DocumentType { line: 2 });
    assert_eq!(error(&message("08", "\n<X>&own;</X>")), StatementError::DocumentType { line: 4 });
    let details = "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>A &amp; B &lt;&#x7532;&#65;&gt;<![CDATA[<x>]]></Nm></Dbtr></RltdPties></TxDtls></NtryDtls>";
    let line = one(&entry("1.00", "CRDT", details)).lines.remove(0);
    assert_eq!(line.counterparty_name.as_deref(), Some("A & B <甲A><x>"));
    assert_eq!(error(&message("08", "<X>&#0;</X>")).code(), "statement.xml");
}

#[test]
fn nesting_and_size_are_bounded() {
    let deep = message("08", &format!("{}{}", "<a>".repeat(100), "</a>".repeat(100)));
    assert_eq!(error(&deep).code(), "statement.too_complex");
    let many = message("08", &"<a/>".repeat(1_000_001));
    assert_eq!(error(&many).code(), "statement.too_complex");
    let large = "<".repeat(MAX_FILE_BYTES + 1);
    assert_eq!(error(&large).code(), "file.too_large");
}

#[test]
fn the_declared_encoding_is_followed_strictly() {
    let details = "<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>𠮷田</Nm></Pty></Dbtr></RltdPties></TxDtls></NtryDtls>";
    let text = message("08", &entry("1.00", "CRDT", details)).replace("UTF-8", "GB18030");
    let encoded = encoding_rs::GB18030.encode(&text).0;
    let name = |bytes: &[u8]| read(bytes).unwrap().remove(0).lines.remove(0).counterparty_name;
    assert_eq!(name(&encoded).as_deref(), Some("𠮷田"));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(name(&[b"\xFF\xFE", wide.as_slice()].concat()).as_deref(), Some("𠮷田"));
    // The same bytes under a declaration of UTF-8 are an error, not nonsense.
    let lying = String::from_utf8_lossy(&encoded).replace("GB18030", "UTF-8");
    assert!(lying.contains('\u{fffd}'));
    let at = encoded.windows(7).position(|window| window == b"GB18030").unwrap();
    let relabelled = [&encoded[..at], b"UTF-8", &encoded[at + 7..]].concat();
    assert_eq!(read(&relabelled).unwrap_err().code(), "file.encoding");
}

#[test]
fn a_declaration_that_can_be_read_byte_by_byte_declares_no_wider_encoding() {
    let details =
        "<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>成都锦里百货店</Nm></Pty></Dbtr></RltdPties></TxDtls></NtryDtls>";
    let text = message("08", &entry("1.00", "CRDT", details));
    for declared in ["utf-16", "UTF-16LE", "utf-16be", "ucs-2", "utf-32"] {
        let statement = read(text.replace("UTF-8", declared).as_bytes()).unwrap().remove(0);
        assert_eq!(statement.lines[0].counterparty_name.as_deref(), Some("成都锦里百货店"), "{declared}");
    }
    for declared in ["GB2312", "gbk", "gb18030", "ISO-8859-1", "windows-1252"] {
        let lying = text.replace("UTF-8", declared);
        assert_eq!(read(lying.as_bytes()).unwrap_err().code(), "file.encoding", "{declared}");
    }
}

#[test]
fn an_account_that_is_none_refuses_its_entry_by_name() {
    let details = |account: &str| {
        format!(
            "<NtryDtls><TxDtls><RltdPties><DbtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls>"
        )
    };
    for (account, refused_as) in
        [("6.22202E+18", "statement.account_digits_lost"), ("6222****1234", "statement.account_unreadable")]
    {
        let expected = vec![(1, refused_as, format!("DbtrAcct: {account}"))];
        assert_eq!(refused(&entry("1.00", "CRDT", &details(account))), expected);
    }
    for (account, read) in [("NOTPROVIDED", None), ("6222 0202-0011", Some("622202020011"))] {
        let line = one(&entry("1.00", "CRDT", &details(account))).lines.remove(0);
        assert_eq!(line.counterparty_account.as_deref(), read);
    }
}

#[test]
fn a_reference_cut_over_two_lines_of_the_text_is_whole() {
    let purpose = |lines: &[&str]| {
        let lines: String = lines.iter().map(|line| format!("<Ustrd>{line}</Ustrd>")).collect();
        let details = format!("<NtryDtls><TxDtls><RmtInf>{lines}</RmtInf></TxDtls></NtryDtls>");
        one(&entry("1.00", "CRDT", &details)).lines.remove(0).remittance
    };
    for (lines, text) in [
        (
            vec!["放款 合同编号HX2026-0042 DRW202611200", "0000021 张三通讯"],
            "放款 合同编号HX2026-0042 DRW2026112000000021 张三通讯",
        ),
        (vec!["充值W", "LT0000000042"], "充值WLT0000000042"),
        (vec!["放款 DRW2026112000000021", "张三通讯"], "放款 DRW2026112000000021 张三通讯"),
        // Whole before the cut: digits behind it belong to something else.
        (vec!["DRW2026112000000021", "88"], "DRW2026112000000021 88"),
        (vec!["DRW2026112000000021", "PAY2026112000000003"], "DRW2026112000000021 PAY2026112000000003"),
        (vec!["DRW20261120", "订单17"], "DRW20261120 订单17"),
    ] {
        assert_eq!(purpose(&lines), text);
    }
}

#[test]
fn a_balance_in_another_currency_says_nothing_beside_one_in_the_account_s() {
    let balance = |currency: &str, amount: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd></Bal>"
        )
    };
    assert_eq!(one(&(balance("EUR", "1.00") + &balance("CNY", "7.00"))).closing_fen, Some(700));
}

#[test]
fn a_statement_without_an_account_is_refused() {
    let text = message("08", "").replace("4000 0210 2920", " ");
    assert_eq!(error(&text), StatementError::NoAccount { ordinal: 1 });
}

#[test]
fn each_wrong_entry_is_refused_with_its_code_and_the_right_ones_are_kept() {
    let good = entry("1.00", "CRDT", "");
    let change = |from: &str, to: &str| good.replace(from, to);
    let content = [
        good.clone(),
        change("BOOK", "PDNG"),
        change("BOOK", "<Cd>INFO</Cd>"),
        change("BOOK", "ODD"),
        change("<Sts>BOOK</Sts>", ""),
        change("1.00", "0.00"),
        change("1.00", "-1.00"),
        change("1.00", "1,00"),
        change("1.00", "1.001"),
        change("1.00", "99999999999999999999"),
        change("1.00", "100000000000.01"),
        change("CRDT", "BOTH"),
        change("2026-11-20", "2026-02-30"),
        change("2026-11-20", "20.11.2026"),
        change("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", ""),
        change(" Ccy=\"CNY\"", ""),
        change("</Ntry>", "<ValDt><Dt>soon</Dt></ValDt></Ntry>"),
        good.clone(),
    ]
    .concat();
    let statement = one(&content);
    let numbers: Vec<usize> = statement.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, vec![1, 18]);
    let reasons: Vec<(usize, &str)> = statement.refused.iter().map(|line| (line.number, line.code)).collect();
    assert_eq!(
        reasons,
        vec![
            (2, "statement.not_booked"),
            (3, "statement.not_booked"),
            (4, "statement.status_unreadable"),
            (5, "statement.status_unreadable"),
            (6, "statement.amount_not_positive"),
            (7, "statement.amount_not_positive"),
            (8, "statement.amount_unreadable"),
            (9, "statement.amount_finer_than_fen"),
            (10, "statement.amount_too_large"),
            (11, "statement.amount_too_large"),
            (12, "statement.direction_unreadable"),
            (13, "statement.date_unreadable"),
            (14, "statement.date_unreadable"),
            (15, "statement.date_unreadable"),
            (16, "statement.currency_unknown"),
            (17, "statement.date_unreadable"),
        ]
    );
    assert_eq!(statement.refused[0].text, "Sts: PDNG");
    assert_eq!(statement.refused[3].text, "Sts: —");
}

/// A transaction of a batch with an amount in the form of version 2 and a purpose.
fn transaction(amount: &str, purpose: &str) -> String {
    format!(
        "<TxDtls><Refs><AcctSvcrRef>R-{purpose}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
         <AmtDtls><TxAmt><Amt Ccy=\"CNY\">{amount}</Amt></TxAmt></AmtDtls>\
         <RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
    )
}

#[test]
fn a_batch_whose_amounts_make_up_the_entry_is_split() {
    let batch = format!(
        "<AcctSvcrRef>BATCH</AcctSvcrRef><NtryDtls>{}{}</NtryDtls>",
        transaction("1.25", "a"),
        transaction("2.75", "b")
    );
    let content = entry("4.00", "DBIT", &batch) + &entry("9.00", "CRDT", "");
    let lines: Vec<_> = one(&content)
        .lines
        .into_iter()
        .map(|line| (line.number, line.amount_fen, line.remittance, line.bank_reference, line.end_to_end_reference))
        .collect();
    let reference = |text: &str| Some(text.to_owned());
    assert_eq!(
        lines,
        vec![
            (1, 125, "a".to_owned(), reference("R-a"), None),
            (2, 275, "b".to_owned(), reference("R-b"), None),
            (3, 900, String::new(), None, None),
        ]
    );
}

#[test]
fn a_batch_that_does_not_add_up_stays_one_line_with_all_that_was_written() {
    let whole = |first: &str, second: &str| {
        let more = format!("<AcctSvcrRef>BATCH</AcctSvcrRef><NtryDtls>{first}</NtryDtls><NtryDtls>{second}</NtryDtls>");
        let lines = one(&entry("4.00", "DBIT", &more)).lines;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].amount_fen, lines[0].bank_reference.as_deref()), (400, Some("BATCH")));
        lines[0].remittance.clone()
    };
    let (a, b) = (transaction("1.25", "a"), transaction("2.75", "b"));
    assert_eq!(whole(&a, &transaction("2.74", "b")), "a; b");
    assert_eq!(whole(&a, &b.replace("CNY", "EUR")), "a; b");
    assert_eq!(whole(&a, &b.replace("<RmtInf>", "<CdtDbtInd>CRDT</CdtDbtInd><RmtInf>")), "a; b");
    assert_eq!(whole(&a, "<TxDtls/>"), "a");
    assert_eq!(whole(&a, &transaction("2.755", "b")), "a; b");
}

#[test]
fn the_counterparty_is_on_the_other_side_also_of_a_reversal() {
    let details = "<NtryDtls><TxDtls><RltdPties>\
        <Dbtr><Pty><Nm>payer</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE89 3704 0044 0532 0130 00</IBAN></Id></DbtrAcct>\
        <Cdtr><Nm>payee</Nm></Cdtr><CdtrAcct><Id><Othr><Id>62 22</Id></Othr></Id></CdtrAcct></RltdPties>\
        <RltdAgts><DbtrAgt><FinInstnId><BICFI>PAYRDE00</BICFI></FinInstnId></DbtrAgt>\
        <CdtrAgt><FinInstnId><BIC>OLDBIC</BIC><Nm>Bank</Nm></FinInstnId></CdtrAgt></RltdAgts></TxDtls></NtryDtls>";
    let reversal = format!("<RvslInd>true</RvslInd>{details}");
    let party = |content: &str| {
        let line = one(content).lines.remove(0);
        (line.counterparty_name, line.counterparty_account, line.counterparty_bank, line.reversal)
    };
    let own = |text: &str| Some(text.to_owned());
    let debtor = |reversal| (own("payer"), own("DE89370400440532013000"), own("PAYRDE00"), reversal);
    let creditor = |reversal| (own("payee"), own("6222"), own("Bank"), reversal);
    assert_eq!(party(&entry("1.00", "CRDT", details)), debtor(false));
    assert_eq!(party(&entry("1.00", "DBIT", details)), creditor(false));
    assert_eq!(party(&entry("1.00", "CRDT", &reversal)), creditor(true));
    assert_eq!(party(&entry("1.00", "DBIT", &reversal)), debtor(true));
}

#[test]
fn the_purpose_is_looked_for_from_the_payer_s_words_to_the_bank_s() {
    let purpose = |details: &str| one(&entry("1.00", "CRDT", details)).lines.remove(0).remittance;
    let note = "<AddtlNtryInf>bank's note</AddtlNtryInf>";
    let inside =
        |text: &str| format!("<NtryDtls><TxDtls>{text}<AddtlTxInf>more</AddtlTxInf></TxDtls></NtryDtls>{note}");
    let written = "<RmtInf><Ustrd>DRW1</Ustrd><Ustrd>DRW2</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>\
        <AddtlRmtInf>note</AddtlRmtInf></Strd></RmtInf>";
    assert_eq!(purpose(&inside(written)), "DRW1 DRW2 RF18 note");
    assert_eq!(purpose(&inside("")), "more");
    assert_eq!(purpose(note), "bank's note");
}

#[test]
fn balances_are_signed_and_one_that_cannot_be_read_is_reported() {
    let balance = |code: &str, amount: &str, direction: &str, currency: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{amount}</Amt>\
             <CdtDbtInd>{direction}</CdtDbtInd></Bal>"
        )
    };
    let ends = |content: &str| {
        let statement = one(content);
        (statement.opening_fen, statement.closing_fen)
    };
    let closing = balance("CLBD", "2.50", "CRDT", "CNY");
    assert_eq!(ends(&(balance("OPBD", "1.50", "DBIT", "CNY") + &closing)), (Some(-150), Some(250)));
    assert_eq!(ends(&(balance("PRCD", "1.50", "CRDT", "CNY") + &closing)), (Some(150), Some(250)));
    assert_eq!(ends(&balance("CLBD", "2700", "CRDT", "JPY")), (None, None));
    assert_eq!(
        refused(&(balance("OPBD", "1.505", "CRDT", "CNY") + &balance("CLBD", "1.50", "?", "CNY"))),
        vec![
            (0, "statement.amount_finer_than_fen", "Bal: 1.505".to_owned()),
            (0, "statement.direction_unreadable", "Bal: 1.50".to_owned()),
        ]
    );
    // Two that contradict each other are none; the same twice is one.
    let two = balance("OPBD", "1.50", "CRDT", "CNY") + &balance("OPBD", "9.00", "CRDT", "CNY") + &closing;
    assert_eq!(ends(&two), (None, Some(250)));
    assert_eq!(refused(&two), vec![(0, "statement.balance_unreadable", "Bal: 9.00".to_owned())]);
    assert_eq!(ends(&(closing.clone() + &closing)), (None, Some(250)));
    assert_eq!(refused(&(closing + &entry("1.00", "CRDT", ""))), vec![]);
}

#[test]
fn every_currency_counts_in_hundredths() {
    let yen = entry("2700", "CRDT", "").replace("CNY", "JPY");
    let line = one(&yen).lines.remove(0);
    assert_eq!((line.amount_fen, line.currency.as_deref()), (270_000, Some("JPY")));
}

#[test]
fn a_date_keeps_the_calendar_day_that_the_bank_wrote() {
    assert_eq!(date("2026-11-20"), Some(date!(2026 - 11 - 20)));
    assert_eq!(date("2026-11-20+08:00"), Some(date!(2026 - 11 - 20)));
    assert_eq!(date("2026-11-20T23:59:59.123Z"), Some(date!(2026 - 11 - 20)));
    assert_eq!(date("2026-11-201"), None);
    assert_eq!(date("2026-11-2"), None);
    assert_eq!(date("二〇二六年十一月"), None);
    assert_eq!(time_of_day("2026-11-20T13:15:00+01:00"), Time::from_hms(13, 15, 0).ok());
    assert_eq!(time_of_day("2026-11-20T25:15:00"), None);
}
