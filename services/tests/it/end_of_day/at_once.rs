//! Closes that meet another one or an import, that come late, and whose clock is wrong.

use domain::{calendar::date_in_china, repayment::RepaymentCause, role::Role};
use services::{
    Error,
    bank_movement::decide_statement,
    business_day::{business_date, open_first_day},
    end_of_day::{self, CloseDayRefusal},
    error::Conflict,
    job::Outcome,
};
use sqlx::{Connection, PgConnection};
use time::{Date, Duration, OffsetDateTime, macros::date};

use super::AFTER;
use crate::{
    bank_movement::{ICBC, agreed, preview},
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{DUE, paid},
    },
};

#[tokio::test]
async fn two_closes_at_once_close_a_date_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    world.turn_to(DUE).await;
    let (one, other) = tokio::join!(end_of_day::close(&world.db, DUE), end_of_day::close(&world.db, DUE));
    for outcome in [one, other] {
        let asked_again =
            matches!(outcome, Err(Error::Conflict(_) | Error::Refused(CloseDayRefusal::NotTheOpenDate { .. })));
        assert!(outcome.is_ok() || asked_again, "{outcome:?}");
    }
    world.turn_to(AFTER).await;
    assert_eq!(paid(&world, loan).await, [(yuan("50600"), RepaymentCause::Due)]);
    assert_eq!(world.number("select count(*) from closed_days where business_date = '2026-12-20'").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_close_does_not_wait_behind_a_long_import_nor_does_anybody_behind_the_close() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let today = date!(2026 - 11 - 20);
    let import = preview(&world, "a.csv", ICBC).await.unwrap().file.import;
    // What the import waits for, in the middle of it.
    let mut other = PgConnection::connect(&world.url).await.unwrap();
    let recording = "begin; select pg_advisory_xact_lock(4053, hashtext(id::text)) from reserve_accounts";
    sqlx::raw_sql(recording).execute(&mut other).await.unwrap();
    let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
    let file = tokio::spawn(async move { decide_statement(&db, &checker, agreed(import)).await });
    let waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4053 and not granted
                   and database = (select oid from pg_database where datname = current_database())";
    while world.number(waiting).await == 0 {
        assert!(!file.is_finished(), "it has not waited");
    }
    let closed = end_of_day::close(&world.db, today).await;
    assert!(matches!(closed, Err(Error::Conflict(Conflict::Changed))), "{closed:?}");
    request(&world, 1, "100").await.unwrap();
    sqlx::raw_sql("commit").execute(&mut other).await.unwrap();
    file.await.unwrap().unwrap();
    other.close().await.unwrap();
    assert_eq!(end_of_day::close(&world.db, today).await.unwrap(), date!(2026 - 11 - 21));
    assert_eq!(world.number("select count(*) from bank_movements").await, 6);
    assert_eq!(world.number("select count(*) from journals where posted_on <> '2026-11-20'").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn days_that_were_missed_are_closed_in_order_and_a_clock_two_days_ahead_closes_none_that_is_not_over() {
    let world = World::new().await;
    let database_at = async || -> OffsetDateTime {
        sqlx::query_scalar("select clock_timestamp()").fetch_one(&world.owner).await.unwrap()
    };
    let before = date_in_china(database_at().await);
    let first = before.checked_sub(Duration::days(3)).unwrap();
    open_first_day(&world.db, &world.system(), first).await.unwrap();
    world.set_now(database_at().await + Duration::days(2));
    assert_eq!(end_of_day::end_days(&world.db).await, Outcome::Done);
    let open_on = business_date(&world.db, &world.system()).await.unwrap();
    // Midnight may have come meanwhile.
    let after = date_in_china(database_at().await);
    assert!((before..=after).contains(&open_on), "{before} {open_on} {after}");
    let closed: Vec<Date> = sqlx::query_scalar("select business_date from closed_days order by business_date")
        .fetch_all(&world.owner)
        .await
        .unwrap();
    let missed: Vec<Date> =
        std::iter::successors(Some(first), |day| day.next_day()).take_while(|day| *day < open_on).collect();
    assert_eq!(closed, missed);
    world.finish().await;
}

#[tokio::test]
async fn what_follows_the_turn_of_a_date_is_done_by_the_next_worker_and_not_on_the_next_day() {
    let world = World::new().await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    // As if the worker had died right after the turn.
    let died =
        "delete from day_steps where step = 'remind'; update day_steps set ended_at = null where step = 'cut_off'";
    assert_eq!(world.as_owner(died).await, None);
    assert_eq!(end_of_day::end_days(&world.db).await, Outcome::Done);
    assert_eq!(business_date(&world.db, &world.system()).await.unwrap(), date!(2026 - 11 - 21));
    assert_eq!(world.number("select count(*) from day_steps where ended_at is not null").await, 7);
    world.finish().await;
}
