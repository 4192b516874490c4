use domain::{
    bank_layout::{AmountColumns, Counterparty, DateOrder, Heading, PartyColumns, Place, StatusColumn},
    matching::Direction,
};
use time::macros::{date, time};

use super::*;
use crate::{bank_statement::built_in, sheet};

const TITLE: &str = "账号:,4000021029200123456,,币种:,人民币\n";
const HEADER: &str = "交易日期,交易时间,借贷标志,交易金额,余额,对方户名,对方账号,对方开户行,附言\n";

fn read(text: &str, layout: &Layout) -> Result<Vec<Statement>, StatementError> {
    read_given(text, std::slice::from_ref(layout), None)
}

fn read_given(text: &str, layouts: &[Layout], given: Option<&str>) -> Result<Vec<Statement>, StatementError> {
    let mut table = Reader::new(layouts, given);
    sheet::each_row("a file", text.as_bytes(), |row| table.row(row)).unwrap();
    table.finish()
}

fn described(name: &str) -> Layout {
    built_in().into_iter().find(|layout| layout.name == name).unwrap()
}

/// The one statement of an ICBC table with these rows; the first of them is row 3.
fn icbc(rows: &str) -> Statement {
    read(&format!("{TITLE}{HEADER}{rows}"), &described("icbc")).unwrap().remove(0)
}

fn reasons(statement: &Statement) -> Vec<(usize, &'static str, &str)> {
    statement.refused.iter().map(|line| (line.number, line.code, line.text.as_str())).collect()
}

fn heading(word: &str) -> Heading {
    Heading(vec![word.to_owned()])
}

/// A layout of three columns and a fixed account, for what the built-in ones do not use.
fn small(amount: AmountColumns) -> Layout {
    Layout {
        name: "small".to_owned(),
        account: Place::Fixed("62 22".to_owned()),
        currency: Place::Fixed("RMB".to_owned()),
        date: heading("date"),
        date_order: DateOrder::YearFirst,
        time: None,
        amount,
        status: None,
        balance: None,
        counterparty: Counterparty::default(),
        remittance: Vec::new(),
        reference: None,
        end_of_table: Vec::new(),
    }
}

fn signed() -> Layout {
    small(AmountColumns::Signed { amount: heading("amount") })
}

#[test]
fn each_wrong_row_is_refused_with_its_code_and_the_right_ones_are_kept() {
    let statement = icbc(
        "2026-11-20,09:00:00,贷,1.00,,甲,62220202,乙行,x\n\
         2026-02-30,09:00:00,贷,1.00,,甲\n\
         ,09:00:00,贷,1.00,,甲\n\
         2026-11-20,9点,贷,1.00,,甲\n\
         2026-11-20,09:00:00,收,1.00,,甲\n\
         2026-11-20,09:00:00,,1.00,,甲\n\
         2026-11-20,09:00:00,借,,,甲\n\
         2026-11-20,09:00:00,借,0.00,,甲\n\
         2026-11-20,09:00:00,借,-5.00,,甲\n\
         2026-11-20,09:00:00,借,1.005,,甲\n\
         2026-11-20,09:00:00,借,一百,,甲\n\
         2026-11-20,09:00:00,借,99999999999999999999,,甲\n\
         2026-11-20,09:00:00,借,1.00,很多,甲\n\
         2026-11-20,09:00:00,借,1,200.00,1.00,甲,62220202,乙行,x\n\
         2026-11-20,09:00:00,借,100000000000.01,1.00,甲,62220202,乙行,x\n\
         2026-11-20,09:00:00,借,\"8,85\",1.00,甲,62220202,乙行,x\n\
         2026-11-20,09:00:00,借,1.00,1000000000000000.01,甲,62220202,乙行,x\n\
         2026-11-20,09:00:00,借,1.00,,甲,6222****1234,乙行,x\n\
         2026-11-20,09:00:00,借,1.00,,甲,6.22202E+18,乙行,x\n\
         2026-11-20,,借,2.00\n",
    );
    let numbers: Vec<usize> = statement.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, vec![3, 22]);
    assert_eq!(
        reasons(&statement),
        vec![
            (4, "statement.date_unreadable", "交易日期: 2026-02-30"),
            (5, "statement.cell_missing", "交易日期: "),
            (6, "statement.time_unreadable", "交易时间: 9点"),
            (7, "statement.direction_unreadable", "借贷标志: 收"),
            (8, "statement.cell_missing", "借贷标志: "),
            (9, "statement.cell_missing", "交易金额: "),
            (10, "statement.amount_not_positive", "交易金额: 0.00"),
            (11, "statement.amount_not_positive", "交易金额: -5.00"),
            (12, "statement.amount_finer_than_fen", "交易金额: 1.005"),
            (13, "statement.amount_unreadable", "交易金额: 一百"),
            (14, "statement.amount_too_large", "交易金额: 99999999999999999999"),
            (15, "statement.balance_unreadable", "余额: 很多"),
            (
                16,
                "statement.too_many_cells",
                "2026-11-20 | 09:00:00 | 借 | 1 | 200.00 | 1.00 | 甲 | 62220202 | 乙行 | x"
            ),
            (17, "statement.amount_too_large", "交易金额: 100000000000.01"),
            (18, "statement.amount_unreadable", "交易金额: 8,85"),
            (19, "statement.balance_unreadable", "余额: 1000000000000000.01"),
            (20, "statement.account_unreadable", "对方账号: 6222****1234"),
            (21, "statement.account_digits_lost", "对方账号: 6.22202E+18"),
        ]
    );
    assert_eq!(statement.lines[1].counterparty_name, None);
}

