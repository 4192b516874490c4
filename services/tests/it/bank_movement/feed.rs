//! The bank's feed, money that comes too early, and differences.

use domain::{
    bank_movement::{Link, StatementRefusal},
    matching::{BreakKind, Direction},
    role::Role,
};
use services::{
    Error,
    bank_movement::{self, MovementFacts, MovementFilter, Recorded},
    draw::{self, AnswerDrawCommand, DrawAnswer, InstructDrawCommand},
};
use sqlx::{Connection, PgConnection};
use time::macros::time;

use super::{
    FUNDER_B, ICBC, Report, agreed, confirm, demonstration, fed, feed, import, known, outcomes, preview, renumber,
    sent_payout, six_outcomes, statement::ours,
};
use crate::{
    bank::{FakeBank, read_feeds},
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
};

/// The lines of a file as the feed tells them, each with a number.
fn numbered(report: &Report) -> Vec<MovementFacts> {
    let number = |(place, facts)| MovementFacts { bank_reference: Some(format!("B{place}")), ..facts };
    report.facts().into_iter().enumerate().map(number).collect()
}

#[tokio::test]
async fn a_fed_movement_and_the_statement_s_line_count_once_whichever_comes_first() {
    for feed_first in [true, false] {
        let world = World::new().await;
        demonstration(&world).await;
        let previewed = preview(&world, "a.csv", ICBC).await.unwrap();
        let lines = numbered(&previewed);
        let before = world.number("select count(*) from bank_movements").await;
        if feed_first {
            assert_eq!(feed(&world, lines.clone()).await, Recorded { new: 6, known: 0 });
            assert_eq!(known(&confirm(&world, previewed.file.import).await.unwrap()), 6);
        } else {
            assert_eq!(outcomes(&confirm(&world, previewed.file.import).await.unwrap()), six_outcomes());
            assert_eq!(feed(&world, lines.clone()).await, Recorded { new: 0, known: 6 });
        }
        assert_eq!(feed(&world, lines).await, Recorded { new: 0, known: 6 });
        assert_eq!(world.number("select count(*) from bank_movements").await, before + 6);
        assert_eq!(world.number("select count(*) from bank_movements where bank_reference like 'B%'").await, 6);
        world.finish().await;
    }
}

#[tokio::test]
async fn a_statement_behind_a_gap_waits_though_the_feed_has_told_of_its_own_day() {
    let world = World::new().await;
    import(&world, &ours("2026-11-18", ("100.00", "110.00"), &["10.00"])).await;
    // 22.00 moved on a day of which nobody told, and what the feed tells begins behind it.
    let morning = MovementFacts { balance_after: Some(yuan("133")), ..fed("F1", Direction::Credit, "1", "1.00") };
    let noon = MovementFacts {
        booked_time: Some(time!(12:00:00)),
        balance_after: Some(yuan("135")),
        ..fed("F2", Direction::Credit, "2", "2.00")
    };
    feed(&world, vec![morning, noon]).await;
    let (whole, part) = (["1.00", "2.00"], ["2.00"]);
    for (opening, entries, gap) in [("132.00", &whole[..], "22"), ("133.00", &part[..], "23")] {
        let waiting = preview(&world, "a.xml", &ours("2026-11-20", (opening, "135.00"), entries)).await.unwrap().file;
        assert_eq!(waiting.statements[0].link, Link::Gap, "{opening}");
        let refused = confirm(&world, waiting.import).await;
        let missing = StatementRefusal::PredecessorMissing { gap: yuan(gap) };
        assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal == missing), "{opening}");
    }
    import(&world, &ours("2026-11-19", ("110.00", "132.00"), &["22.00"])).await;
    for (opening, entries, link) in [("133.00", &part[..], Link::Part), ("132.00", &whole[..], Link::Follows)] {
        let told = import(&world, &ours("2026-11-20", (opening, "135.00"), entries)).await;
        assert_eq!((told.file.statements[0].link, known(&told)), (link, entries.len()), "{opening}");
    }
    world.finish().await;
}

