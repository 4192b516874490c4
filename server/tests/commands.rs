//! What `lianrong` does when it is asked from a shell: what it prints, and how it ends.

#[path = "../../services/tests/it/harness.rs"]
#[expect(dead_code, reason = "the harness serves the tests of every concept, and these need a part of it")]
mod harness;
#[path = "commands/killed.rs"]
mod killed;

use std::process::{Command, Output};

use harness::World;
use services::business_day::{business_date, open_first_day};
use time::{Date, Duration, OffsetDateTime};

fn command(world: &World, demonstration: bool, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianrong"));
    command
        .args(arguments)
        .env("DATABASE_URL", &world.url)
        .env("LIANRONG_DEMONSTRATION", demonstration.to_string())
        .env("RUST_LOG", "error");
    command
}

fn lianrong(world: &World, demonstration: bool, arguments: &[&str]) -> Output {
    command(world, demonstration, arguments).output().unwrap()
}

/// The lines that it prints, where it ends well.
fn told(output: &Output) -> Vec<&str> {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    std::str::from_utf8(&output.stdout).unwrap().lines().collect()
}

/// Its exit code and what it complains of, where it has done nothing.
fn refused(output: &Output) -> (Option<i32>, String) {
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).trim_end().to_owned())
}

/// What is printed when the dates from one to before another are closed.
fn closes(from: Date, open: Date) -> Vec<String> {
    let days = std::iter::successors(Some(from), |day| day.next_day()).take_while(|day| *day < open);
    days.map(|day| format!("{day} is closed, {} is open", day.next_day().unwrap())).collect()
}

async fn closed(world: &World) -> i64 {
    world.number("select count(*) from closed_days").await
}

#[tokio::test]
async fn end_of_day_closes_what_was_missed_in_order_and_nothing_that_is_not_over() {
    let world = World::new().await;
    let query = sqlx::query_scalar::<_, OffsetDateTime>("select clock_timestamp()");
    let today = domain::calendar::date_in_china(query.fetch_one(&world.owner).await.unwrap());
    let first = today - Duration::days(3);
    open_first_day(&world.db, &world.system(), first).await.unwrap();

    let ahead = (today + Duration::days(2)).to_string();
    let early = lianrong(&world, false, &["end-of-day", "--until", &ahead]);
    assert_eq!(refused(&early), (Some(1), "Error: \"nothing was closed: the day is not over\"".to_owned()));
    assert_eq!(closed(&world).await, 0);
    let (code, complaint) = refused(&lianrong(&world, false, &["end-of-day", "--until", "yesterday"]));
    assert!(code == Some(2) && complaint.contains("--until"), "{code:?} {complaint}");

    let second = first.next_day().unwrap();
    let one = lianrong(&world, false, &["end-of-day", "--until", &first.to_string()]);
    let done = format!("{first} and all before it are closed, {second} is open");
    assert_eq!(told(&one), [closes(first, second), vec![done.clone()]].concat());
    // A date that is closed is nothing to do.
    assert_eq!(told(&lianrong(&world, false, &["end-of-day", "--until", &first.to_string()])), [done]);

    let rest = lianrong(&world, false, &["end-of-day"]);
    let open = business_date(&world.db, &world.system()).await.unwrap();
    let last = open.previous_day().unwrap();
    assert!(last >= today.previous_day().unwrap(), "{open}");
    let done = format!("{last} and all before it are closed, {open} is open");
    assert_eq!(told(&rest), [closes(second, open), vec![done]].concat());
    assert_eq!(closed(&world).await, (open - first).whole_days());
    world.finish().await;
}

#[tokio::test]
async fn end_of_day_in_the_demonstration_closes_what_is_named_up_to_a_year_ahead() {
    let world = World::new().await;
    let first = business_date(&world.db, &world.system()).await.unwrap();
    let nameless = "Error: \"in the demonstration: --until which date?\"".to_owned();
    assert_eq!(refused(&lianrong(&world, true, &["end-of-day"])), (Some(1), nameless));
    let far = (first + Duration::days(367)).to_string();
    let (code, _) = refused(&lianrong(&world, true, &["end-of-day", "--until", &far]));
    assert_eq!((code, closed(&world).await), (Some(1), 0));
    let last = first + Duration::days(2);
    let open = last.next_day().unwrap();
    let named = ["end-of-day", "--until", &last.to_string()];
    let done = format!("{last} and all before it are closed, {open} is open");
    assert_eq!(told(&lianrong(&world, true, &named)), [closes(first, open), vec![done.clone()]].concat());
    assert_eq!(told(&lianrong(&world, true, &named)), [done]);
    assert_eq!(closed(&world).await, 3);
    world.finish().await;
}

#[tokio::test]
async fn verify_ends_badly_and_names_what_is_broken() {
    let world = World::new().await;
    let whole = lianrong(&world, false, &["verify"]);
    let last = told(&whole).last().copied().unwrap();
    assert!(last.ends_with(" invariants hold, 0 are broken"), "{last}");
    assert_eq!(
        world
            .as_owner("update wallets set balance_fen = 1 where reference = (select min(reference) from wallets)")
            .await,
        None
    );
    let broken = lianrong(&world, false, &["verify"]);
    assert_eq!(broken.status.code(), Some(1));
    let printed = String::from_utf8(broken.stdout).unwrap();
    assert!(
        printed.lines().any(|line| line.starts_with("BROKEN")) && !printed.ends_with(" 0 are broken\n"),
        "{printed}"
    );
    world.db.drain().await;
    world.drop_database().await;
}