#[test]
fn decoration_and_full_width_forms_are_read() {
    let statement = icbc(
        "２０２６－１１－２０,０９：００：０１, 贷 ,\"￥１，２００．５０\",\"1,200.50\",甲,6222 0202 0011,乙,备注\n\
         20261121,090002,借,¥ 200.50,1 000.00,甲\n\
         2026年11月22日,,贷,1元,1001.00,甲\n",
    );
    assert_eq!(reasons(&statement), vec![]);
    let facts: Vec<_> =
        statement.lines.iter().map(|line| (line.booked_on, line.booked_at, line.direction, line.amount_fen)).collect();
    assert_eq!(
        facts,
        vec![
            (date!(2026 - 11 - 20), Some(time!(9:00:01)), Direction::Credit, 120_050),
            (date!(2026 - 11 - 21), Some(time!(9:00:02)), Direction::Debit, 20_050),
            (date!(2026 - 11 - 22), None, Direction::Credit, 100),
        ]
    );
    assert_eq!(statement.lines[0].counterparty_account.as_deref(), Some("622202020011"));
    assert_eq!((statement.opening_fen, statement.closing_fen), (Some(0), Some(100_100)));
    assert_eq!((statement.from_on, statement.to_on), (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 22))));
}

#[test]
fn balances_that_do_not_explain_the_lines_refuse_the_file_and_name_the_row() {
    let rows = "2026-11-20,,贷,5.00,15.00\n2026-11-20,,贷,5.00,20.00\n2026-11-20,,借,1.00,18.00\n";
    let error = read(&format!("{TITLE}{HEADER}{rows}"), &described("icbc")).unwrap_err();
    assert_eq!(error, StatementError::BalanceChain { row: 5, expected_fen: 1900, found_fen: 1800 });
    assert_eq!(error.code(), "statement.balance_chain");
}

#[test]
fn a_table_listed_from_the_latest_line_has_the_same_ends() {
    let statement = icbc("2026-11-21,,借,1.00,19.00\n2026-11-20,,贷,5.00,20.00\n2026-11-19,,贷,5.00,15.00\n");
    assert_eq!((statement.opening_fen, statement.closing_fen), (Some(1000), Some(1900)));
}

#[test]
fn the_total_ends_the_table_and_every_row_behind_it_is_listed() {
    let statement = icbc(&format!(
        "2026-11-20,,贷,5.00\n{HEADER}2026-11-20,,贷,6.00\n合计：2笔,,,11.00\n打印时间,2026-11-21\n2026-11-20,,贷,7.00\n"
    ));
    let passed_over: Vec<_> = statement.passed_over.iter().map(|row| (row.number, row.text.as_str())).collect();
    assert_eq!(passed_over, [(6, "合计：2笔 |  |  | 11.00"), (7, "打印时间 | 2026-11-21")]);
    let amounts: Vec<i64> = statement.lines.iter().map(|line| line.amount_fen).collect();
    assert_eq!(amounts, vec![500, 600]);
    assert_eq!(reasons(&statement), vec![(8, "statement.after_end", "2026-11-20 |  | 贷 | 7.00")]);
}

