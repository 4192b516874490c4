//! The reserve account: statements and feed, each movement once and in its place.

mod feed;
mod file;
mod files;
mod likeness;
mod owner;
mod parts;
mod reconciled;
mod statement;
mod unread;

use domain::{
    Amount, Reference,
    bank_movement::{LineOutcome, MovementState, StatementRefusal},
    id::{DrawId, ImportId, WalletId},
    import::{ImportKind, ImportState},
    matching::{BreakKind, Direction},
    role::Role,
};
use services::{
    Error,
    bank_movement::{self, LineRequest, MovementFacts, MovementFilter, Outcome, RecordCommand, Recorded, Told},
    draw::{self, InstructDrawCommand},
    party::{self, NewAgent, NewReserveAccount},
    payout,
    repayment::{self, QuoteCommand},
};
use time::macros::{date, time};

pub use file::{Report, agreed, confirm, import, known, outcomes, preview};

use crate::{
    bank::{FakeBank, send_payouts},
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
};

pub const ICBC: &[u8] = include_bytes!("../../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv");
pub const RESERVE: &str = "4000021029200123456";
pub const FUNDER_A: (&str, &str) = ("嘉禾小额贷款有限公司", "6222020200112233445");
const FUNDER_B: (&str, &str) = ("恒信商业保理有限公司", "31050161364000001234");

/// A line as the bank's feed tells it.
pub fn fed(number: &str, direction: Direction, amount: &str, remittance: &str) -> MovementFacts {
    MovementFacts {
        booked_on: date!(2026 - 11 - 20),
        booked_time: Some(time!(09:02:11)),
        direction,
        amount: yuan(amount),
        balance_after: None,
        counterparty_name: FUNDER_A.0.to_owned(),
        counterparty_account: FUNDER_A.1.to_owned(),
        counterparty_bank: String::new(),
        remittance: remittance.to_owned(),
        end_to_end_reference: None,
        bank_reference: Some(number.to_owned()),
        reversal: false,
        entry: None,
    }
}

async fn record(
    world: &World,
    context: &services::Context,
    lines: Vec<MovementFacts>,
) -> Result<Recorded, Error<services::error::Never>> {
    bank_movement::record(&world.db, context, record_command(lines)).await
}

pub fn record_command(lines: Vec<MovementFacts>) -> RecordCommand {
    RecordCommand { account_no: RESERVE.to_owned(), lines, unread: Vec::new(), cursor: None }
}

pub async fn feed(world: &World, lines: Vec<MovementFacts>) -> Recorded {
    record(world, &world.system(), lines).await.unwrap()
}

/// Gives a thing the number that the sample statement speaks of.
async fn renumber(world: &World, table: &str, id: uuid::Uuid, reference: &str) {
    let statement = format!("update {table} set reference = $2 where id = $1");
    sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).bind(reference).execute(&world.owner).await.unwrap();
}

/// Lets agent 2 borrow from funder B, whom the harness gives no lines.
async fn move_to_funder_b(world: &World, agent: usize) {
    for table in ["offers", "applications", "credit_lines"] {
        let statement = format!("update {table} set funder_id = $2 where agent_id = $1");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(world.agents[agent - 1].agent.0)
            .bind(world.funders[1].0)
            .execute(&world.owner)
            .await
            .unwrap();
    }
}

struct Demonstration {
    draw_a: DrawId,
    draw_b: DrawId,
    wallet: WalletId,
}

