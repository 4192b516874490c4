//! Debits that succeeded after they had failed here.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    id::{DebtId, SettlementBreakId},
    job::JobKind,
    network::{Meaning, Reason, ReturnReason},
    role::Role,
    settlement::SettlementBreak,
};
use services::{
    Error,
    agreement_debit::{DebitFilter, debits},
    refund::{RefundCommand, refund},
    settlement::{SettleBreakCommand, difference as detail_of, settle_break},
};
use time::{Duration, macros::date};

use super::{DAY, NUMBER, OK, collected, differences, fetched, file, kinds, one_more, owed, paid};
use crate::{
    approval::{propose, refusal, two_people},
    bank::{FakeBank, send_payouts},
    bank_movement::feed,
    binding::{follow, network::TestNetwork, treasurer},
    debt::{balance, debited, newest_debit, refusal as debit_refusal, seen},
    harness::{FIRST, World, yuan},
};

/// A debt of 10,000, and a debit of 3,000 that was refused.
async fn refused(world: &World, network: &TestNetwork) -> (DebtId, String) {
    let (debt, _) = collected(world, network, &[]).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    let number = one_more(world, network, debt, "3000").await;
    (debt, number)
}

async fn found(world: &World) -> SettlementBreakId {
    let difference = differences(world).await.remove(0);
    assert_eq!(difference.kind, SettlementBreak::LateSuccess);
    difference.id
}

async fn told(world: &World) -> Vec<String> {
    let told = "select event from outbox where event in ('debit.late_success', 'debit.refunded', 'debit.corrected') order by place";
    sqlx::query_scalar(told).fetch_all(&world.owner).await.unwrap()
}

async fn state(world: &World, number: &str) -> DebitState {
    let rows = debits(&world.db, &treasurer(world), DebitFilter::All, FIRST).await.unwrap().rows;
    rows.into_iter().find(|row| row.reference.as_str() == number).unwrap().state
}

/// Case 32.
#[tokio::test]
async fn what_the_debt_does_not_owe_any_more_goes_back_to_the_payer_when_two_people_say() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    let other = one_more(&world, &network, debt, "10000").await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK), (&other, "10000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    feed(&world, vec![paid("B1", "13000", NUMBER)]).await;
    let difference = found(&world).await;
    assert_eq!((owed(&world).await, told(&world).await), (-300_000, vec!["debit.late_success".to_owned()]));
    let alone = SettleBreakCommand { difference, note: "已退".to_owned() };
    let alone = settle_break(&world.db, &world.operator(Role::OperatorMaker), alone).await;
    assert!(matches!(alone, Err(Error::Refused(refusal)) if refusal.code() == "late_success.two_people"));
    assert_eq!(refusal(propose(&world, Action::AdoptLate { difference }).await), "late_success.not_owed");
    two_people(&world, Action::GiveBackLate { difference }).await;
    assert_eq!(refusal(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess], "the network has not given it back yet");
    follow(&world, &network, JobKind::FollowRefund).await;
    assert!(kinds(&world).await.is_empty());
    assert_eq!(network.refunded().iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [yuan("3000")]);
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("0")));
    assert_eq!(told(&world).await, ["debit.late_success", "debit.refunded"]);
    let detail = detail_of(&world.db, &world.operator(Role::Auditor), difference).await.unwrap();
    assert_eq!((detail.open, detail.amount, detail.approvals.len()), (false, yuan("3000"), 1));
    // Nothing is posted by it: what the network nets, it has paid before.
    assert_eq!(owed(&world).await, -300_000);
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_does_not_give_back_waits_for_two_people_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = found(&world).await;
    network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
    two_people(&world, Action::GiveBackLate { difference }).await;
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess]);
    propose(&world, Action::AdoptLate { difference }).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_the_debt_owes_still_is_booked_for_its_holder_when_two_people_say() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = found(&world).await;
    two_people(&world, Action::AdoptLate { difference }).await;
    assert_eq!(refusal(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
    assert!(kinds(&world).await.is_empty());
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("7000")));
    assert_eq!((owed(&world).await, told(&world).await.len()), (300_000, 2));
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn what_was_booked_although_it_had_failed_goes_back_as_any_other_debit_does() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let command =
        |debit, amount: &str| RefundCommand { debit, amount: yuan(amount), reason: "重复扣款".to_owned() };
    let debit = newest_debit(&world, &treasurer(&world)).await.id;
    assert_eq!(debit_refusal(refund(&world.db, &treasurer(&world), command(debit, "1")).await), "refund.exceeds");
    two_people(&world, Action::AdoptLate { difference: found(&world).await }).await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.refundable, yuan("3000"));
    refund(&world.db, &treasurer(&world), command(debit, "1000")).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(
        (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
        (200_000, Some(yuan("8000")))
    );
    // And its payer demands the rest back.
    let today = date!(2026 - 11 - 21);
    network.give_back(today, &number, yuan("3000"), ReturnReason::Unauthorised);
    world.set_now(world.now() + Duration::MINUTE);
    fetched(&world, &network).await;
    assert_eq!(
        (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
        (0, Some(yuan("10000")))
    );
    assert_eq!(
        (balance(&world, "partner_payable", "funder-a").await, balance(&world, "claim", "funder-a").await),
        (0, -1_000_000)
    );
    assert_eq!(debit_refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.complaint");
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    world.finish().await;
}

/// Whether it was told by the same file, or by that of the next date.
#[tokio::test]
async fn what_succeeded_late_and_is_told_again_is_booked_once_and_given_back_by_nobody() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK), (&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess, SettlementBreak::Repeated]);
    two_people(&world, Action::AdoptLate { difference: found(&world).await }).await;
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::Repeated; 2]);
    for row in differences(&world).await {
        let again = propose(&world, Action::GiveBackLate { difference: row.id }).await;
        assert_eq!(refusal(again), "late_success.none");
        // A person finds out why it was told again.
        let command = SettleBreakCommand { difference: row.id, note: "网络重复报送".to_owned() };
        settle_break(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    }
    assert_eq!((kinds(&world).await, told(&world).await.len()), (vec![], 2));
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("7000")));
    world.finish().await;
}
