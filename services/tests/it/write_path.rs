//! The write path: one answer per request number, refusals on record, and nothing lost when callers go away.

use std::{
    future::Future,
    pin::pin,
    task::{Context as TaskContext, Waker},
};

use domain::{Amount, draw::DrawRefusal, role::Role};
use services::{
    Error,
    draw::{self, RequestDrawCommand},
    error::Conflict,
};
use time::macros::date;

use crate::harness::{World, bullet_terms, yuan};

async fn command(world: &World, amount: Amount) -> RequestDrawCommand {
    let tenor = "30d".parse().unwrap();
    let preview = draw::preview_draw(&world.db, &world.agent(1), amount, tenor).await.unwrap();
    RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash }
}

#[tokio::test]
async fn the_same_request_number_is_answered_the_same_for_ever() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let command = command(&world, yuan("50000")).await;
    let context = world.agent(1);
    let first = draw::request_draw(&world.db, &context, command.clone()).await.unwrap();
    let again = draw::request_draw(&world.db, &context, command).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(world.number("select count(*) from draws").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn the_same_number_with_another_content_is_a_conflict() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let context = world.agent(1);
    let one = command(&world, yuan("50000")).await;
    let other = command(&world, yuan("40000")).await;
    draw::request_draw(&world.db, &context, one).await.unwrap();
    let answer = draw::request_draw(&world.db, &context, other).await;
    assert!(matches!(answer, Err(Error::Conflict(Conflict::OtherContent))), "{answer:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_refusal_is_recorded_and_repeated() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let command = RequestDrawCommand { disclosure_hash: "0".repeat(64), ..command(&world, yuan("50000")).await };
    let context = world.agent(1);
    for _ in 0..2 {
        let answer = draw::request_draw(&world.db, &context, command.clone()).await;
        assert!(matches!(answer, Err(Error::Refused(DrawRefusal::DisclosureStale))), "{answer:?}");
    }
    assert_eq!(world.number("select count(*) from audit where outcome = 'refused'").await, 1);
    assert_eq!(world.number("select earmarked_fen from credit_lines").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn sixteen_at_once_with_one_number_make_one_draw() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let command = command(&world, yuan("10000")).await;
    let context = world.agent(1);
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, context, command) = (world.db.clone(), context.clone(), command.clone());
        tasks.spawn(async move { draw::request_draw(&db, &context, command).await });
    }
    let answers = tasks.join_all().await;
    let draws: Vec<_> = answers.iter().flatten().map(|requested| requested.draw).collect();
    assert!(!draws.is_empty() && draws.iter().all(|draw| *draw == draws[0]));
    let others_wait =
        answers.iter().all(|answer| matches!(answer, Ok(_) | Err(Error::Conflict(Conflict::StillRunning))));
    assert!(others_wait, "{answers:?}");
    assert_eq!(world.number("select count(*) from draws").await, 1);
    world.finish().await;
}

/// Polls a future `polls` times and drops it, as a server does whose client has gone.
pub fn abandon(future: impl Future, polls: u64) {
    let mut future = pin!(future);
    let mut task = TaskContext::from_waker(Waker::noop());
    for _ in 0..polls {
        if future.as_mut().poll(&mut task).is_ready() {
            return;
        }
        // Lets the operation's own task run between two polls, without waiting for the clock.
        std::thread::yield_now();
    }
}

/// 2,000 requests dropped after a seeded number of polls, among others that are waited for. Every one that was begun is
/// finished, although nobody waits for it; nothing is doubled, and no connection is left inside a transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_are_dropped_lose_and_double_nothing() {
    let world = World::new().await;
    let limit = yuan("100000000");
    world.open_line(1, limit, bullet_terms(), &["30d"]).await;
    let command = command(&world, yuan("1")).await;
    let mut seed = 20_261_120_u64;
    let (mut answered, mut abandoned) = (0, 0);
    for round in 0..2_000_u32 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let context = world.agent(1);
        if round % 20 == 0 {
            draw::request_draw(&world.db, &context, command.clone()).await.unwrap();
            answered += 1;
        } else {
            let polls = seed >> 61;
            abandon(draw::request_draw(&world.db, &context, command.clone()), polls);
            abandoned += i64::from(polls > 0);
            tokio::task::yield_now().await;
        }
    }
    // Twice as many operations as connections, so that every connection of the pool is used again.
    for _ in 0..40 {
        draw::request_draw(&world.db, &world.agent(1), command.clone()).await.unwrap();
        answered += 1;
    }
    let idle = world
        .number(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
             and state like 'idle in transaction%' and state_change < clock_timestamp() - interval '2 seconds'",
        )
        .await;
    assert_eq!(idle, 0, "connections are left inside a transaction");
    world.db.drain().await;
    let draws = world.number("select count(*) from draws").await;
    let requests = world.number("select count(*) from audit where operation = 'draw.request'").await;
    let earmarked = world.number("select earmarked_fen from credit_lines").await;
    assert_eq!(draws, answered + abandoned, "what was begun is finished, and nothing else");
    assert_eq!(draws, requests);
    assert_eq!(earmarked, draws * 100);
    world.drop_database().await;
}