/// The last paragraph of the demonstration world: two draws that await their money, a wallet, a payout that was sent.
async fn demonstration(world: &World) -> Demonstration {
    for agent in 1..=3 {
        world.open_line(agent, yuan("500000"), bullet_terms(), &["30d"]).await;
    }
    move_to_funder_b(world, 2).await;
    let draw_a = request(world, 1, "200000").await.unwrap().draw;
    let draw_b = request(world, 2, "50000").await.unwrap().draw;
    instruct(world, draw_a, "200000").await.unwrap();
    let command = InstructDrawCommand { draw: draw_b, amount: yuan("50000"), payment_reference: "HX-1".to_owned() };
    draw::instruct_draw(&world.db, &world.funder_person('b', Role::FunderTreasurer), command).await.unwrap();
    renumber(world, "draws", draw_a.0, "DRW2026112000000017").await;
    renumber(world, "draws", draw_b.0, "DRW2026112000000021").await;
    let agent = NewAgent {
        number: "A0042".to_owned(),
        shop_name: "张三通讯".to_owned(),
        legal_person: "张三".to_owned(),
        licence_no: "915001120000000042".to_owned(),
        licence_expires_on: date!(2029 - 12 - 31),
        region: "重庆市".to_owned(),
        carrier: world.carrier,
        phone_masked: "138 **** 1402".to_owned(),
        bank_account_no: "6217003760001234567".to_owned(),
        bank_account_name: "重庆市渝北区张三通讯器材经营部".to_owned(),
        joined_on: date!(2023 - 01 - 01),
        wallet_number: Some(42),
    };
    let wallet = party::register_agent(&world.db, &world.system(), agent).await.unwrap().wallet;
    let payout = sent_payout(world, 3, "30120").await;
    renumber(world, "payouts", payout, "PAY2026112000000003").await;
    Demonstration { draw_a, draw_b, wallet }
}

/// A payout to funder A that the bank has accepted: a part of a loan that the agent repays.
pub async fn sent_payout(world: &World, agent: usize, amount: &str) -> uuid::Uuid {
    requested_payout(world, agent, amount).await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    sqlx::query_scalar("select id from payouts where state = 'sent'").fetch_one(&world.owner).await.unwrap()
}

pub async fn requested_payout(world: &World, agent: usize, amount: &str) {
    let requested = request(world, agent, "50000").await.unwrap();
    instruct(world, requested.draw, "50000").await.unwrap();
    world.record_receipt(requested.draw, yuan("50000")).await;
    let loan = draw::draw(&world.db, &world.agent(agent), requested.draw).await.unwrap().loan.unwrap();
    let choice = domain::repayment::RepaymentChoice::Part(yuan(amount));
    let quote = repayment::quote(&world.db, &world.agent(agent), QuoteCommand { loan, choice }).await.unwrap();
    repayment::repay(&world.db, &world.agent(agent), quote.id).await.unwrap();
    payout::drain_payables(&world.db).await.unwrap();
}

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

/// What the issue says of the six lines.
fn six_outcomes() -> [Outcome; 6] {
    let (draw_a, draw_b) = (reference("DRW2026112000000017"), reference("DRW2026112000000021"));
    [
        Outcome::Matched { reference: draw_a, credited: true },
        Outcome::Matched { reference: draw_b.clone(), credited: true },
        Outcome::Matched { reference: reference("WLT0000000042"), credited: false },
        Outcome::Matched { reference: reference("PAY2026112000000003"), credited: false },
        Outcome::Break { reason: BreakKind::DuplicateFunds, reference: Some(draw_b) },
        Outcome::Unmatched,
    ]
}

