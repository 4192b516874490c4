//! Each payout stands alone: what comes to nothing is looked at again later, and holds up nothing else.

use std::sync::atomic::{AtomicUsize, Ordering};

use services::{bank::FeedPage, db::Work};

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

/// Lets every call time out, which takes five seconds of the world's clock.
struct SleepingBank<'a> {
    world: &'a World,
    calls: AtomicUsize,
}

impl SleepingBank<'_> {
    fn time_out(&self) -> String {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.world.set_now(self.world.now() + Duration::seconds(5));
        "timeout".to_owned()
    }
}

impl Bank for SleepingBank<'_> {
    fn pay<'a>(&'a self, _: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async { PayAnswer::Unknown(self.time_out()) })
    }

    fn query<'a>(&'a self, _: &'a domain::Reference, _: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async { QueryAnswer::Unknown(self.time_out()) })
    }

    fn movements<'a>(&'a self, _: &'a str, _: &'a str) -> Work<'a, Result<FeedPage, BankError>> {
        Box::pin(async { Err(BankError::NoAnswer(self.time_out())) })
    }
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
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 1);
    assert_eq!(bank.orders.lock().unwrap().len(), 1);
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 0);
    assert_eq!(world.number("select max(tries)::bigint from payouts").await, 1, "it is not looked at again at once");
    for (wait, tries) in [(5, 2), (5, 2), (5, 3)] {
        world.set_now(world.now() + Duration::seconds(wait));
        payout::send_payouts(&world.db, &bank).await.unwrap();
        assert_eq!(world.number("select max(tries)::bigint from payouts").await, tries);
    }
    sqlx::query(first).bind(reference).execute(&world.owner).await.unwrap();
    world.set_now(world.now() + Duration::seconds(20));
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_result_that_cannot_be_filed_holds_up_no_other() {
    let world = two().await;
    payout::send_payouts(&world.db, &FakeBank::silent()).await.unwrap();
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
    let bank = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    assert_eq!(payout::query_payouts(&world.db, &bank).await.unwrap(), 2);
    assert_eq!(world.number("select count(*) from payouts where state = 'sent'").await, 1);
    assert_eq!(world.number("select count(*) from payouts where state = 'unknown' and tries = 1").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_bank_that_lets_every_call_time_out_is_given_a_few_payouts_in_a_step() {
    let world = World::new().await;
    for agent in 1..=5 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        requested_payout(&world, agent, "1000").await;
    }
    let bank = SleepingBank { world: &world, calls: AtomicUsize::new(0) };
    let calls = || bank.calls.load(Ordering::Relaxed);
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 2);
    assert_eq!(calls(), 2, "ten seconds are over");
    assert_eq!(payout::query_payouts(&world.db, &bank).await.unwrap(), 2);
    // Those that were asked about wait longer than those that were not sent yet.
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 2);
    assert_eq!(payout::send_payouts(&world.db, &bank).await.unwrap(), 1);
    assert_eq!(calls(), 7);
    assert_eq!(world.number("select count(*) from payouts where state = 'unknown'").await, 5);
    world.finish().await;
}

#[tokio::test]
async fn what_the_bank_refuses_after_it_had_accepted_it_has_failed() {
    let world = world().await;
    payout::send_payouts(&world.db, &FakeBank::accepting()).await.unwrap();
    let accepted = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    let refusing = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "收款账户已销户".to_owned() }]);
    let audited = world.number("select count(*) from audit").await;
    assert_eq!(payout::query_payouts(&world.db, &refusing).await.unwrap(), 0, "its movement is on its way");
    world.set_now(world.now() + Duration::minutes(10));
    assert_eq!(payout::query_payouts(&world.db, &accepted).await.unwrap(), 1);
    assert_eq!(world.number("select count(*) from audit").await, audited, "nothing happened");
    world.set_now(world.now() + Duration::minutes(20));
    assert_eq!(payout::query_payouts(&world.db, &FakeBank::silent()).await.unwrap(), 1);
    assert_eq!(only_payout(&world).await.state, PayoutState::Sent, "a timeout is no failure");
    world.set_now(world.now() + Duration::minutes(40));
    payout::query_payouts(&world.db, &refusing).await.unwrap();
    let row = only_payout(&world).await;
    assert_eq!((row.state, row.attempt), (PayoutState::Failed, 1));
    assert_eq!(world.number("select count(*) from journals where event_kind = 'payout.failed'").await, 1);
    world.finish().await;
}
