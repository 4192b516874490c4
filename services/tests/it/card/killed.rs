//! Top-ups whose worker is killed: what was not sent is never sent later, and what was sent fills the wallet once.

use domain::{Amount, agreement_debit::DebitState, card::TopUpFailure, id::CardId, job::JobKind, network::Reason};
use services::{
    card::{ConfirmCardCommand, confirm_card},
    top_up::{TopUpCommand, TopUpRow, top_up, top_ups},
};
use time::Duration;

use super::{ordered, refusal};
use crate::{
    binding::{
        follow,
        killed::{KILLS, Mortal, Point, killed},
        network::CODE,
    },
    dice::Dice,
    harness::{FIRST, World},
    settlement::turned,
};

/// The card of an agent, bound.
async fn bound_by(world: &World, mortal: &Mortal, agent: usize) -> CardId {
    let id = ordered(world, &mortal.network, agent).await;
    let command = ConfirmCardCommand { card: id, code: CODE.to_owned() };
    confirm_card(&world.db, &mortal.network, &world.agent(agent), command).await.unwrap();
    id
}

async fn newest_of(world: &World, (agent, card): (usize, CardId)) -> TopUpRow {
    top_ups(&world.db, &world.agent(agent), card, FIRST).await.unwrap().rows.remove(0)
}

/// A card is tried three times a day, whoever's it is: two top-ups whose worker is killed, and the one of the day before that
/// never got there.
#[tokio::test]
async fn a_wallet_is_filled_once_wherever_the_worker_is_killed() {
    let world = World::new().await;
    let mortal = Mortal::default();
    let cards = [(1, bound_by(&world, &mortal, 1).await), (2, bound_by(&world, &mortal, 2).await)];
    let order = async |(agent, card): (usize, CardId), amount: Amount| {
        // What is ordered at one instant has no order.
        world.set_now(world.now() + Duration::minutes(1));
        top_up(&world.db, &world.agent(agent), TopUpCommand { card, amount }).await
    };
    let (mut dice, mut earlier) = (Dice(20_261_120), 0);
    for _ in 0..KILLS {
        let (lost, unheard) = if dice.one_in(2) { (cards[0], cards[1]) } else { (cards[1], cards[0]) };
        let (amount, other) = (dice.yuan(1_000), dice.yuan(1_000));
        order(lost, amount).await.unwrap();
        killed(&world, &mortal, JobKind::FollowTopUp, Point::BeforeSending).await;
        assert_eq!(newest_of(&world, lost).await.state, DebitState::Unknown);
        assert_eq!(refusal(order(lost, amount).await), "top_up.in_flight");
        order(unheard, other).await.unwrap();
        killed(&world, &mortal, JobKind::FollowTopUp, Point::BeforeTheAnswer).await;
        assert_eq!(newest_of(&world, unheard).await.state, DebitState::Succeeded);
        turned(&world, &mortal.network, earlier).await;
        earlier = mortal.network.paid().len();
        follow(&world, &mortal, JobKind::FollowTopUp).await;
        let row = newest_of(&world, lost).await;
        assert_eq!((row.state, row.failure), (DebitState::Failed, Some(TopUpFailure::Refused(Reason::Other))));
        order(lost, amount).await.unwrap();
        follow(&world, &mortal, JobKind::FollowTopUp).await;
        assert_eq!(newest_of(&world, lost).await.state, DebitState::Succeeded);
    }
    mortal.agrees(&world).await;
    assert_eq!(mortal.network.paid().len(), 2 * KILLS);
    let taken: Amount = mortal.network.paid().into_iter().map(|(_, amount)| amount).sum();
    assert_eq!(world.number("select sum(balance_fen)::bigint from wallets").await, taken.fen());
    assert_eq!(world.number("select count(*) from settlement_breaks").await, 0);
    world.finish().await;
}
