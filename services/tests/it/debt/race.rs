//! Fifty debits of one debt at once, from both sides.

use domain::job::JobKind;
use services::agreement_debit::{DebitCommand, debit};
use tokio::task::JoinSet;

use super::{collector, registered, seen, transferred};
use crate::{
    binding::{bound, follow, network::TestNetwork, treasurer},
    harness::{World, yuan},
};

const ROUNDS: usize = 100;

#[tokio::test]
async fn fifty_debits_from_both_sides_are_one() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    for (round, back) in [None, Some(false), Some(true)].into_iter().cycle().take(ROUNDS).enumerate() {
        let debt = registered(&world, binding.id, &format!("D-{round}"), "100").await;
        if let Some(back) = back {
            transferred(&world, &network, &[debt], false).await;
            if back {
                transferred(&world, &network, &[debt], true).await;
            }
        }
        let mut tasks = JoinSet::new();
        for turn in 0..50 {
            let context = if turn % 2 == 0 { collector(&world) } else { treasurer(&world) };
            let db = world.db.clone();
            tasks.spawn(async move {
                debit(&db, &context, Default::default(), DebitCommand { debt, amount: yuan("100") }).await.is_ok()
            });
        }
        let accepted = tasks.join_all().await.into_iter().filter(|accepted| *accepted).count();
        assert_eq!(accepted, 1, "round {round}");
        follow(&world, &network, JobKind::FollowDebit).await;
        assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, yuan("0"));
        // Another card day for the next round.
        world.set_now(world.now() + time::Duration::DAY);
    }
    assert_eq!(network.paid().len(), ROUNDS);
    world.finish().await;
}
