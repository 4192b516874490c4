//! Long files, whose lines are recorded in parts after the decision.

use std::fmt::Write as _;

use domain::{
    bank_movement::StatementRefusal, id::ImportId, import::ImportState, job::JobKind, matching::Direction, role::Role,
};
use services::{
    Error,
    bank::Banks,
    bank_movement::{self, MovementFacts, record_statement},
    end_of_day,
    error::Conflict,
    job::Outcome,
    worker::Worker,
};
use sqlx::AssertSqlSafe;
use time::macros::date;

use super::{RESERVE, agreed, fed, feed, preview, record_command};
use crate::{
    bank::{FakeBank, read_feeds},
    end_of_day::killed::{Process, until_death, until_gone},
    harness::{START, World},
};

/// How many lines a long file has: three parts.
const LONG: u64 = 1_200;
/// How much longer a process lives than the one before it.
const LONGER: u64 = 200;

/// A day of receipts of 1.00 each, of which every hundredth is for the first shop's wallet.
async fn table(world: &World, lines: u64) -> Vec<u8> {
    let (wallet, owner, account): (String, String, String) = sqlx::query_as(
        "select w.reference, a.bank_account_name, a.bank_account_no from wallets w join agents a on a.id = w.agent_id
         where a.id = $1",
    )
    .bind(world.agents[0].agent.0)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    let mut text = format!(
        "Account: {RESERVE}\nCurrency: CNY\nDate,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference"
    );
    for line in 1..=lines {
        let said = format!("货款第{line}笔");
        let (name, from, said) =
            if line % 100 == 0 { (&*owner, &*account, &*wallet) } else { ("某商户", "6217", said.as_str()) };
        write!(text, "\n2026-11-20,1.00,,{line}.00,{name},{from},{said},").unwrap();
    }
    text.into_bytes()
}

/// A line of that day as the feed tells it, with a number and without a balance.
fn told_by_feed(line: u64) -> MovementFacts {
    MovementFacts {
        booked_time: None,
        counterparty_name: "某商户".to_owned(),
        counterparty_account: "6217".to_owned(),
        ..fed(&format!("F{line}"), Direction::Credit, "1", &format!("货款第{line}笔"))
    }
}

async fn standing(world: &World, import: ImportId) -> (ImportState, Option<u64>) {
    let auditor = world.operator(Role::Auditor);
    let file = bank_movement::statement_file(&world.db, &auditor, import).await.unwrap();
    (file.state, file.recorded)
}

async fn decide(world: &World, import: ImportId) -> Result<(), Error<StatementRefusal>> {
    bank_movement::decide_statement(&world.db, &world.operator(Role::OperatorChecker), agreed(import)).await
}

/// A long file that was confirmed, and of which nothing is recorded; two of its lines the feed has told before.
async fn confirmed(world: &World) -> ImportId {
    feed(world, vec![told_by_feed(10), told_by_feed(710)]).await;
    let import = preview(world, "day.csv", &table(world, LONG).await).await.unwrap().file.import;
    decide(world, import).await.unwrap();
    assert_eq!(standing(world, import).await, (ImportState::Recording, Some(0)));
    assert_eq!(world.number("select count(*) from bank_movements").await, 2);
    import
}

/// Records what is left of a file, as far as a process lives. Gives whether that is all.
async fn record(world: &World, import: ImportId, life: u64) -> bool {
    let process = Process::begin(world, START.date(), life).await;
    let ended = until_death(record_statement(&process.db, import)).await;
    process.db.drain().await;
    until_gone(world).await;
    ended == Some(Outcome::Done)
}

/// A long file of which a part is recorded, and whose process was killed in the next one. Gives how many lines are recorded.
async fn begun(world: &World) -> (ImportId, i64) {
    let (import, mut life) = (confirmed(world).await, 0);
    loop {
        assert!(!record(world, import, life).await, "it was not killed");
        if let (ImportState::Recording, Some(recorded @ 1..)) = standing(world, import).await {
            return (import, i64::try_from(recorded).unwrap());
        }
        life += LONGER;
    }
}

/// All that a file leaves behind, but for what a process draws by chance.
async fn left_behind(world: &World) -> Vec<String> {
    let mut left = world.kept().await;
    for query in [
        "select l.place, l.outcome, l.detail, m.state, m.fed, m.amount_fen, m.balance_after_fen, m.bank_reference, m.matched_kind
         from statement_lines l left join bank_movements m on m.id = l.movement_id",
        "select count(*) from bank_movements",
        "select link, counts, findings from bank_statements",
        "select state, decision_note from imports",
        "select count(*) from statement_parts",
    ] {
        let rows = format!("select coalesce(string_agg(found::text, ' ' order by found::text), '') from ({query}) found");
        left.push(sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&world.owner).await.unwrap());
    }
    left
}