#[test]
fn a_row_with_a_date_and_an_amount_is_a_movement_whatever_it_is_called() {
    let text = "Account: 40000210,Currency: CNY\n\
        Description,Booking date,Reference,Counterparty,Counterparty account,Debit,Credit,Balance\n\
        TotalEnergies fuel,2026-11-20,R1,TotalEnergies,62148301,58.30,,941.70\n\
        Total,2026-11-20,R2,,,oops,,\n\
        Refund,2026-11-21,R3,TotalEnergies,62148301,,8.30,950.00\n\
        Total,,,,,58.30,8.30,\n";
    let statement = read(text, &described("english")).unwrap().remove(0);
    let signed: Vec<i64> = statement.lines.iter().map(Line::signed_fen).collect();
    assert_eq!((signed, statement.closing_fen), (vec![-5830, 830], Some(95_000)));
    assert_eq!(reasons(&statement), vec![(4, "statement.amount_unreadable", "Debit: oops")]);
    assert_eq!(statement.passed_over.iter().map(|row| row.number).collect::<Vec<_>>(), [6]);
}

#[test]
fn a_separator_inside_an_unquoted_cell_moves_no_column_unseen() {
    let good = "2026-11-20,09:00:00,贷,10.00,,甲公司,6222021202009998877,工行,货款\n";
    let moved = "2026-11-20,09:30:00,贷,90.00,,CO.,LIMITED,6222021202009998877,中行,\n";
    let digits = "2026-11-20,09:30:00,贷,90.00,,CO.,88880000,6222021202009998877,中行,\n";
    for bad in [moved, digits] {
        for rows in [format!("{good}{bad}"), format!("{bad}{good}"), bad.to_owned()] {
            let statement = icbc(&rows);
            assert_eq!(statement.lines.len(), rows.matches("甲公司").count(), "{rows}");
            assert_eq!(statement.refused.len(), 1, "{rows}");
        }
    }
    // A bank that ends every row with a separator has moved nothing.
    let ended = good.replace("货款", "货款,");
    assert_eq!(icbc(&ended.repeat(3)).lines.len(), 3);
}

#[test]
fn negative_numbers_may_stand_in_brackets() {
    let text = "date,amount\n2026-11-20,\"(1,000.00)\"\n2026-11-20,（5.00）\n2026-11-20,7.00-\n2026-11-20,-0.00\n";
    let statement = read(text, &signed()).unwrap().remove(0);
    assert_eq!(statement.lines.iter().map(Line::signed_fen).collect::<Vec<_>>(), [-100_000, -500, -700]);
    assert_eq!(reasons(&statement), vec![(5, "statement.amount_not_positive", "amount: -0.00")]);
}

#[test]
fn a_reference_cut_by_a_line_break_in_its_cell_is_whole() {
    let statement =
        icbc("2026-11-20,,贷,5.00,,甲,,,\"放款 DRW20261120\n00000021 张三\"\n2026-11-20,,贷,5.00,,甲,,,\"两\n行\"\n");
    let remittances: Vec<&str> = statement.lines.iter().map(|line| line.remittance.as_str()).collect();
    assert_eq!(remittances, ["放款 DRW2026112000000021 张三", "两 行"]);
}

#[test]
fn a_day_without_movements_is_still_a_statement() {
    let statement = icbc("合计\n");
    assert_eq!((statement.account_no.as_str(), statement.lines.len()), ("4000021029200123456", 0));
}

#[test]
fn account_and_currency_are_found_in_one_cell_or_the_next_and_refused_when_missing() {
    let with_title = |title: &str| read(&format!("{title}\n{HEADER}"), &described("icbc"));
    for title in ["账 号：4000 0210,币种：CNY", "币种,人民币,账号,,40000210", "户名:某,账号:40000210,币种:,ＣＮＹ"]
    {
        let statement = with_title(title).unwrap().remove(0);
        assert_eq!(
            (statement.account_no.as_str(), statement.currency.as_deref()),
            ("40000210", Some("CNY")),
            "{title}"
        );
    }
    assert_eq!(with_title("币种:,人民币"), Err(StatementError::NoAccount { ordinal: 1 }));
    assert_eq!(with_title("账号:,,户名:,某,币种:,人民币"), Err(StatementError::NoAccount { ordinal: 1 }));
    assert_eq!(with_title("账号:,40000210"), Err(StatementError::CurrencyUnknown { word: String::new() }));
    assert_eq!(
        with_title("账号:,40000210,币种:,比索"),
        Err(StatementError::CurrencyUnknown { word: "比索".to_owned() })
    );
}

#[test]
fn a_missing_or_doubled_heading_is_refused_by_name() {
    let missing = read(&format!("{TITLE}{}", HEADER.replace("余额,", "")), &described("icbc"));
    assert_eq!(missing, Err(StatementError::NoHeader { layout: "icbc".to_owned(), missing: vec!["余额".to_owned()] }));
    let twice = read(&format!("{TITLE}{}", HEADER.replace("附言", "附言,余 额")), &described("icbc"));
    assert_eq!(twice, Err(StatementError::HeaderTwice { row: 2, heading: "余额".to_owned() }));
}

