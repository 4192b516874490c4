//! Who lends is told what falls due soon, what was not paid, and what stays unpaid.

use time::{Duration, macros::date};

use crate::{
    bank::spend,
    harness::{World, bullet_terms, yuan},
    repayment::{lend, sweep::DUE},
};

#[tokio::test]
async fn a_loan_is_told_of_before_it_falls_due_on_the_day_and_while_it_is_late() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    lend(&world, 1, "50000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 11)).await;
    let (mut heard, mut told) = (0, Vec::new());
    for days in -8..=91 {
        world.turn_to(DUE.checked_add(Duration::days(days)).unwrap()).await;
        let events = "select event from outbox where event in ('loan.due_soon', 'loan.overdue', 'loan.still_overdue') order by place";
        let events: Vec<String> = sqlx::query_scalar(events).fetch_all(&world.owner).await.unwrap();
        told.extend(events.iter().skip(heard).map(|event| (days, event.clone())));
        heard = events.len();
    }
    let of =
        |event: &str| -> Vec<i64> { told.iter().filter(|(_, told)| told == event).map(|(days, _)| *days).collect() };
    assert_eq!(of("loan.due_soon"), [-7, -3, -1, 0]);
    assert_eq!(of("loan.overdue"), [1]);
    assert_eq!(of("loan.still_overdue"), [3, 7, 15, 30, 60, 90]);
    world.finish().await;
}
