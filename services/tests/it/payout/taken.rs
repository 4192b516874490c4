//! A payout that takes what is payable, or brings it back, while a correction waits to take it back.

use domain::{approval::Action, correction::Correction, id::RepaymentId, role::Role};
use services::{approval, payout};
use sqlx::{Connection, PgConnection};

use crate::{
    approval::propose,
    bank::{FakeBank, send_payouts},
    harness::World,
    repayment::sweep::{late, top_up},
};

#[tokio::test]
async fn a_payout_that_takes_a_payable_while_a_reversal_waits_for_it_pays_less() {
    let world = World::new().await;
    let loan = late(&world).await;
    top_up(&world, "T1", "10000").await;
    let swept = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let correction = Correction::Reverse { repayment: RepaymentId(swept), right_wallet: None };
    let approval = propose(&world, Action::Correct { loan, correction }).await.unwrap();
    payout::drain_payables(&world.db).await.unwrap();
    // As if it were being made just now.
    world.as_owner("update payables set payout_id = null").await;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    let take = "begin; update payables set payout_id = (select id from payouts where partner_id is not null)";
    sqlx::raw_sql(take).execute(&mut rival).await.unwrap();
    let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
    let command = approval::DecideCommand { approval, agree: true, note: String::new() };
    let deciding = tokio::spawn(async move { approval::decide(&db, &checker, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !deciding.is_finished() {}
    sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    deciding.await.unwrap().unwrap();
    let over = "select count(*) from payouts where partner_id is not null and state = 'returned'";
    assert_eq!(world.number(over).await, 1);
    rival.close().await.unwrap();
    world.finish().await;
}

/// Whoever fails a payout or brings it back has it, and takes what it pays after it.
#[tokio::test]
async fn a_reversal_takes_a_payout_before_what_it_pays() {
    let world = World::new().await;
    let loan = late(&world).await;
    top_up(&world, "T1", "10000").await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let swept = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let correction = Correction::Reverse { repayment: RepaymentId(swept), right_wallet: None };
    let approval = propose(&world, Action::Correct { loan, correction }).await.unwrap();
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    let held = "begin; select from payouts where partner_id is not null for update";
    sqlx::raw_sql(held).execute(&mut rival).await.unwrap();
    let (db, checker) = (world.db.clone(), world.operator(Role::OperatorChecker));
    let command = approval::DecideCommand { approval, agree: true, note: String::new() };
    let deciding = tokio::spawn(async move { approval::decide(&db, &checker, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !deciding.is_finished() {}
    let free = "select count(*) from (select from payables for update skip locked) p";
    let free: i64 = sqlx::query_scalar(free).fetch_one(&mut rival).await.unwrap();
    assert_eq!(free, 1, "whoever brings the payout back takes it next");
    sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    deciding.await.unwrap().unwrap();
    assert_eq!(world.number("select count(*) from receivables").await, 1);
    rival.close().await.unwrap();
    world.finish().await;
}
