//! A payout that the bank has refused for good is sent once more, and never paid twice.

use domain::{approval::Action, id::PayoutId, matching::Direction, payout::PayoutState, role::Role};
use services::{
    bank::{PayAnswer, QueryAnswer},
    payout::{self, PayoutDetail},
};

use time::Duration;

use super::{approve, numbered, only_payout, propose, refusal, two_people};
use crate::{
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{fed, feed, requested_payout},
    harness::{World, bullet_terms, yuan},
};

fn rejecting() -> FakeBank {
    FakeBank::paying([PayAnswer::Rejected { reason: "账号不存在".to_owned() }])
}

/// A world in which the only payout, of 1,000.00, has failed.
async fn failed() -> (World, PayoutId) {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    send_payouts(&world.db, &rejecting()).await;
    let payout = only_payout(&world).await;
    (world, payout)
}

fn resend(payout: PayoutId, account_no: &str) -> Action {
    Action::Resend {
        payout, account_no: account_no.to_owned(), account_name: "嘉禾小额贷款有限公司".to_owned()
    }
}

async fn seen(world: &World, payout: PayoutId) -> PayoutDetail {
    payout::payout(&world.db, &world.operator(Role::Auditor), payout).await.unwrap()
}

#[tokio::test]
async fn a_failed_payout_is_sent_again_by_two_people_under_its_number_and_the_next_serial() {
    let (world, payout) = failed().await;
    let told = seen(&world, payout).await;
    assert_eq!((told.row.state, told.row.attempt), (PayoutState::Failed, 1));
    assert_eq!(told.timeline.last().map(|step| step.reason.as_str()), Some("账号不存在"));
    let bank = FakeBank::accepting();
    let proposed = propose(&world, resend(payout, "6222020299999999999")).await.unwrap();
    assert_eq!(send_payouts(&world.db, &bank).await, 0, "one person sends nothing");
    approve(&world, proposed).await.unwrap();
    assert_eq!(seen(&world, payout).await.row.state, PayoutState::Requested);
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    let order = bank.orders.lock().unwrap()[0].clone();
    let told = seen(&world, payout).await;
    assert_eq!((&order.order_no, order.serial), (&told.row.reference, 2));
    assert_eq!((order.account_no.as_str(), told.row.state), ("6222020299999999999", PayoutState::Sent));
    let paid = services::bank_movement::MovementFacts {
        counterparty_account: order.account_no,
        ..fed("D1", Direction::Debit, "1000", &order.remittance)
    };
    feed(&world, vec![paid]).await;
    assert_eq!(seen(&world, payout).await.row.state, PayoutState::Confirmed);
    assert_eq!(refusal(propose(&world, resend(payout, "1")).await), "payout.not_failed");
    world.finish().await;
}

#[tokio::test]
async fn an_unknown_result_is_asked_for_and_never_sent_anew() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    let payout = only_payout(&world).await;
    assert_eq!(refusal(propose(&world, resend(payout, "1")).await), "payout.not_failed");
    let late = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    world.set_now(world.now() + Duration::seconds(5));
    query_payouts(&world.db, &late).await;
    assert_eq!(seen(&world, payout).await.row.attempt, 1);
    world.finish().await;
}

#[tokio::test]
async fn what_the_statement_shows_as_paid_is_not_sent_again_whatever_the_bank_has_said() {
    let (world, payout) = failed().await;
    let reference = seen(&world, payout).await.row.reference;
    let remittance = format!("代付 {reference}");
    let proposed = propose(&world, resend(payout, "6222020200112233445")).await.unwrap();
    feed(&world, vec![fed("D1", Direction::Debit, "1000", &remittance)]).await;
    assert!(seen(&world, payout).await.unexplained);
    assert_eq!(refusal(approve(&world, proposed).await), "payout.debit_unexplained");
    two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference }).await;
    assert_eq!(seen(&world, payout).await.row.state, PayoutState::Confirmed);
    assert_eq!(refusal(approve(&world, proposed).await), "payout.not_failed");
    world.finish().await;
}

#[tokio::test]
async fn a_debit_between_the_approval_and_the_sending_holds_the_payout_back() {
    let (world, payout) = failed().await;
    two_people(&world, resend(payout, "6222020200112233445")).await;
    let reference = seen(&world, payout).await.row.reference;
    feed(&world, vec![fed("D1", Direction::Debit, "1000", &format!("代付 {reference}"))]).await;
    let bank = FakeBank::accepting();
    assert_eq!(send_payouts(&world.db, &bank).await, 0);
    assert!(bank.orders.lock().unwrap().is_empty());
    two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference }).await;
    assert_eq!(send_payouts(&world.db, &bank).await, 0);
    assert_eq!(seen(&world, payout).await.row.state, PayoutState::Confirmed);
    world.finish().await;
}

#[tokio::test]
async fn an_account_that_cannot_be_one_is_refused() {
    let (world, payout) = failed().await;
    for wrong in ["", "6222 0202", "六二二二"] {
        assert_eq!(refusal(propose(&world, resend(payout, wrong)).await), "payout.account_invalid");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_payout_may_fail_and_be_sent_again_more_than_once() {
    let (world, payout) = failed().await;
    for serial in 2..=3 {
        two_people(&world, resend(payout, "6222020200112233445")).await;
        send_payouts(&world.db, &rejecting()).await;
        let told = seen(&world, payout).await;
        assert_eq!((told.row.state, told.row.attempt), (PayoutState::Failed, serial));
    }
    world.finish().await;
}
