//! What is payable to one partner, paid out together once a day.

use domain::{
    approval::{Action, Subject},
    id::PartnerId,
    payout::{PayoutSchedule, PayoutState},
};
use services::{
    Error, approval,
    payout::{self, PayoutFilter},
    repayment::{self, RepaymentFilter},
};
use time::{
    Duration,
    macros::{datetime, time},
};

use crate::{
    approval::{approve, propose, refusal, two_people},
    bank::{FakeBank, send_payouts},
    bank_movement::requested_payout,
    harness::{FIRST, World, bullet_terms, yuan},
};
use domain::role::Role;

/// Funder `a` is paid at four in the afternoon.
async fn world() -> World {
    let world = World::new().await;
    for agent in 1..=3 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
    }
    let schedule = Action::Schedule { partner: world.funders[0], payouts: PayoutSchedule::Daily(time!(16:00)) };
    two_people(&world, schedule).await;
    world
}

async fn open(world: &World) -> Vec<services::payout::PayoutRow> {
    payout::payouts(&world.db, &world.operator(Role::Auditor), PayoutFilter::All, FIRST).await.unwrap().rows
}

#[tokio::test]
async fn what_has_come_by_the_partner_s_time_is_one_payout_and_the_rest_waits_for_the_next() {
    let world = world().await;
    world.set_now(datetime!(2026-11-20 15:00 +8));
    requested_payout(&world, 1, "1000").await;
    requested_payout(&world, 2, "2000.01").await;
    let bank = FakeBank::accepting();
    assert_eq!(send_payouts(&world.db, &bank).await, 0, "it is not four o'clock");
    assert!(open(&world).await.is_empty());
    assert_eq!(world.number("select count(*) from audit where operation = 'payout.drain'").await, 0);

    world.set_now(datetime!(2026-11-20 16:00:01 +8));
    requested_payout(&world, 3, "3000").await;
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    let paid = open(&world).await.pop().unwrap();
    assert_eq!((paid.amount, paid.repayments, paid.state), (yuan("3000.01"), 2, PayoutState::Sent));
    let funder = world.funder_person('a', Role::FunderTreasurer);
    let told = repayment::repayments(&world.db, &funder, RepaymentFilter::PaidBy(paid.id), FIRST).await.unwrap().rows;
    let mut amounts: Vec<_> = told.iter().map(|row| row.amount).collect();
    // Both were made at one instant.
    amounts.sort_unstable();
    assert_eq!(amounts, [yuan("1000"), yuan("2000.01")]);
    assert!(told.iter().all(|row| row.payout.as_ref().is_some_and(|by| by.amount == yuan("3000.01"))));
    let rival = world.funder_person('b', Role::FunderTreasurer);
    let seen = repayment::repayments(&world.db, &rival, RepaymentFilter::PaidBy(paid.id), FIRST).await.unwrap();
    assert!(seen.rows.is_empty());
    assert_eq!(world.number("select count(*) from payables where payout_id is null").await, 1);

    world.set_now(world.now() + Duration::days(1));
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    assert_eq!(open(&world).await.iter().map(|row| row.amount).collect::<Vec<_>>(), [yuan("3000"), yuan("3000.01")]);
    world.finish().await;
}

/// The worker's clock is another than the server's: in the demonstration both stand on the business date, each by itself.
#[tokio::test]
async fn a_worker_whose_clock_is_behind_pays_at_once_all_the_same() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let quoted = crate::batch::quote_of_new_loan(&world, 1, "100").await;
    repayment::repay(&world.db, &world.agent(1), quoted).await.unwrap();
    world.set_now(world.now() - Duration::HOUR);
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    world.finish().await;
}

/// Two workers drain the same payables: each is in one payout.
#[tokio::test]
async fn two_workers_pay_nothing_twice() {
    let world = World::new().await;
    for agent in 1..=3 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        let quoted = crate::batch::quote_of_new_loan(&world, agent, "100").await;
        repayment::repay(&world.db, &world.agent(agent), quoted).await.unwrap();
    }
    let mut tasks = world.race().await;
    for _ in 0..4 {
        let db = world.db.clone();
        tasks.spawn(async move { payout::drain_payables(&db).await.unwrap() });
    }
    let drained: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(drained, 3);
    assert_eq!(open(&world).await.len(), 3);
    world.finish().await;
}

#[tokio::test]
async fn a_schedule_is_changed_by_two_people_whoever_is_paid() {
    let world = World::new().await;
    let daily = |partner| Action::Schedule { partner, payouts: PayoutSchedule::Daily(time!(16:00)) };
    let schedule = async || {
        let rows = services::party::partners(&world.db, &world.operator(Role::Auditor)).await.unwrap();
        rows.into_iter().take(4).map(|row| row.payouts.text()).collect::<Vec<_>>()
    };
    let proposed = propose(&world, daily(world.funders[1])).await.unwrap();
    assert_eq!(refusal(propose(&world, daily(world.funders[1])).await), "approval.already_proposed");
    assert_eq!(schedule().await, ["", "", "", ""], "one person changes nothing");
    approve(&world, proposed).await.unwrap();
    assert_eq!(schedule().await, ["", "16:00", "", ""]);
    let at_once = Action::Schedule { partner: world.funders[1], payouts: PayoutSchedule::AtOnce };
    two_people(&world, at_once).await;
    assert_eq!(schedule().await, ["", "", "", ""]);
    let auditor = world.operator(Role::Auditor);
    let told = approval::approvals_of(&world.db, &auditor, Subject::Partner(world.funders[1])).await.unwrap();
    assert_eq!((told.len(), told[0].counterparty.as_str()), (2, "恒信商业保理有限公司"));
    let nobody = propose(&world, daily(PartnerId(uuid::Uuid::nil()))).await;
    assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
    two_people(&world, daily(world.facilitators[0])).await;
    assert_eq!(schedule().await, ["", "", "", "16:00"]);
    world.finish().await;
}