#[tokio::test]
async fn money_that_comes_before_the_funder_accepts_is_matched_when_it_does() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let accepted = request(&world, 1, "10000").await.unwrap();
    let instructed = request(&world, 1, "20000").await.unwrap();
    for (number, requested, amount) in [("B1", &accepted, "10000"), ("B2", &instructed, "20000")] {
        feed(&world, vec![fed(number, Direction::Credit, amount, requested.reference.as_str())]).await;
    }
    let auditor = world.operator(Role::Auditor);
    let breaks = bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(breaks.iter().map(|row| row.kind).collect::<Vec<_>>(), [BreakKind::FundsOnly; 2]);
    let command = AnswerDrawCommand { draw: accepted.draw, answer: DrawAnswer::Accept };
    draw::answer_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await.unwrap();
    let row = draw::draw(&world.db, &world.agent(1), accepted.draw).await.unwrap();
    assert_eq!((row.funds, row.loan), (yuan("10000"), None));
    instruct(&world, accepted.draw, "10000").await.unwrap();
    instruct(&world, instructed.draw, "20000").await.unwrap();
    for requested in [accepted, instructed] {
        let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
        assert!(row.loan.is_some(), "{:?}", row.state);
    }
    assert!(
        bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, FIRST)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    assert_eq!(world.number("select count(*) from bank_movements where state = 'matched'").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn early_money_that_does_not_fit_becomes_the_break_that_it_is() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "10000").await.unwrap();
    let stranger = MovementFacts {
        counterparty_account: FUNDER_B.1.to_owned(),
        ..fed("B1", Direction::Credit, "10000", requested.reference.as_str())
    };
    let twice = |number| fed(number, Direction::Credit, "10000", requested.reference.as_str());
    feed(&world, vec![stranger, twice("B2"), twice("B3")]).await;
    instruct(&world, requested.draw, "10000").await.unwrap();
    let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert!(row.loan.is_some(), "{:?}", row.state);
    let breaks =
        bank_movement::breaks(&world.db, &world.operator(Role::Auditor), bank_movement::BreakFilter::All, FIRST)
            .await
            .unwrap()
            .rows;
    let mut kinds: Vec<&str> = breaks.iter().map(|row| row.kind.code()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["duplicate_funds", "payer_differs"]);
    world.finish().await;
}

