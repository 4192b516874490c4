//! Each payout stands alone: what comes to nothing is looked at again later, and holds up nothing else.

use super::*;

/// A world in which two payouts are requested, one after the other.
async fn two() -> World {
    let world = World::new().await;
    for agent in 1..=2 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        requested_payout(&world, agent, "1000").await;
        world.set_now(world.now() + Duration::SECOND);
    }
    world
}

#[tokio::test]
async fn a_payout_that_cannot_be_sent_is_put_aside_and_the_next_one_is_sent() {
    let world = two().await;
    let first = "update payouts set reference = $1 where requested_at = (select min(requested_at) from payouts)";
    let reference: String = sqlx::query_scalar("select reference from payouts order by requested_at limit 1")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    sqlx::query(first).bind("no reference").execute(&world.owner).await.unwrap();
    let bank = FakeBank::accepting();
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    assert_eq!(bank.orders.lock().unwrap().len(), 1);
    assert_eq!(send_payouts(&world.db, &bank).await, 0);
    assert_eq!(world.number("select max(failures)::bigint from jobs").await, 1, "it is not looked at again at once");
    for (wait, failures) in [(5, 2), (5, 2), (5, 3)] {
        world.set_now(world.now() + Duration::seconds(wait));
        send_payouts(&world.db, &bank).await;
        assert_eq!(world.number("select max(failures)::bigint from jobs").await, failures);
    }
    sqlx::query(first).bind(reference).execute(&world.owner).await.unwrap();
    world.set_now(world.now() + Duration::seconds(20));
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_result_that_cannot_be_filed_holds_up_no_other() {
    let world = two().await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    sqlx::raw_sql(
        "create function refuse() returns trigger language plpgsql as $$ begin
             if new.state = 'sent' and new.requested_at = (select min(requested_at) from payouts) then
                 raise check_violation;
             end if;
             return new;
         end $$;
         create trigger refuse before update on payouts for each row execute function refuse()",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    world.set_now(world.now() + Duration::seconds(5));
    let bank = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    assert_eq!(query_payouts(&world.db, &bank).await, 2);
    assert_eq!(world.number("select count(*) from payouts where state = 'sent'").await, 1);
    assert_eq!(world.number("select count(*) from jobs where kind = 'payout.query' and failures = 1").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn what_the_bank_refuses_after_it_had_accepted_it_has_failed() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let accepted = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    let refusing = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "收款账户已销户".to_owned() }]);
    let audited = world.number("select count(*) from audit").await;
    assert_eq!(query_payouts(&world.db, &refusing).await, 0, "its movement is on its way");
    world.set_now(world.now() + Duration::minutes(10));
    assert_eq!(query_payouts(&world.db, &accepted).await, 1);
    assert_eq!(world.number("select count(*) from audit").await, audited, "nothing happened");
    world.set_now(world.now() + Duration::minutes(20));
    assert_eq!(query_payouts(&world.db, &FakeBank::silent()).await, 1);
    assert_eq!(only_payout(&world).await.state, PayoutState::Sent, "a timeout is no failure");
    world.set_now(world.now() + Duration::minutes(40));
    query_payouts(&world.db, &refusing).await;
    let row = only_payout(&world).await;
    assert_eq!((row.state, row.attempt), (PayoutState::Failed, 1));
    assert_eq!(world.number("select count(*) from journals where event_kind = 'payout.failed'").await, 1);
    world.finish().await;
}
