//! What the network gives back to an agent's card.

use domain::{job::JobKind, ledger::EventKind, network::ReturnReason};
use services::{job::Outcome, wallet};
use time::{Date, macros::date};

use super::{balance, bound, newest, taken};
use crate::{
    binding::{follow, network::TestNetwork},
    harness::{World, yuan},
    repayment::sweep,
    settlement::fetched,
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
