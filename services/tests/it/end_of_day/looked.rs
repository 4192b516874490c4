//! The last steps of a close only look: they tell what they find, and keep nothing from going on.

use domain::{end_of_day::DayStep, role::Role};
use services::end_of_day;
use time::{Date, macros::date};

use crate::harness::{World, yuan};

/// How many invariants of a date hold, how many do not, and which.
async fn verified(world: &World, on: Date) -> (i64, i64, String) {
    let report = end_of_day::day_report(&world.db, &world.operator(Role::Auditor), Some(on)).await.unwrap();
    let step = report.steps.into_iter().find(|step| step.step == DayStep::Verify).unwrap();
    (step.done, step.failed, step.findings)
}

#[tokio::test]
async fn what_the_postings_of_a_date_contradict_is_told_of_it_and_the_next_date_is_closed_all_the_same() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("10")).await;
    assert_eq!(world.as_owner("update wallets set balance_fen = balance_fen + 1 where version > 0").await, None);
    world.turn_to(date!(2026 - 11 - 22)).await;
    let broken = "a wallet that moved on the date holds what its entries come to";
    assert_eq!(verified(&world, date!(2026 - 11 - 20)).await, (3, 1, broken.to_owned()));
    assert_eq!(verified(&world, date!(2026 - 11 - 21)).await, (4, 0, String::new()), "of its own rows alone");
    assert_eq!(world.as_owner("update wallets set balance_fen = balance_fen - 1 where version > 0").await, None);
    world.finish().await;
}

#[tokio::test]
async fn each_invariant_of_a_date_looks_at_something_and_is_broken_by_a_planted_row() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("10")).await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    let put_in = "insert into entries
                  select journal_id, 10 + line, book, account_id, business_date, amount_fen, null from entries where amount_fen > 0";
    let of_none = "insert into entries
                   select gen_random_uuid(), line, book, account_id, business_date, amount_fen, null from entries";
    let planted = [
        ("every journal of the date balances in each book", put_in),
        ("every entry of the date belongs to a journal of that date and an account of its book", of_none),
        ("a balance at the close is the one before and the date's entries", put_in),
        (
            "a wallet that moved on the date holds what its entries come to",
            "update wallets set balance_fen = balance_fen + 1",
        ),
    ];
    for verdict in world.spoilt(planted.map(|(name, _)| (name, "select 1"))).await {
        assert!(verdict.offending.is_empty() && verdict.examined > 0, "{verdict:?}");
    }
    for verdict in world.spoilt(planted).await {
        assert!(!verdict.offending.is_empty(), "{} was not seen", verdict.name);
    }
    world.finish().await;
}
