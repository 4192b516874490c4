//! An application that waits too long ends, and frees the slot.

use domain::application::ApplicationState;
use services::application::{self, AgreeContractCommand};
use time::Duration;

use super::{approved, claim, claimed, refusal, reviewer, seen_by, submitted};
use crate::{harness::World, offer::open_round};

async fn slots(world: &World) -> i64 {
    world.number("select count(*) from applications where slot_held").await
}

#[tokio::test]
async fn an_application_that_nobody_decides_lapses_after_thirty_days_and_frees_the_slot() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let deadline = seen_by(&world, &world.agent(1), application).await.lapses_at.unwrap();
    world.set_now(deadline - Duration::SECOND);
    assert_eq!(application::lapse_overdue(&world.db, world.now()).await.unwrap(), (0, 0));
    claim(&world, &reviewer(&world), application, 4).await.unwrap();
    world.set_now(deadline);
    assert_eq!(refusal(claim(&world, &reviewer(&world), application, 5).await), "application.lapsed");
    assert_eq!(slots(&world).await, 1, "before the worker has come by");
    assert_eq!(application::lapse_overdue(&world.db, world.now()).await.unwrap(), (1, 0));
    assert_eq!(application::lapse_overdue(&world.db, world.now()).await.unwrap(), (0, 0));
    assert_eq!(slots(&world).await, 0);
    let seen = seen_by(&world, &world.agent(1), application).await;
    assert_eq!((seen.state, seen.lapses_at), (ApplicationState::Lapsed, None));
    assert_eq!(world.number("select count(*) from outbox where event = 'application.lapsed'").await, 1);
    open_round(&world, 1).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn an_approval_that_nobody_agrees_to_lapses_after_fifteen_days() {
    let world = World::new().await;
    let application = approved(&world).await;
    let seen = seen_by(&world, &world.agent(1), application).await;
    let deadline = seen.lapses_at.unwrap();
    assert_eq!(deadline - seen.decided_at.unwrap(), Duration::days(15));
    world.set_now(deadline);
    let contract_hash = seen.contract.unwrap().hash;
    let command = AgreeContractCommand { application, version: 7, contract_hash };
    let late = application::agree_contract(&world.db, &world.agent(1), command).await;
    assert_eq!(refusal(late), "application.lapsed");
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let (db, now) = (world.db.clone(), world.now());
        tasks.spawn(async move { application::lapse_overdue(&db, now).await.unwrap().0 });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1, "many workers, one end");
    assert_eq!((slots(&world).await, world.number("select count(*) from credit_lines").await), (0, 0));
    world.finish().await;
}

#[tokio::test]
async fn what_was_decided_in_time_does_not_lapse() {
    let world = World::new().await;
    let application = claimed(&world).await;
    world.set_now(world.now() + Duration::days(29));
    super::propose(&world, application, 5, super::approve("120000")).await.unwrap();
    super::confirm(&world, application, 6, true, "").await.unwrap();
    world.set_now(world.now() + Duration::days(14));
    assert_eq!(application::lapse_overdue(&world.db, world.now()).await.unwrap(), (0, 0));
    world.finish().await;
}