#[test]
fn the_english_table_is_read() {
    let text = "Account number: 40 00,Currency: RMB\n\
        Booking Date,Description,Reference,Counterparty,Counterparty account,Debit,Credit,Balance\n\
        20 Nov 2026,DRW1,R1,Jiahe,62 22,,\"1,000.00\",\"1,500.00\"\n\
        2026/11/21,PAY1,R2,Jiahe,62 22,200.00,0.00,\"1,300.00\"\n\
        2026/11/21,odd,R3,,,1.00,1.00,\n\
        2026/11/21,odd,R4,,,-1.00,-,\n\
        2026/11/21,odd,R5,,,-,0.00,\n\
        2026/11/21,odd,R6,,,,,\n\
        Total,,,,,200.00,\"1,000.00\"\n";
    let statement = read(text, &described("english")).unwrap().remove(0);
    let facts: Vec<_> = statement
        .lines
        .iter()
        .map(|line| (line.booked_on, line.signed_fen(), line.bank_reference.as_deref()))
        .collect();
    assert_eq!(facts, vec![(date!(2026 - 11 - 20), 100_000, Some("R1")), (date!(2026 - 11 - 21), -20_000, Some("R2"))]);
    assert_eq!((statement.account_no.as_str(), statement.currency.as_deref()), ("4000", Some("CNY")));
    assert_eq!((statement.opening_fen, statement.closing_fen), (Some(50_000), None));
    assert_eq!(
        reasons(&statement),
        vec![
            (5, "statement.direction_unreadable", "Credit: 1.00 / 1.00"),
            (6, "statement.amount_not_positive", "Debit: -1.00"),
            (7, "statement.amount_not_positive", "Credit: 0.00"),
            (8, "statement.cell_missing", "Credit: "),
        ]
    );
}

#[test]
fn a_signed_column_tells_the_direction_by_the_sign() {
    let text = "date,amount\n2026-11-20,\"1,000.00\"\n2026-11-20,-5\n2026-11-20 13:00:01,+7\n2026-11-20,0\n";
    let statement = read(text, &signed()).unwrap().remove(0);
    let facts: Vec<_> = statement.lines.iter().map(|line| (line.signed_fen(), line.booked_at)).collect();
    assert_eq!(facts, vec![(100_000, None), (-500, None), (700, Some(time!(13:00:01)))]);
    assert_eq!(reasons(&statement), vec![(5, "statement.amount_not_positive", "amount: 0")]);
    assert_eq!((statement.account_no.as_str(), statement.currency.as_deref()), ("6222", Some("CNY")));
}

#[test]
fn an_account_column_gives_one_statement_per_account_and_currency() {
    let layout = Layout {
        account: Place::Column(heading("account")),
        currency: Place::Column(heading("currency")),
        balance: Some(heading("balance")),
        ..signed()
    };
    let text = "date,account,currency,amount,balance\n\
        2026-11-20,1111,CNY,1,11\n2026-11-20,2222,CNY,2,22\n2026-11-20,1111,EUR,3,33\n2026-11-20,1111,RMB,4,15\n\
        2026-11-20,,CNY,5\n2026-11-20,2222,元,6\n2026-11-20,1****2,CNY,6\n";
    let statements = read(text, &layout).unwrap();
    let facts: Vec<_> = statements
        .iter()
        .map(|statement| {
            let rows: Vec<usize> = statement.lines.iter().map(|line| line.number).collect();
            (statement.account_no.as_str(), statement.currency.as_deref(), rows, statement.closing_fen)
        })
        .collect();
    assert_eq!(
        facts,
        vec![
            ("1111", Some("CNY"), vec![2, 5], Some(1500)),
            ("2222", Some("CNY"), vec![3], Some(2200)),
            ("1111", Some("EUR"), vec![4], Some(3300)),
        ]
    );
    assert_eq!(
        reasons(&statements[0]),
        vec![
            (6, "statement.cell_missing", "account: "),
            (7, "statement.currency_unknown", "currency: 元"),
            (8, "statement.account_unreadable", "account: 1****2")
        ]
    );
    let nobody = "date,account,currency,amount,balance\n2026-11-20,,CNY,5\n";
    assert_eq!(read(nobody, &layout), Err(StatementError::NoStatement));
}

