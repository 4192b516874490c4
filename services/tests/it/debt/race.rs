//! Fifty debits of one debt at once, from both sides, while the worker sends what is accepted.

use domain::{
    Amount,
    debt::DebitLimits,
    id::{BindingId, DebtId},
    job::JobKind,
};
use services::{
    Error,
    agreement_debit::{DebitCommand, debit},
};
use tokio::task::JoinSet;

use super::{approved, collector, notified, registered, seen, submitted};
use crate::{
    binding::{bound, follow, network::TestNetwork, treasurer},
    dice::Dice,
    harness::{World, yuan},
};

const ROUNDS: usize = 100;
const AT_ONCE: usize = 50;

/// Races for a debt of 100. Gives the amounts of what was accepted.
async fn race(world: &World, network: &TestNetwork, debt: DebtId, dice: &mut Dice) -> Vec<Amount> {
    let mut tasks = JoinSet::new();
    for turn in 0..AT_ONCE {
        let context = if turn % 2 == 0 { collector(world) } else { treasurer(world) };
        // More than half of it: any of them fits, and no second one.
        let amount = Amount::from_fen(5_001 + i64::try_from(dice.roll(5_000)).unwrap());
        let db = world.db.clone();
        tasks.spawn(async move {
            match debit(&db, &context, DebitLimits::default(), DebitCommand { debt, amount }).await {
                Ok(_) => Some(amount),
                Err(Error::Refused(_) | Error::NotFound) => None,
                Err(other) => panic!("{other:?}"),
            }
        });
    }
    let sends = async {
        for _ in 0..3 {
            follow(world, network, JobKind::FollowDebit).await;
        }
    };
    let (accepted, ()) = tokio::join!(tasks.join_all(), sends);
    accepted.into_iter().flatten().collect()
}

/// A debt that the funder holds, or the facilitator, or the funder again; now and then it is raced for while it changes hands.
async fn handed_over(
    world: &World,
    network: &TestNetwork,
    (binding, number): (BindingId, &str),
    dice: &mut Dice,
) -> DebtId {
    let debt = registered(world, binding, number, "100").await;
    for back in [false, true].into_iter().take(usize::try_from(dice.roll(3)).unwrap()) {
        let transfer = submitted(world, &[debt], back).await.unwrap();
        approved(world, transfer).await;
        if dice.one_in(3) {
            assert!(race(world, network, debt, dice).await.is_empty(), "{number} is frozen");
        }
        notified(world, transfer).await;
        follow(world, network, JobKind::FollowTransfer).await;
    }
    debt
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_debits_from_both_sides_are_one() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let mut dice = Dice(20_261_120);
    for round in 0..ROUNDS {
        let number = format!("D-{round}");
        let debt = handed_over(&world, &network, (binding, &number), &mut dice).await;
        let accepted = race(&world, &network, debt, &mut dice).await;
        assert_eq!(accepted.len(), 1, "{number}: {accepted:?}");
        follow(&world, &network, JobKind::FollowDebit).await;
        assert_eq!(network.paid().last().map(|(_, amount)| *amount), Some(accepted[0]), "{number}");
        assert_eq!(
            seen(&world, &treasurer(&world), debt).await.outstanding,
            Some(yuan("100").less(accepted[0])),
            "{number}"
        );
        // Another card day for the next round.
        world.set_now(world.now() + time::Duration::DAY);
    }
    assert_eq!(network.paid().len(), ROUNDS);
    world.finish().await;
}
