//! What a file says of itself, who confirms it, and what the bank's balance says of our books.

use domain::{
    Amount,
    bank_movement::{DayDifference, Difference, Finding, LineOutcome, Link, StatementRefusal},
    id::AccountId,
    import::ImportState,
    matching::Direction,
    role::Role,
};
use serde::Deserialize;
use services::{
    Error,
    bank_movement::{self, DecideStatementCommand, LineRequest, MovementFacts, ReserveBalance},
};
use time::macros::date;

use super::{ICBC, agreed, confirm, demonstration, fed, feed, import, known, preview};
use crate::harness::{World, yuan};

const HEAD: &str = "Account: 4000021029200123456\nCurrency: CNY\n\
                    Date,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference";

fn table(lines: &[&str]) -> Vec<u8> {
    std::iter::once(HEAD).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n").into_bytes()
}

/// A camt.053 statement of the reserve account: its balances and entries in yuan, a debit negative.
fn camt(account: &str, on: &str, (opening, closing): (&str, &str), entries: &[&str]) -> String {
    let side = |amount: &str| if amount.starts_with('-') { "DBIT" } else { "CRDT" };
    let bare = |amount: &str| amount.trim_start_matches('-').to_owned();
    let balance = |code: &str, amount: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{}</Amt>\
             <CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>",
            bare(amount),
            side(amount)
        )
    };
    let entry = |amount: &&str| {
        format!(
            "<Ntry><Amt Ccy=\"CNY\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{on}</Dt></BookgDt>\
             <AddtlNtryInf>{amount}</AddtlNtryInf></Ntry>",
            bare(amount),
            side(amount)
        )
    };
    format!(
        "<Stmt><Id>{on}</Id><FrToDt><FrDtTm>{on}T00:00:00</FrDtTm><ToDtTm>{on}T23:59:59</ToDtTm></FrToDt>\
         <Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>{}{}{}</Stmt>",
        balance("OPBD", opening),
        balance("CLBD", closing),
        entries.iter().map(entry).collect::<String>(),
    )
}

fn message(statements: &[String]) -> Vec<u8> {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>{}</BkToCstmrStmt></Document>",
        statements.concat()
    )
    .into_bytes()
}

/// The same of the reserve account, alone in a message.
pub fn ours(on: &str, balances: (&str, &str), entries: &[&str]) -> Vec<u8> {
    message(&[camt(super::RESERVE, on, balances, entries)])
}

async fn findings(world: &World, bytes: &[u8]) -> Vec<Finding> {
    preview(world, "a.xml", bytes).await.unwrap().file.statements.remove(0).findings
}

async fn balance(world: &World) -> ReserveBalance {
    bank_movement::reserve_balances(&world.db, &world.operator(Role::Auditor)).await.unwrap().remove(0)
}

#[tokio::test]
async fn what_a_file_s_own_balances_do_not_explain_is_told_before_anybody_confirms() {
    let world = World::new().await;
    let missing = |amount| vec![Finding::Unexplained { missing: yuan(amount) }];
    let day = "2026-11-20";
    assert_eq!(findings(&world, &ours(day, ("1000000.00", "1003800.00"), &["5000.00", "-1200.00"])).await, []);
    let short = ours(day, ("1000000.00", "1004800.00"), &["5000.00", "-1200.00"]);
    assert_eq!(findings(&world, &short).await, missing("1000"));
    let debit = ours(day, ("18.15", "-27.00"), &["8.85"]);
    assert_eq!(findings(&world, &debit).await, missing("-54"));
    let turned = ours(day, ("1000000.00", "1030120.00"), &["-30120.00"]);
    assert_eq!(findings(&world, &turned).await, missing("60240"));
    let far = ours("2016-11-20", ("0.00", "1.00"), &["1.00"]);
    let (first, last) = (date!(2016 - 11 - 20), date!(2016 - 11 - 20));
    assert_eq!(findings(&world, &far).await, [Finding::FarAway { lines: 1, first, last }]);
    assert_eq!(findings(&world, &table(&["2026-11-20,1.00,,,,,,"])).await, [Finding::NoBalances]);
    let unread = table(&["2026-11-20,\"1,5\",,101.00,,,,", "2026-11-20,1.00,,102.00,,,,"]);
    assert!(findings(&world, &unread).await.contains(&Finding::Unread { lines: 1 }));
    world.finish().await;
}