#[test]
fn whoever_brings_a_file_that_does_not_say_its_account_says_it() {
    let layout = Layout { account: Place::Given, ..signed() };
    let text = "date,amount\n2026-11-20,1.00\n";
    let read = |given| read_given(text, std::slice::from_ref(&layout), given);
    assert_eq!(read(Some("4000 0210")).unwrap()[0].account_no, "40000210");
    assert_eq!(read(None), Err(StatementError::NoAccount { ordinal: 1 }));

    // Likewise where the label is missing, or nothing stands behind it. What the file says itself is not overruled.
    let labelled = Layout { account: Place::Label(heading("account")), ..signed() };
    for (above, given, account_no) in [
        ("", Some("4000 0210"), Some("40000210")),
        ("account:\n", Some("4000 0210"), Some("40000210")),
        ("account: 31050161\n", Some("4000 0210"), Some("31050161")),
        ("account: 1****2\n", Some("4000 0210"), Some("1****2")),
        ("", None, None),
    ] {
        let read = read_given(&format!("{above}{text}"), std::slice::from_ref(&labelled), given);
        match account_no {
            Some(account_no) => assert_eq!(read.unwrap()[0].account_no, account_no, "{above}"),
            None => assert_eq!(read, Err(StatementError::NoAccount { ordinal: 1 }), "{above}"),
        }
    }
}

#[test]
fn of_several_layouts_that_fit_the_one_that_names_the_most_is_taken() {
    let wide = Layout { name: "wide".to_owned(), balance: Some(heading("balance")), ..signed() };
    let name = |text: &str| match read_given(text, &[signed(), wide.clone()], None).unwrap().remove(0).format {
        Format::Table { layout } => layout,
        other @ Format::Camt053 { .. } => panic!("{other:?}"),
    };
    assert_eq!(name("date,amount,balance\n2026-11-20,1.00,5.00\n"), "wide");
    assert_eq!(name("date,amount,rest\n2026-11-20,1.00,5.00\n"), "small");
}

#[test]
fn a_row_that_was_not_booked_is_no_movement_and_an_unknown_status_is_no_guess() {
    let status = StatusColumn {
        heading: heading("status"),
        booked: vec!["done".to_owned()],
        not_booked: vec!["closed".to_owned()],
    };
    let layout = Layout { status: Some(status), ..signed() };
    let text = "date,amount,status\n2026-11-20,1,Done\n2026-11-20,2,closed\n2026-11-20,3,odd\n2026-11-20,4,\n";
    let statement = read(text, &layout).unwrap().remove(0);
    assert_eq!(statement.lines.iter().map(Line::signed_fen).collect::<Vec<_>>(), [100]);
    assert_eq!(
        reasons(&statement),
        [
            (3, "statement.not_booked", "status: closed"),
            (4, "statement.status_unreadable", "status: odd"),
            (5, "statement.cell_missing", "status: "),
        ]
    );
}

#[test]
fn money_that_left_may_have_a_minus_in_a_column_of_its_own_and_then_has_to() {
    let (credit, debit) = (heading("in"), heading("out"));
    let layout = small(AmountColumns::Split { credit, debit, negative_debit: true });
    let text = "date,in,out\n2026-11-20,0,-1.50\n2026-11-20,2.00,0.00\n2026-11-20,,3.00\n2026-11-20,-4.00,\n";
    let statement = read(text, &layout).unwrap().remove(0);
    assert_eq!(statement.lines.iter().map(Line::signed_fen).collect::<Vec<_>>(), [-150, 200]);
    let wrong = "statement.amount_not_positive";
    assert_eq!(reasons(&statement), [(4, wrong, "out: 3.00"), (5, wrong, "in: -4.00")]);
}

#[test]
fn the_other_party_is_the_payer_of_money_that_came_and_the_payee_of_money_that_left() {
    let party = |name: &str| PartyColumns { name: Some(heading(name)), account: None, bank: None };
    let counterparty = Counterparty::Sides { payer: party("payer"), payee: party("payee") };
    let layout = Layout { counterparty, remittance: vec![heading("use"), heading("note")], ..signed() };
    let text = "date,amount,payer,payee,use,note\n\
        2026-11-20,1,甲,我们,货款,DRW1\n2026-11-20,-2,我们,乙,----,货款\n2026-11-20,-2,我们,乙,货款,货款\n";
    let statement = read(text, &layout).unwrap().remove(0);
    let told: Vec<_> =
        statement.lines.iter().map(|line| (line.counterparty_name.as_deref(), line.remittance.as_str())).collect();
    assert_eq!(told, [(Some("甲"), "货款 DRW1"), (Some("乙"), "货款"), (Some("乙"), "货款")]);
}
