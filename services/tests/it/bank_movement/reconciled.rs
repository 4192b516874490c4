//! The step of a close that holds the reserve accounts against what their banks told of the date.

use domain::matching::Direction;
use services::bank_movement::MovementFacts;
use time::macros::date;

use super::{fed, feed, import, statement::ours};
use crate::harness::{World, yuan};

#[tokio::test]
async fn a_close_holds_the_books_against_what_the_bank_told_of_the_date_and_waits_for_nobody() {
    let world = World::new().await;
    import(&world, &ours("2026-11-19", ("100.00", "107.00"), &["7.00"])).await;
    let next = MovementFacts { balance_after: Some(yuan("133")), ..fed("F1", Direction::Credit, "1", "测试") };
    feed(&world, vec![next]).await;
    world.turn_to(date!(2026 - 11 - 22)).await;
    // 25.00 moved of which nobody told; of the second date the bank has told nothing.
    let told = "select string_agg(concat_ws(' ', business_date, tried || '/' || items, done, failed, nullif(right(findings, 6), '')),
                                  ', ' order by business_date) from day_steps where step = 'reconcile'";
    let told: String = sqlx::query_scalar(told).fetch_one(&world.owner).await.unwrap();
    assert_eq!(told, "2026-11-20 1/1 0 1 -25.00, 2026-11-21 0/1 0 0");
    world.finish_but_for(&["a reserve account holds what its bank told last, but for what is listed"]).await;
}
