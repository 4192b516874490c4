//! What the network gives back to an agent's card.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    job::JobKind,
    ledger::EventKind,
    network::{Meaning, Reason, ReturnReason},
    role::Role,
};
use services::{
    Error,
    job::Outcome,
    settlement::{DifferenceFilter, SettleBreakCommand, difference as detail_of, settle_break, settlement_breaks},
    wallet,
};
use time::{Date, macros::date};

use super::{balance, bound, newest, taken};
use crate::{
    approval::{propose, refusal as refused, two_people},
    binding::{follow, network::TestNetwork},
    harness::{FIRST, World, yuan},
    repayment::sweep,
    settlement::{fetched, file},
};

const DAY: Date = date!(2026 - 11 - 20);

#[tokio::test]
async fn a_top_up_that_is_given_back_is_taken_out_of_the_wallet_now_and_when_money_comes() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    taken(&world, id, "123.45").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    services::payout::withdraw(&world.db, &world.agent(1), yuan("100")).await.unwrap();
    let reference = newest(&world, id).await.reference.to_string();
    for _ in 0..2 {
        network.give_back(DAY, &reference, yuan("123.45"), ReturnReason::Unauthorised);
        assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    }
    assert_eq!(sweep::balance(&world).await, 0);
    assert_eq!(newest(&world, id).await.returned, Some((ReturnReason::Unauthorised, yuan("100"))));
    assert_eq!(balance(&world, "channel_receivable").await, yuan("100"), "the network has it, and the agent owes it");
    taken(&world, id, "150").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(sweep::balance(&world).await, 5_000);
    let shown = wallet::wallet(&world.db, &world.agent(1), None).await.unwrap().entries;
    let events: Vec<EventKind> = shown.iter().map(|entry| entry.event).collect();
    let expected = [
        EventKind::TopUpTakenBack,
        EventKind::TopUpDebited,
        EventKind::TopUpTakenBack,
        EventKind::WithdrawalRequested,
        EventKind::TopUpDebited,
    ];
    assert_eq!((events, balance(&world, "channel_receivable").await), (expected.to_vec(), yuan("150")));
    let open = "select count(*) from returned_top_ups where taken_fen < amount_fen or takings <> 2";
    assert_eq!(world.number(open).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_top_up_that_had_failed_and_was_taken_is_credited_when_two_people_say() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    taken(&world, id, "123.45").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let reference = newest(&world, id).await.reference.to_string();
    network.settle(DAY, &file(DAY, &[(&reference, "123.45", "00000000")]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let auditor = world.operator(Role::Auditor);
    let difference =
        settlement_breaks(&world.db, &auditor, DifferenceFilter::All, FIRST).await.unwrap().rows.remove(0).id;
    let alone = SettleBreakCommand { difference, note: "已到账".to_owned() };
    let alone = settle_break(&world.db, &world.operator(Role::OperatorMaker), alone).await;
    assert!(matches!(alone, Err(Error::Refused(refusal)) if refusal.code() == "late_success.two_people"));
    assert_eq!(refused(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
    let detail = detail_of(&world.db, &auditor, difference).await.unwrap();
    assert_eq!((detail.choices, detail.outstanding), (vec![Action::AdoptLate { difference }], None));
    assert_eq!(sweep::balance(&world).await, 0);
    two_people(&world, Action::AdoptLate { difference }).await;
    assert_eq!((newest(&world, id).await.state, sweep::balance(&world).await), (DebitState::Succeeded, 12_345));
    assert_eq!(balance(&world, "channel_receivable").await, yuan("123.45"));
    assert_eq!(refused(propose(&world, Action::AdoptLate { difference }).await), "late_success.none");
    assert!(settlement_breaks(&world.db, &auditor, DifferenceFilter::All, FIRST).await.unwrap().rows.is_empty());
    world.finish().await;
}