#[tokio::test]
async fn a_closed_day_gains_nothing_from_a_write_under_way() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let open = date!(2026 - 11 - 20);
    let mut tasks = world.race().await;
    let command = command(&world, yuan("1")).await;
    for turn in 0..40 {
        let (db, context, command, system) = (world.db.clone(), world.agent(1), command.clone(), world.system());
        tasks.spawn(async move {
            if turn == 20 {
                services::end_of_day::cut_off(&db, &system, open).await.unwrap();
            } else {
                let _ = draw::request_draw(&db, &context, command).await;
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(world.number("select count(*) from closed_days").await, 1);
    let again = services::end_of_day::cut_off(&world.db, &world.system(), open).await;
    assert!(matches!(again, Err(Error::Refused(services::end_of_day::CloseDayRefusal::NotTheOpenDate { .. }))));
    world.finish().await;
}

#[tokio::test]
async fn the_application_role_cannot_change_what_is_append_only() {
    let world = World::new().await;
    for (table, column) in [
        ("journals", "value_on"),
        ("entries", "amount_fen"),
        ("audit", "actor"),
        ("transitions", "reason"),
        ("closing_balances", "balance_fen"),
        ("evidence_packs", "party"),
    ] {
        for statement in [format!("delete from {table}"), format!("update {table} set {column} = {column}")] {
            let denied = world.as_application(&statement).await;
            assert_eq!(denied.as_deref(), Some("42501"), "{statement}");
        }
        let denied = world.as_owner(&format!("delete from {table}")).await;
        assert_eq!(denied.as_deref(), Some("23001"), "the owner: delete from {table}");
    }
    world.finish().await;
}

#[tokio::test]
async fn nobody_may_do_what_is_not_of_their_role() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let command = command(&world, yuan("1")).await;
    let strangers = [
        world.funder_person('a', Role::FunderTreasurer),
        world.operator(Role::OperatorMaker),
        world.partner('a'),
        world.system(),
    ];
    for stranger in strangers {
        let answer = draw::request_draw(&world.db, &stranger, command.clone()).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{stranger:?}: {answer:?}");
    }
    let without_line = draw::request_draw(&world.db, &world.agent(2), command).await;
    assert!(matches!(without_line, Err(Error::NotFound)), "{without_line:?}");
    world.finish().await;
}

/// Every index costs every write. One that another begins with answers nothing that the other does not.
#[tokio::test]
async fn no_index_is_the_beginning_of_another() {
    let world = World::new().await;
    let spare: Vec<String> = sqlx::query_scalar(
        "select one.indexrelid::regclass::text || ' begins ' || other.indexrelid::regclass::text
         from pg_index one join pg_index other on other.indrelid = one.indrelid and other.indexrelid <> one.indexrelid
         join pg_class kept on kept.oid = one.indexrelid join pg_class beside on beside.oid = other.indexrelid
         join pg_am kind on kind.oid = kept.relam and kind.oid = beside.relam and kind.amname = 'btree'
         where kept.relnamespace = 'public'::regnamespace and not one.indisunique
           and one.indexprs is null and other.indexprs is null
           and pg_get_expr(one.indpred, one.indrelid) is not distinct from pg_get_expr(other.indpred, other.indrelid)
           and starts_with(other.indkey::text || ' ', one.indkey::text || ' ')
           and starts_with(other.indoption::text || ' ', one.indoption::text || ' ')
           and starts_with(other.indclass::text || ' ', one.indclass::text || ' ')",
    )
    .fetch_all(&world.owner)
    .await
    .unwrap();
    assert_eq!(spare, Vec::<String>::new());
    world.finish().await;
}