#[tokio::test]
async fn who_confirms_what_is_grave_says_why_and_the_books_say_it_until_it_is_mended() {
    let world = World::new().await;
    let short = ours("2026-11-20", ("0.00", "4800.00"), &["5000.00", "-1200.00"]);
    let report = preview(&world, "a.xml", &short).await.unwrap();
    let checker = world.operator(Role::OperatorChecker);
    let silent = DecideStatementCommand { note: String::new(), ..agreed(report.file.import) };
    let refused = bank_movement::decide_statement(&world.db, &checker, silent).await;
    assert!(matches!(refused, Err(Error::Refused(StatementRefusal::NoteMissing))), "{refused:?}");
    confirm(&world, report.file.import).await.unwrap();
    let seen = balance(&world).await;
    assert_eq!((seen.books, seen.bank.unwrap().unexplained), (yuan("3800"), yuan("-1000")));
    let file = bank_movement::statement_file(&world.db, &checker, report.file.import).await.unwrap();
    assert_eq!((seen.cash.is_some(), file.statements[0].cash), (true, seen.cash), "both lead to the same account");
    let broken = services::verify::verify(&world.db, &world.system()).await.unwrap();
    let broken: Vec<_> = broken.iter().filter(|verdict| !verdict.offending.is_empty()).map(|one| one.name).collect();
    assert_eq!(broken, ["a reserve account holds what its bank told last, but for what is listed"]);
    // The file that has the missing line mends it.
    import(&world, &ours("2026-11-20", ("0.00", "4800.00"), &["5000.00", "-1200.00", "1000.00"])).await;
    assert!(balance(&world).await.bank.unwrap().unexplained.is_zero());
    world.finish().await;
}

#[tokio::test]
async fn a_file_that_is_given_back_moves_nothing_and_stays_given_back() {
    let world = World::new().await;
    let report = preview(&world, "a.csv", ICBC).await.unwrap();
    let back = DecideStatementCommand { agree: false, ..agreed(report.file.import) };
    let silent = DecideStatementCommand { note: " ".to_owned(), ..back.clone() };
    let refused = bank_movement::decide_statement(&world.db, &world.operator(Role::OperatorChecker), silent).await;
    assert!(matches!(refused, Err(Error::Refused(StatementRefusal::NoteMissing))), "{refused:?}");
    let checker = world.operator(Role::OperatorChecker);
    bank_movement::decide_statement(&world.db, &checker, back).await.unwrap();
    let again = confirm(&world, report.file.import).await;
    assert!(matches!(again, Err(Error::Refused(StatementRefusal::AlreadyDecided))));
    let file = bank_movement::statement_file(&world.db, &checker, report.file.import).await.unwrap();
    assert_eq!((file.state, file.decision_note.as_str()), (ImportState::GivenBack, "已与银行核对"));
    assert_eq!(world.number("select count(*) from bank_movements").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn who_uploaded_a_file_cannot_confirm_it_in_another_role() {
    let world = World::new().await;
    let report = preview(&world, "a.csv", ICBC).await.unwrap();
    let hand_over = "update imports set uploaded_by = (select id from users where role = 'operator_checker' limit 1)";
    sqlx::query(hand_over).execute(&world.owner).await.unwrap();
    let refused = confirm(&world, report.file.import).await;
    assert!(matches!(refused, Err(Error::Refused(StatementRefusal::SamePerson))));
    let past_the_program = "update imports set decided_by = uploaded_by, state = 'confirmed'";
    assert_eq!(world.as_owner(past_the_program).await.as_deref(), Some("23514"), "the database itself refuses it");
    world.finish().await;
}

#[tokio::test]
async fn statements_join_each_other_or_leave_a_gap() {
    let world = World::new().await;
    let link = async |bytes: &[u8]| {
        let file = import(&world, bytes).await.file;
        let links = file.statements.iter().map(|statement| statement.link).collect::<Vec<_>>();
        (links, file.statements.into_iter().flat_map(|statement| statement.findings).collect::<Vec<_>>())
    };
    let first = ours("2026-11-17", ("100.00", "110.00"), &["10.00"]);
    assert_eq!(link(&first).await, (vec![Link::Start], vec![]));
    let next = message(&[
        camt(super::RESERVE, "2026-11-18", ("110.00", "115.00"), &["5.00"]),
        camt(super::RESERVE, "2026-11-19", ("115.00", "112.00"), &["-3.00"]),
    ]);
    assert_eq!(link(&next).await, (vec![Link::Follows; 2], vec![]));
    let seen = balance(&world).await;
    let bank = seen.bank.unwrap();
    assert_eq!((seen.books, bank.balance, bank.unexplained), (yuan("12"), yuan("112"), yuan("0")));
    assert_eq!(bank.explained.iter().map(|one| one.reason).collect::<Vec<_>>(), [Difference::Before]);
    // 20.00 moved on a day of which nobody told.
    let gap = ours("2026-11-20", ("132.00", "133.00"), &["1.00"]);
    let found = Finding::Gap { known: yuan("112"), opening: yuan("132") };
    let waiting = preview(&world, "a.xml", &gap).await.unwrap().file;
    assert_eq!((waiting.statements[0].link, &waiting.statements[0].findings), (Link::Gap, &vec![found]));
    let refused = confirm(&world, waiting.import).await;
    let missing = StatementRefusal::PredecessorMissing { gap: yuan("20") };
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal == missing));
    assert_eq!(balance(&world).await.bank.unwrap().balance, yuan("112"));
    // Of two statements of one day the one that was confirmed later is the later.
    world.set_now(world.now() + time::Duration::minutes(1));
    import(&world, &ours("2026-11-19", ("112.00", "132.00"), &["20.00"])).await;
    assert_eq!(confirm(&world, waiting.import).await.unwrap().file.statements[0].link, Link::Follows);
    assert!(balance(&world).await.bank.unwrap().unexplained.is_zero());
    world.finish().await;
}