#[tokio::test]
async fn what_names_a_thing_and_differs_is_a_break_of_its_kind() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let too_much = request(&world, 1, "10000").await.unwrap();
    let cancelled = request(&world, 1, "20000").await.unwrap();
    instruct(&world, too_much.draw, "10000").await.unwrap();
    draw::cancel_draw(&world.db, &world.agent(1), cancelled.draw).await.unwrap();
    let wallet: String = sqlx::query_scalar("select reference from wallets where agent_id = $1")
        .bind(world.agents[0].agent.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let sent = {
        world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
        let id = sent_payout(&world, 2, "100").await;
        renumber(&world, "payouts", id, "PAY2026112000000003").await;
        "PAY2026112000000003"
    };
    let lines = vec![
        fed("B1", Direction::Credit, "10000.01", too_much.reference.as_str()),
        fed("B2", Direction::Credit, "20000", cancelled.reference.as_str()),
        fed("B3", Direction::Credit, "5", &wallet),
        fed("B4", Direction::Debit, "99.99", sent),
        fed("B5", Direction::Debit, "7", "手续费"),
        fed("B6", Direction::Credit, "3", &format!("{wallet} {}", too_much.reference)),
    ];
    assert_eq!(feed(&world, lines).await, Recorded { new: 6, known: 0 });
    let breaks =
        bank_movement::breaks(&world.db, &world.operator(Role::Auditor), bank_movement::BreakFilter::All, FIRST)
            .await
            .unwrap()
            .rows;
    let mut kinds: Vec<&str> = breaks.iter().map(|row| row.kind.code()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["amount_differs", "late_after_cancel", "payer_differs", "unknown_payout"]);
    assert_eq!(world.number("select count(*) from bank_movements where state = 'unmatched'").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn the_feed_is_read_to_its_end_and_each_page_once() {
    let world = World::new().await;
    let lines = |range: std::ops::Range<u32>| {
        range.map(|number| fed(&format!("B{number}"), Direction::Credit, "1", "\0测试")).collect::<Vec<_>>()
    };
    let bank = FakeBank::accepting().with_feed(vec![lines(0..3), lines(2..5), vec![], lines(5..6)]);
    assert_eq!(read_feeds(&world, &bank).await, 6);
    assert_eq!(read_feeds(&world, &bank).await, 0);
    let cursor: String = sqlx::query_scalar("select cursor from bank_feeds").fetch_one(&world.owner).await.unwrap();
    assert_eq!(cursor, "4");
    // The cursor was lost: everything is told again and nothing recorded again.
    sqlx::query("update bank_feeds set cursor = ''").execute(&world.owner).await.unwrap();
    assert_eq!(read_feeds(&world, &bank).await, 0);
    assert_eq!(world.number("select count(*) from bank_movements").await, 6);
    let silent = FakeBank::silent();
    assert_eq!(read_feeds(&world, &silent).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn movements_are_listed_page_by_page_without_loss() {
    let world = World::new().await;
    let lines = (0..120).map(|number| fed(&format!("B{number}"), Direction::Credit, "1", "测试")).collect();
    feed(&world, lines).await;
    let auditor = world.operator(Role::Auditor);
    let (mut seen, mut filter) = (std::collections::BTreeSet::new(), MovementFilter::default());
    for rows in [50, 50, 20] {
        let page = bank_movement::movements(&world.db, &auditor, filter).await.unwrap();
        assert_eq!(page.rows.len(), rows);
        seen.extend(page.rows.iter().map(|row| row.id));
        filter.after = page.next;
    }
    assert_eq!((seen.len(), filter.after), (120, None));
    world.finish().await;
}

#[tokio::test]
async fn parts_make_a_draw_and_a_line_for_two_draws_is_left_to_people() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let parts = request(&world, 1, "10000").await.unwrap();
    let other = request(&world, 1, "5000").await.unwrap();
    instruct(&world, parts.draw, "10000").await.unwrap();
    instruct(&world, other.draw, "5000").await.unwrap();
    let part = |number, amount| fed(number, Direction::Credit, amount, parts.reference.as_str());
    feed(&world, vec![part("B1", "4000")]).await;
    let row = draw::draw(&world.db, &world.agent(1), parts.draw).await.unwrap();
    assert_eq!((row.funds, row.loan), (yuan("4000"), None));
    let both = fed("B2", Direction::Credit, "15000", &format!("{} {}", parts.reference, other.reference));
    feed(&world, vec![both, part("B3", "6000")]).await;
    let row = draw::draw(&world.db, &world.agent(1), parts.draw).await.unwrap();
    assert!(row.loan.is_some(), "{:?}", row.state);
    assert_eq!(world.number("select count(*) from bank_movements where state = 'unmatched'").await, 1);
    assert_eq!(world.number("select count(*) from bank_movements where state = 'matched'").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn funders_and_feed_at_once_credit_every_draw_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let mut draws = Vec::new();
    for _ in 0..12 {
        draws.push(request(&world, 1, "1000").await.unwrap());
    }
    let mut tasks = world.race().await;
    for (place, requested) in draws.into_iter().enumerate() {
        let (db, treasurer) = (world.db.clone(), world.funder_person('a', Role::FunderTreasurer));
        let line = fed(&format!("B{place}"), Direction::Credit, "1000", requested.reference.as_str());
        let (feed, command) = (world.db.clone(), super::record_command(vec![line]));
        let system = world.system();
        tasks.spawn(async move {
            let instruction = InstructDrawCommand {
                draw: requested.draw,
                amount: yuan("1000"),
                payment_reference: "JH-1".to_owned(),
            };
            draw::instruct_draw(&db, &treasurer, instruction).await.unwrap();
        });
        tasks.spawn(async move {
            bank_movement::record(&feed, &system, command).await.unwrap();
        });
    }
    tasks.join_all().await;
    assert_eq!(world.number("select count(*) from loans").await, 12);
    assert_eq!(world.number("select count(*) from breaks where state = 'open'").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_statement_and_the_feed_at_once_record_a_line_once() {
    let world = World::new().await;
    let (icbc, ..) = encoding_rs::GB18030.decode(ICBC);
    // Nothing that the lines name could hold the readings apart.
    let nameless = icbc.replace("DRW", "D").replace("WLT", "W").replace("PAY", "P");
    let previewed = preview(&world, "a.csv", nameless.as_bytes()).await.unwrap();
    // Nor do they wait for each other where the account's balance is kept, for the feed tells none.
    let silent = |facts: MovementFacts| MovementFacts { balance_after: None, ..facts };
    let lines: Vec<MovementFacts> = numbered(&previewed).into_iter().map(silent).collect();
    let mut imports = Vec::new();
    for _ in 0..6 {
        imports.push(preview(&world, "a.csv", nameless.as_bytes()).await.unwrap().file.import);
    }
    let mut tasks = world.race().await;
    for import in imports {
        let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
        tasks.spawn(async move {
            bank_movement::decide_statement(&db, &checker, agreed(import)).await.unwrap();
        });
        let (db, system, command) = (world.db.clone(), world.system(), super::record_command(lines.clone()));
        tasks.spawn(async move {
            bank_movement::record(&db, &system, command).await.unwrap();
        });
    }
    tasks.join_all().await;
    assert_eq!(world.number("select count(*) from bank_movements").await, 6);
    world.finish().await;
}

#[tokio::test]
async fn recordings_of_one_reserve_account_wait_for_each_other() {
    let world = World::new().await;
    let import = preview(&world, "a.csv", ICBC).await.unwrap().file.import;
    let mut other = PgConnection::connect(&world.url).await.unwrap();
    let recording = "begin; select pg_advisory_xact_lock(4053, hashtext(id::text)) from reserve_accounts";
    sqlx::raw_sql(recording).execute(&mut other).await.unwrap();
    let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
    let file = tokio::spawn(async move { bank_movement::decide_statement(&db, &checker, agreed(import)).await });
    let line = fed("B1", Direction::Credit, "1000", "");
    let (db, system, command) = (world.db.clone(), world.system(), super::record_command(vec![line]));
    let feed = tokio::spawn(async move { bank_movement::record(&db, &system, command).await });
    let waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4053 and not granted
                   and database = (select oid from pg_database where datname = current_database())";
    while world.number(waiting).await < 2 {
        assert!(!file.is_finished() && !feed.is_finished(), "one has not waited");
    }
    sqlx::raw_sql("commit").execute(&mut other).await.unwrap();
    file.await.unwrap().unwrap();
    feed.await.unwrap().unwrap();
    other.close().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn money_waits_for_the_funder_s_answer_that_is_under_way() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "1000").await.unwrap();
    let mut funder = PgConnection::connect(&world.url).await.unwrap();
    let accepted = format!(
        "begin; select id from wallets for update;
         update draws set state = 'awaiting', accepted_at = requested_at;
         insert into transitions (id, subject, from_state, to_state, actor, reason, recorded_at)
         select gen_random_uuid(), '{}', 'requested', 'awaiting', 'test', '', requested_at from draws",
        requested.draw
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(accepted)).execute(&mut funder).await.unwrap();
    let line = fed("B1", Direction::Credit, "1000", requested.reference.as_str());
    let (db, system, command) = (world.db.clone(), world.system(), super::record_command(vec![line]));
    let recording = tokio::spawn(async move { bank_movement::record(&db, &system, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !recording.is_finished() {}
    sqlx::raw_sql("commit").execute(&mut funder).await.unwrap();
    recording.await.unwrap().unwrap();
    assert_eq!(world.number("select funds_fen from draws").await, 100_000);
    assert_eq!(world.number("select count(*) from breaks").await, 0);
    funder.close().await.unwrap();
    world.finish().await;
}