#[tokio::test]
async fn a_file_ends_the_same_wherever_the_process_that_records_it_is_killed() {
    let (whole, killed) = (World::new().await, World::new().await);
    let import = confirmed(&whole).await;
    let bank = FakeBank::silent();
    let worked = Worker::new(&whole.db, &Banks::one(&bank)).work_off(JobKind::RecordStatement).await.unwrap();
    assert_eq!(worked, [Outcome::Done]);
    assert_eq!(standing(&whole, import).await, (ImportState::Confirmed, None));
    assert_eq!(whole.number("select count(*) from jobs where kind = 'statement.record'").await, 0);

    let (import, recorded) = begun(&killed).await;
    assert!(recorded < i64::try_from(LONG).unwrap());
    let (mut life, mut kills) = (0, 0);
    while !record(&killed, import, life).await {
        (life, kills) = (life + LONGER, kills + 1);
    }
    assert!(kills >= 3, "{kills}");
    for (killed, whole) in left_behind(&killed).await.iter().zip(&left_behind(&whole).await) {
        assert_eq!(killed, whole);
    }
    assert_eq!(whole.number("select count(*) from bank_movements").await, 1_200);
    assert_eq!(whole.number("select count(*) from statement_lines where outcome = 'known'").await, 2);
    assert_eq!(whole.number("select sum(balance_fen)::bigint from wallets").await, 1_200);
    whole.finish().await;
    killed.finish().await;
}

#[tokio::test]
async fn a_date_is_closed_between_two_parts_of_a_file_and_the_rest_is_posted_on_the_next() {
    let world = World::new().await;
    let (import, recorded) = begun(&world).await;
    // The feed had told of one line that comes later.
    assert_eq!(world.number("select count(*) from bank_movements").await, recorded + 1);
    let next = end_of_day::close(&world.db, date!(2026 - 11 - 20)).await.unwrap();
    for verdict in services::verify::verify(&world.db, &world.system()).await.unwrap() {
        assert!(verdict.offending.is_empty(), "{}: {:#?}", verdict.name, verdict.offending);
    }
    assert_eq!(record_statement(&world.db, import).await, Outcome::Done);
    let on_the_first =
        "select count(*) from journals where event_kind = 'receipt.recorded' and posted_on = '2026-11-20'";
    let on_the_next = "select count(*) from journals where event_kind = 'receipt.recorded' and posted_on = '2026-11-21'
                       and value_on = '2026-11-20'";
    assert_eq!(next, date!(2026 - 11 - 21));
    assert_eq!(world.number(on_the_first).await, recorded + 1);
    assert_eq!(world.number(on_the_next).await, 1_199 - recorded);
    world.turn_to(date!(2026 - 11 - 22)).await;
    world.finish().await;
}

#[tokio::test]
async fn nobody_else_records_movements_of_an_account_while_a_file_of_it_is_under_way() {
    let world = World::new().await;
    let (import, _) = begun(&world).await;
    let other = preview(&world, "again.csv", &table(&world, 3).await).await.unwrap().file.import;
    let refused = decide(&world, other).await;
    assert!(matches!(refused, Err(Error::Refused(StatementRefusal::AnotherUnderWay))), "{refused:?}");
    let twice = decide(&world, import).await;
    assert!(matches!(twice, Err(Error::Refused(StatementRefusal::AlreadyDecided))), "{twice:?}");
    let line = fed("N1", Direction::Credit, "2", "新的一笔");
    let told = bank_movement::record(&world.db, &world.system(), record_command(vec![line.clone()])).await;
    assert!(matches!(told, Err(Error::Conflict(Conflict::Changed))), "{told:?}");
    let bank = FakeBank::silent().with_feed(vec![vec![line]]);
    assert_eq!(read_feeds(&world, &bank).await, 0);

    assert_eq!(record_statement(&world.db, import).await, Outcome::Done);
    assert_eq!(read_feeds(&world, &bank).await, 1, "it was not passed over");
    decide(&world, other).await.unwrap();
    assert_eq!(standing(&world, other).await.0, ImportState::Confirmed);
    assert_eq!(world.number("select count(*) from bank_movements").await, 1_201);
    world.finish().await;
}

#[tokio::test]
async fn five_hundred_lines_are_recorded_with_the_decision_and_one_more_are_not() {
    for (lines, state) in [(500, ImportState::Confirmed), (501, ImportState::Recording)] {
        let world = World::new().await;
        let import = preview(&world, "day.csv", &table(&world, lines).await).await.unwrap().file.import;
        decide(&world, import).await.unwrap();
        assert_eq!(standing(&world, import).await.0, state);
        world.finish().await;
    }
}