/// Worked case 46, on which other people's software went wrong.
#[tokio::test]
async fn a_statement_whose_predecessor_is_missing_waits_and_the_days_close_all_the_same() {
    #[derive(Deserialize)]
    struct Case {
        given: Vec<Day>,
        expected: Vec<Expected>,
    }
    #[derive(Deserialize)]
    struct Day {
        day: String,
        #[serde(default)]
        opening: Amount,
        closing: Amount,
    }
    #[derive(Deserialize)]
    struct Expected {
        after: Option<Day>,
        confirmable: serde_json::Value,
        gap: Option<Amount>,
    }
    let file = |told: &Day| {
        let moved = told.closing.plus(told.opening.negated()).to_string();
        ours(&told.day, (&told.opening.to_string(), &told.closing.to_string()), &[&moved])
    };
    let text = include_str!("../../data/cases-commands/46-statement-with-a-missing-day.json");
    let case: Case = serde_json::from_str(text).unwrap();
    let [before, last] = &case.given[..] else { panic!("two are given") };
    let [at_first, later @ ..] = &case.expected[..] else { panic!("what is expected at first") };
    for asked in later {
        let world = World::new().await;
        world.turn_to(date!(2026 - 11 - 24)).await;
        import(&world, &file(before)).await;
        world.turn_to(date!(2026 - 11 - 26)).await;
        let waiting = preview(&world, "last.xml", &file(last)).await.unwrap().file;
        let found = waiting.statements[0].findings.iter().find_map(Finding::gap);
        assert_eq!((at_first.confirmable.as_bool(), at_first.gap), (Some(false), found));
        assert!(matches!(
            confirm(&world, waiting.import).await,
            Err(Error::Refused(StatementRefusal::PredecessorMissing { gap })) if Some(gap) == found
        ));
        let missing = asked.after.as_ref().unwrap();
        let between = preview(&world, "missing.xml", &file(missing)).await.unwrap().file;
        let mut confirmed = Vec::new();
        for (day, import) in [(&missing.day, between.import), (&last.day, waiting.import)] {
            match confirm(&world, import).await {
                Ok(_) => confirmed.push(day.as_str()),
                Err(Error::Refused(StatementRefusal::PredecessorMissing { gap })) => assert_eq!(Some(gap), asked.gap),
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(serde_json::json!(confirmed), asked.confirmable);
        assert_eq!(world.number("select count(*) from closed_days where business_date >= '2026-11-24'").await, 2);
        world.finish().await;
    }
}

#[tokio::test]
async fn the_end_of_a_day_is_explained_to_the_fen_or_says_how_much_is_not() {
    let world = World::new().await;
    import(&world, &ours("2026-11-18", ("100.00", "110.00"), &["10.00"])).await;
    import(&world, &ours("2026-11-19", ("110.00", "107.00"), &["-3.00"])).await;
    let cash = sqlx::query_scalar("select id from accounts where kind = 'reserve_cash'").fetch_one(&world.owner).await;
    let cash = AccountId(cash.unwrap());
    let day = async |on| bank_movement::reserve_day(&world.db, &world.operator(Role::Auditor), cash, on).await.unwrap();
    // Both statements were recorded a day or two after their movements.
    let first = day(Some(date!(2026 - 11 - 18))).await;
    let bank = first.bank.unwrap();
    assert_eq!((first.books, bank.balance, bank.unexplained), (yuan("0"), yuan("110"), yuan("0")));
    let explained = [(DayDifference::Before, 1, yuan("-100")), (DayDifference::BookedLater, 1, yuan("-10"))];
    let told: Vec<_> = bank.explained.iter().map(|one| (one.reason, one.count, one.amount)).collect();
    assert_eq!(told, explained);
    let yesterday = day(None).await;
    assert_eq!(yesterday.on, date!(2026 - 11 - 19));
    let bank = yesterday.bank.unwrap();
    assert_eq!((bank.balance, bank.unexplained, bank.lines.len()), (yuan("107"), yuan("0"), 2));
    let today = day(Some(date!(2026 - 11 - 20))).await;
    assert_eq!((today.books, today.unmatched, today.bank), (yuan("7"), yuan("7"), None));

    // 25.00 moved of which nobody told, until somebody does.
    let next = MovementFacts { balance_after: Some(yuan("133")), ..fed("F1", Direction::Credit, "1", "测试") };
    feed(&world, vec![next]).await;
    let open = day(Some(date!(2026 - 11 - 20))).await.bank.unwrap();
    assert_eq!((open.balance, open.unexplained), (yuan("133"), yuan("-25")));
    world.set_now(world.now() + time::Duration::minutes(1));
    import(&world, &ours("2026-11-19", ("107.00", "132.00"), &["25.00"])).await;
    assert!(day(Some(date!(2026 - 11 - 20))).await.bank.unwrap().unexplained.is_zero());
    let wallet = sqlx::query_scalar("select id from accounts where kind <> 'reserve_cash' limit 1");
    let wallet = AccountId(wallet.fetch_one(&world.owner).await.unwrap());
    let nothing = bank_movement::reserve_day(&world.db, &world.operator(Role::Auditor), wallet, None).await;
    assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
    let stranger = bank_movement::reserve_day(&world.db, &world.agent(1), cash, None).await;
    assert!(matches!(stranger, Err(Error::Forbidden)), "{stranger:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_difference_to_the_bank_s_balance_is_explained_line_by_line() {
    let world = World::new().await;
    demonstration(&world).await;
    let yesterday = MovementFacts {
        booked_on: date!(2026 - 11 - 19),
        balance_after: Some(yuan("1000000")),
        ..fed("F1", Direction::Credit, "7", "测试")
    };
    feed(&world, vec![yesterday]).await;
    import(&world, ICBC).await;
    let today = MovementFacts {
        booked_time: Some(time::macros::time!(08:00:00)),
        balance_after: Some(yuan("1000005")),
        ..fed("F2", Direction::Credit, "5", "早间")
    };
    feed(&world, vec![today]).await;
    // Whole days that do not have what the feed has, and the other way round, are no later and earlier.
    let bank = balance(&world).await.bank.unwrap();
    assert_eq!((bank.balance, bank.unexplained), (yuan("1278768.89"), yuan("0")));
    assert!(
        bank.lines.iter().any(|line| line.reason == Difference::Contradicted && line.amount == yuan("5")),
        "{:?}",
        bank.lines
    );
    // A part of the day connects in the middle, and says nothing of the whole.
    let part = table(&[
        "2026-11-20,8888.88,,1258888.88,重庆市渝北区张三通讯器材经营部,6217003760001234567,充值WLT0000000042,",
    ]);
    let report = import(&world, &part).await;
    assert_eq!((known(&report), report.file.statements[0].link), (1, Link::Part));
    assert!(balance(&world).await.bank.unwrap().unexplained.is_zero());
    world.finish().await;
}

/// A statement of 2026-11-20 of which every entry is for a top-up, as the feed's payment is.
fn top_ups(balances: (&str, &str), entries: &[&str]) -> Vec<u8> {
    let text = String::from_utf8(ours("2026-11-20", balances, entries)).unwrap();
    let text = entries.iter().fold(text, |text, amount| {
        text.replace(&format!("<AddtlNtryInf>{amount}</AddtlNtryInf>"), "<AddtlNtryInf>充值</AddtlNtryInf>")
    });
    text.into_bytes()
}

/// What the bank's feed tells of a payment of 97.08 after which there are 1,000,097.08.
fn fed_payment(number: &str) -> MovementFacts {
    MovementFacts {
        booked_time: Some(time::macros::time!(09:30:07)),
        balance_after: Some(yuan("1000097.08")),
        ..fed(number, Direction::Credit, "97.08", "充值")
    }
}

fn books(balance: &ReserveBalance) -> (Amount, Amount) {
    (balance.books, balance.bank.as_ref().unwrap().unexplained)
}

#[tokio::test]
async fn a_payment_that_the_feed_has_told_is_not_booked_again_for_another_time_or_number() {
    for other in [
        "<BookgDt><DtTm>2026-11-20T09:30:12+08:00</DtTm></BookgDt>",
        "<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>ZZ-9</AcctSvcrRef>",
    ] {
        let world = World::new().await;
        feed(&world, vec![fed_payment("F1")]).await;
        let file = String::from_utf8(top_ups(("1000000.00", "1000097.08"), &["97.08"])).unwrap();
        let file = file.replace("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", other);
        let report = import(&world, file.as_bytes()).await;
        assert_eq!(report.file.statements[0].counts.of(LineOutcome::Doubtful), 1, "{other}");
        assert_eq!(books(&balance(&world).await), (yuan("97.08"), yuan("0")));
        world.finish().await;
    }
}

#[tokio::test]
async fn a_statement_that_begins_where_another_ends_tells_of_other_payments_though_they_read_alike() {
    let world = World::new().await;
    let morning = ours("2026-11-20", ("1000.00", "1051.05"), &["50.05", "1.00"]);
    let evening = ours("2026-11-20", ("1051.05", "1103.10"), &["50.05", "2.00"]);
    import(&world, &morning).await;
    let report = import(&world, &evening).await;
    assert_eq!((known(&report), report.file.statements[0].link), (0, Link::Follows));
    assert_eq!(books(&balance(&world).await), (yuan("103.10"), yuan("0")));
    // Told again, alone or whole, nothing is new.
    for again in [morning, evening, ours("2026-11-20", ("1000.00", "1103.10"), &["50.05", "1.00", "50.05", "2.00"])] {
        let lines = import(&world, &again).await;
        assert_eq!(known(&lines), lines.lines.len());
    }
    // A day that comes back to where it began is told again by a file that begins there too.
    let even = ours("2026-11-19", ("900.00", "900.00"), &["7.00", "-7.00"]);
    import(&world, &even).await;
    assert_eq!(known(&import(&world, &even).await), 2);
    world.finish().await;
}

#[tokio::test]
async fn a_file_and_a_feed_that_both_tell_what_the_other_does_not_contradict_each_other() {
    let world = World::new().await;
    feed(&world, vec![fed_payment("F1")]).await;
    let other = top_ups(("1000000.00", "1000500.00"), &["500.00"]);
    assert_eq!(findings(&world, &other).await, [Finding::Contradicts { movements: 1, amount: yuan("97.08") }]);
    // A feed that is only behind, or ahead, does not.
    let ahead = top_ups(("1000000.00", "1000597.08"), &["97.08", "500.00"]);
    assert_eq!(findings(&world, &ahead).await, []);
    let later =
        MovementFacts { balance_after: Some(yuan("1000104.08")), ..fed("F2", Direction::Credit, "7", "晚间") };
    feed(&world, vec![later]).await;
    let behind = top_ups(("1000000.00", "1000097.08"), &["97.08"]);
    assert_eq!(findings(&world, &behind).await, []);
    import(&world, &behind).await;
    let bank = balance(&world).await.bank.unwrap();
    assert_eq!(
        (bank.balance, bank.import, bank.unexplained),
        (yuan("1000104.08"), None, yuan("0")),
        "the feed is later"
    );
    world.finish().await;
}

#[tokio::test]
async fn a_payment_that_another_source_books_a_day_later_leaves_a_gap_behind_it() {
    let world = World::new().await;
    feed(&world, vec![fed_payment("F1")]).await;
    let earlier = ours("2026-11-19", ("1000000.00", "1000097.08"), &["97.08"]);
    let gap = Finding::GapAfter { closing: yuan("1000097.08"), known: yuan("1000000") };
    assert_eq!(findings(&world, &earlier).await, [gap]);
    let right = ours("2026-11-19", ("999990.00", "1000000.00"), &["10.00"]);
    assert_eq!(findings(&world, &right).await, []);
    // Two statements of one file are held against each other, and the last against what is known.
    let both = message(&[
        camt(super::RESERVE, "2026-11-18", ("999980.00", "999990.00"), &["10.00"]),
        camt(super::RESERVE, "2026-11-19", ("999990.00", "1000000.00"), &["10.00"]),
    ]);
    assert_eq!(findings(&world, &both).await, []);
    // A part of a day of which the feed has told the rest.
    let told = |number, amount, balance, on| MovementFacts {
        booked_on: on,
        balance_after: Some(yuan(balance)),
        ..fed(number, Direction::Credit, amount, "货款")
    };
    let today = date!(2026 - 11 - 20);
    feed(&world, vec![told("F2", "1", "1000098.08", today), told("F3", "2", "1000100.08", today.next_day().unwrap())])
        .await;
    let morning = top_ups(("1000000.00", "1000097.08"), &["97.08"]);
    assert_eq!(findings(&world, &morning).await, []);
    world.finish().await;
}

#[tokio::test]
async fn a_balance_at_one_end_only_is_held_against_what_is_known() {
    let world = World::new().await;
    import(&world, &ours("2026-11-19", ("100.00", "110.00"), &["10.00"])).await;
    let opening = "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd>";
    let closing_only = |closing: &str| {
        let text = String::from_utf8(ours("2026-11-20", ("0.00", closing), &["5.00"])).unwrap();
        let begins = text.find(opening).unwrap();
        let ends = begins + text[begins..].find("</Bal>").unwrap() + "</Bal>".len();
        [&text[..begins], &text[ends..]].concat().into_bytes()
    };
    assert_eq!(findings(&world, &closing_only("115.00")).await, [Finding::OneBalance]);
    let gap = Finding::Gap { known: yuan("110"), opening: yuan("4999995") };
    assert_eq!(findings(&world, &closing_only("5000000.00")).await, [Finding::OneBalance, gap]);
    world.finish().await;
}

#[tokio::test]
async fn a_statement_of_somebody_else_s_account_is_left_out_and_named() {
    let world = World::new().await;
    let two = message(&[
        camt("4000021019200999999", "2026-11-20", ("0.00", "9999.00"), &["9999.00"]),
        camt(super::RESERVE, "2026-11-20", ("0.00", "45.00"), &["45.00"]),
    ]);
    let report = import(&world, &two).await;
    assert_eq!(report.file.statements[0].findings, [Finding::LeftOut]);
    assert_eq!(report.lines.len(), 1);
    assert_eq!(balance(&world).await.books, yuan("45"));
    world.finish().await;
}

#[tokio::test]
async fn lines_come_in_pages_and_by_what_becomes_of_them() {
    let world = World::new().await;
    demonstration(&world).await;
    let report = preview(&world, "a.csv", ICBC).await.unwrap();
    let auditor = world.operator(Role::Auditor);
    let wanted = |outcome| LineRequest { outcome: Some(outcome), after: None };
    let expected = [
        (LineOutcome::Draw, 2),
        (LineOutcome::Wallet, 1),
        (LineOutcome::Payout, 1),
        (LineOutcome::Break, 1),
        (LineOutcome::Unmatched, 1),
        (LineOutcome::Known, 0),
    ];
    for (outcome, count) in expected {
        let page =
            bank_movement::statement_lines(&world.db, &auditor, report.file.import, wanted(outcome)).await.unwrap();
        assert_eq!((page.lines.len(), page.next), (count, None), "{outcome:?}");
    }
    let many: Vec<String> = (1..=120).map(|line| format!("2026-11-20,1.00,,{line}.00,,,{line},")).collect();
    let many = table(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let report = preview(&world, "b.csv", &many).await.unwrap();
    let texts: Vec<String> = report.facts().into_iter().map(|facts| facts.remittance).collect();
    assert_eq!(texts, (1..=120).map(|line| line.to_string()).collect::<Vec<_>>());
    let first = bank_movement::statement_lines(&world.db, &auditor, report.file.import, LineRequest::default()).await;
    assert_eq!(first.unwrap().lines.len(), LineRequest::PAGE);
    world.finish().await;
}