#[tokio::test]
async fn the_six_lines_of_the_sample_each_land_where_they_belong() {
    let world = World::new().await;
    let demonstration = demonstration(&world).await;
    let before = world.number("select count(*) from bank_movements").await;
    let previewed = preview(&world, "icbc-reserve-2026-11-20.gb18030.csv", ICBC).await.unwrap();
    assert_eq!((previewed.file.state, previewed.file.format.as_str()), (ImportState::Previewed, "icbc"));
    assert_eq!(outcomes(&previewed), six_outcomes());
    assert!(previewed.lines.iter().all(|line| line.movement.is_none()));
    assert_eq!(world.number("select count(*) from bank_movements").await, before, "a preview records nothing");
    assert_eq!(world.number("select count(*) from draws where funds_fen > 0 and state <> 'credited'").await, 0);

    let report = confirm(&world, previewed.file.import).await.unwrap();
    assert_eq!((report.file.state, report.file.decided_at), (ImportState::Confirmed, Some(world.now())));
    assert_eq!(outcomes(&report), six_outcomes());
    for draw in [demonstration.draw_a, demonstration.draw_b] {
        let row = draw::draw(&world.db, &world.operator(Role::Auditor), draw).await.unwrap();
        assert!(row.loan.is_some(), "{:?}", row.state);
    }
    let balance: i64 = sqlx::query_scalar("select balance_fen from wallets where id = $1")
        .bind(demonstration.wallet.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(Amount::from_fen(balance), yuan("8888.88"));
    assert_eq!(world.number("select count(*) from payouts where state = 'confirmed'").await, 1);

    let auditor = world.operator(Role::Auditor);
    let breaks = bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(breaks.len(), 1);
    assert_eq!(
        (breaks[0].kind, breaks[0].draw, breaks[0].amount),
        (BreakKind::DuplicateFunds, Some(demonstration.draw_b), yuan("50000"))
    );
    let filter = MovementFilter { state: Some(MovementState::Unmatched), ..MovementFilter::default() };
    let unmatched = bank_movement::movements(&world.db, &auditor, filter).await.unwrap();
    assert_eq!(unmatched.rows.len(), 1);
    assert_eq!(unmatched.rows[0].counterparty_name, "𠮷田(重庆)商贸");
    assert_eq!((unmatched.rows[0].amount, unmatched.rows[0].booked_time), (yuan("0.01"), Some(time!(16:33:59))));
    let filter = MovementFilter { import: Some(report.file.import), ..MovementFilter::default() };
    let all = bank_movement::movements(&world.db, &auditor, filter).await.unwrap();
    assert_eq!((all.rows.len(), all.next), (6, None));
    let named: Vec<_> =
        all.rows.iter().filter_map(|row| row.matched_reference.as_ref()).map(Reference::as_str).collect();
    let expected = ["PAY2026112000000003", "WLT0000000042", "DRW2026112000000021", "DRW2026112000000017"];
    assert_eq!(named, expected);
    world.finish().await;
}

#[tokio::test]
async fn the_same_statement_again_in_any_order_adds_nothing() {
    let world = World::new().await;
    demonstration(&world).await;
    import(&world, ICBC).await;
    let after = world.number("select count(*) * 1000 + (select count(*) from journals) from bank_movements").await;
    let again = import(&world, ICBC).await;
    assert_eq!(known(&again), 6);
    assert!(again.lines.iter().all(|line| line.movement.is_some() || line.passed_over));
    // Banks also list the latest line first; another encoding of the file is another file with the same lines.
    let (text, ..) = encoding_rs::GB18030.decode(ICBC);
    let lines: Vec<&str> = text.lines().collect();
    let reversed: Vec<&str> = lines[..3].iter().copied().chain(lines[3..9].iter().rev().copied()).collect();
    let reversed = import(&world, reversed.join("\n").as_bytes()).await;
    assert_eq!(known(&reversed), 6);
    let now = world.number("select count(*) * 1000 + (select count(*) from journals) from bank_movements").await;
    assert_eq!(now, after);
    world.finish().await;
}

#[tokio::test]
async fn eight_imports_of_one_statement_at_once_record_it_once() {
    let world = World::new().await;
    demonstration(&world).await;
    let before = world.number("select count(*) from bank_movements").await;
    let mut previews = Vec::new();
    for _ in 0..8 {
        previews.push(preview(&world, "statement.csv", ICBC).await.unwrap().file.import);
    }
    let mut tasks = world.race().await;
    for import in previews {
        let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
        tasks.spawn(async move {
            bank_movement::decide_statement(&db, &checker, agreed(import)).await.unwrap();
            import
        });
    }
    let mut all_known = Vec::new();
    for import in tasks.join_all().await {
        all_known.push(known(&Report::of(&world, import).await));
    }
    all_known.sort_unstable();
    assert_eq!(all_known, [0, 6, 6, 6, 6, 6, 6, 6]);
    assert_eq!(world.number("select count(*) from bank_movements").await, before + 6);
    world.finish().await;
}

#[tokio::test]
async fn a_preview_is_confirmed_once_and_decides_anew() {
    let world = World::new().await;
    demonstration(&world).await;
    let first = preview(&world, "a.csv", ICBC).await.unwrap();
    let second = preview(&world, "b.csv", ICBC).await.unwrap();
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let (db, checker, import) = (world.db.clone(), world.operator(Role::OperatorChecker), first.file.import);
        tasks.spawn(async move { bank_movement::decide_statement(&db, &checker, agreed(import)).await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let refused =
        |answer: &Result<(), _>| matches!(answer, Ok(()) | Err(Error::Refused(StatementRefusal::AlreadyDecided)));
    assert!(answers.iter().all(refused), "{answers:?}");
    assert_eq!(outcomes(&second), six_outcomes());
    assert_eq!(known(&confirm(&world, second.file.import).await.unwrap()), 6);
    let listed = bank_movement::imports(
        &world.db,
        &world.operator(Role::Auditor),
        ImportKind::BankStatement,
        bank_movement::ImportFilter::All,
        FIRST,
    )
    .await;
    assert_eq!(listed.unwrap().rows.iter().filter(|row| row.state == ImportState::Confirmed).count(), 2);
    world.finish().await;
}

/// The refusal of a file as its code and its facts.
async fn refusal(world: &World, bytes: &[u8]) -> (String, StatementRefusal) {
    match preview(world, "wrong", bytes).await {
        Err(Error::Refused(refusal)) => (refusal.code().to_owned(), refusal),
        other => panic!("{:?}", other.map(|report| report.file)),
    }
}

#[tokio::test]
async fn every_wrong_file_is_refused_with_its_reason() {
    let world = World::new().await;
    let (icbc, ..) = encoding_rs::GB18030.decode(ICBC);
    let other_account = icbc.replace(RESERVE, "4000021029200999999");
    let dollars = icbc.replace("人民币", "美元");
    let altered = icbc.replace("0.01", "0.02");
    for (bytes, code) in [
        (&b""[..], "file.empty"),
        (b"%PDF-1.7", "file.unsupported"),
        (b"\x00\x01\x02", "file.not_text"),
        ("代理商编号,月份\nA0001,2026-10\n".as_bytes(), "statement.no_header"),
        (b"<a><b></a>", "statement.xml"),
        (b"<a xmlns=\"urn:else\"/>", "statement.not_camt053"),
        (include_bytes!("../../../files/tests/data/statements/camt053.v2.wrong.xml"), "statement.none"),
        (include_bytes!("../../../files/tests/data/statements/camt053.v2.minimal.xml"), "statement.unknown_account"),
        (
            include_bytes!("../../../files/tests/data/statements/camt053.v2.five.decimals.xml"),
            "statement.unknown_account",
        ),
        (
            include_bytes!("../../../files/tests/data/statements/camt053.v2.multi.statement.xml"),
            "statement.unknown_account",
        ),
        (include_bytes!("../../../files/tests/data/statements/camt053.v4.xml"), "statement.unknown_account"),
        (include_bytes!("../../../files/tests/data/statements/camt053.v8.xml"), "statement.unknown_account"),
        (other_account.as_bytes(), "statement.unknown_account"),
        (dollars.as_bytes(), "statement.other_currency"),
        (altered.as_bytes(), "statement.balance_chain"),
    ] {
        let (found, refusal) = refusal(&world, bytes).await;
        assert_eq!(found, code, "{refusal:?}");
    }
    let (_, unknown) = refusal(&world, other_account.as_bytes()).await;
    assert_eq!(unknown, StatementRefusal::UnknownAccount { account_no: "4000021029200999999".to_owned() });
    assert_eq!(world.number("select count(*) from imports").await, 0);
    assert_eq!(world.number("select count(*) from audit where outcome = 'refused'").await, 16);
    world.finish().await;
}

#[tokio::test]
async fn a_statement_in_another_currency_names_the_account_and_both() {
    let world = World::new().await;
    let account_no = "NL26VAYB8060476890".to_owned();
    let account = NewReserveAccount {
        account_no: account_no.clone(),
        name: "备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "main".to_owned(),
        branch: String::new(),
    };
    party::register_reserve_account(&world.db, &world.system(), account).await.unwrap();
    let (_, found) =
        refusal(&world, include_bytes!("../../../files/tests/data/statements/camt053.v2.minimal.xml")).await;
    let (account_currency, statement_currency) = ("CNY".to_owned(), "EUR".to_owned());
    assert_eq!(found, StatementRefusal::OtherCurrency { account_no, account_currency, statement_currency });
    world.finish().await;
}

#[tokio::test]
async fn a_line_that_is_refused_stays_in_the_report_and_the_others_are_recorded() {
    let world = World::new().await;
    let account = NewReserveAccount {
        account_no: "NL26VAYB8060476890".to_owned(),
        name: "备付金".to_owned(),
        currency: "EUR".to_owned(),
        bank: "main".to_owned(),
        branch: String::new(),
    };
    party::register_reserve_account(&world.db, &world.system(), account).await.unwrap();
    let two = include_str!("../../../files/tests/data/statements/camt053.v2.multi.statement.xml")
        .replace(">8.85<", ">8.85555<");
    let report = import(&world, two.as_bytes()).await;
    let told: Vec<_> =
        report.lines.iter().map(|line| (line.statement, matches!(line.told, Told::Read { .. }))).collect();
    assert_eq!(told, [(0, false), (1, true)]);
    assert_eq!(known(&import(&world, two.as_bytes()).await), 1);
    let icbc = encoding_rs::GB18030.decode(ICBC).0.replace("0.01,\"1,278,768.89\"", "0.015,\"1,278,768.89\"");
    let report = import(&world, icbc.as_bytes()).await;
    assert_eq!(report.facts().len(), 5);
    assert_eq!(report.refused(), [(9, "statement.amount_finer_than_fen")]);
    // What was not read is missing in the books, and they say so.
    world.finish_but_for(&["a reserve account holds what its bank told last, but for what is listed"]).await;
}

#[tokio::test]
async fn one_person_uploads_another_one_confirms_and_only_the_institution_sees() {
    let world = World::new().await;
    let report = preview(&world, "a.csv", ICBC).await.unwrap();
    let command = agreed(report.file.import);
    let strangers = [
        world.agent(1),
        world.funder_person('a', Role::FunderTreasurer),
        world.partner('a'),
        world.operator(Role::OperatorChecker),
        world.operator(Role::Auditor),
        world.system(),
    ];
    for (place, stranger) in strangers.iter().enumerate() {
        let (db, institution) = (&world.db, (3..=4).contains(&place));
        let answer = bank_movement::preview_statement(db, stranger, "a.csv", ICBC.to_vec(), None).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{stranger:?}: {answer:?}");
        if place != 3 {
            let answer = bank_movement::decide_statement(db, stranger, command.clone()).await;
            assert!(matches!(answer, Err(Error::Forbidden)), "{stranger:?}: {answer:?}");
        }
        let seen = [
            bank_movement::statement_file(db, stranger, report.file.import).await.is_ok(),
            bank_movement::statement_lines(db, stranger, report.file.import, LineRequest::default()).await.is_ok(),
            bank_movement::imports(db, stranger, ImportKind::BankStatement, bank_movement::ImportFilter::All, FIRST)
                .await
                .is_ok(),
            bank_movement::movements(db, stranger, MovementFilter::default()).await.is_ok(),
            bank_movement::breaks(db, stranger, bank_movement::BreakFilter::All, FIRST).await.is_ok(),
        ];
        assert_eq!(seen, [institution; 5], "{stranger:?}");
    }
    let maker = bank_movement::decide_statement(&world.db, &world.operator(Role::OperatorMaker), command).await;
    assert!(matches!(maker, Err(Error::Forbidden)), "{maker:?}");
    let absent = confirm(&world, ImportId(uuid::Uuid::nil())).await;
    assert!(matches!(absent, Err(Error::NotFound)));
    let recorded = record(&world, &world.operator(Role::OperatorMaker), vec![]).await;
    assert!(matches!(recorded, Err(Error::Forbidden)), "{recorded:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_statement_of_many_lines_is_recorded_and_is_known_when_it_comes_again() {
    let world = World::new().await;
    let head = "Account: 4000021029200123456\nCurrency: CNY\n\
                Date,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference";
    let lines = (1..=5_000).map(|line| format!("2026-11-20,1.00,,{line}.00,某商户,6217,测试,"));
    let table = std::iter::once(head.to_owned()).chain(lines).collect::<Vec<_>>().join("\n");
    let report = import(&world, table.as_bytes()).await;
    assert_eq!(report.file.statements[0].counts.of(LineOutcome::Unmatched), 5_000);
    assert_eq!(outcomes(&report).len(), 5_000);
    assert_eq!(known(&import(&world, table.as_bytes()).await), 5_000);
    assert_eq!(world.number("select count(*) from bank_movements").await, 5_000);
    world.finish().await;
}
