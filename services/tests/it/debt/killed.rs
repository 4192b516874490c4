//! Debits whose worker is killed: what was not sent is never sent later, and what was sent is taken once.

use domain::{
    agreement_debit::{DebitFailure, DebitState},
    id::DebtId,
    job::JobKind,
    network::Reason,
};
use time::Duration;

use super::{collector, debited, newest_debit, refusal, registered, transferred};
use crate::{
    binding::{
        bound, follow,
        killed::{KILLS, LEASE, Mortal, Point, killed},
        treasurer,
    },
    dice::Dice,
    harness::World,
    settlement::turned,
};

/// Case 28, its first three runs: an answer that was read and not committed is one that was not heard. A card is tried three times a day: two debits whose
/// worker is killed, and the one of the day before that never got there.
#[tokio::test]
async fn a_debt_is_collected_once_wherever_the_worker_is_killed() {
    let world = World::new().await;
    let mortal = Mortal::default();
    let binding = bound(&world, &mortal.network).await.id;
    let (mut dice, mut debts) = (Dice(20_261_120), Vec::with_capacity(2 * KILLS));
    for place in 0..2 * KILLS {
        let amount = dice.yuan(1_000).to_string();
        debts.push((registered(&world, binding, &format!("D-{place}"), &amount).await, amount));
    }
    let (theirs, ours) = debts.split_at(KILLS);
    let named: Vec<DebtId> = theirs.iter().map(|(debt, _)| *debt).collect();
    transferred(&world, &mortal.network, &named, false).await;
    let by = |facilitator| if facilitator { collector(&world) } else { treasurer(&world) };
    // What is debited at one instant has no order.
    let later = || world.set_now(world.now() + Duration::minutes(1));
    let mut earlier = 0;
    for (theirs, ours) in theirs.iter().zip(ours) {
        let facilitators = dice.one_in(2);
        let ((lost, amount), (unheard, other)) = if facilitators { (theirs, ours) } else { (ours, theirs) };
        later();
        debited(&world, &by(facilitators), *lost, amount).await.unwrap();
        killed(&world, &mortal, JobKind::FollowDebit, Point::BeforeSending).await;
        let row = newest_debit(&world, &by(facilitators)).await;
        assert_eq!((row.debt, row.state), (*lost, DebitState::Unknown));
        assert_eq!(refusal(debited(&world, &by(facilitators), *lost, "0.01").await), "debt.in_flight");
        later();
        debited(&world, &by(!facilitators), *unheard, other).await.unwrap();
        killed(&world, &mortal, JobKind::FollowDebit, Point::BeforeTheAnswer).await;
        let row = newest_debit(&world, &by(!facilitators)).await;
        assert_eq!((row.debt, row.state), (*unheard, DebitState::Succeeded));
        turned(&world, &mortal.network, earlier).await;
        earlier = mortal.network.paid().len();
        follow(&world, &mortal, JobKind::FollowDebit).await;
        let row = newest_debit(&world, &by(facilitators)).await;
        assert_eq!(
            (row.debt, row.state, row.failure),
            (*lost, DebitState::Failed, Some(DebitFailure::Refused(Reason::Other)))
        );
        later();
        debited(&world, &by(facilitators), *lost, amount).await.unwrap();
        follow(&world, &mortal, JobKind::FollowDebit).await;
        assert_eq!(newest_debit(&world, &by(facilitators)).await.state, DebitState::Succeeded);
    }
    mortal.agrees(&world).await;
    assert_eq!(mortal.network.paid().len(), 2 * KILLS);
    assert_eq!(world.number("select count(*) from debts where outstanding_fen > 0").await, 0);
    assert_eq!(world.number("select count(*) from settlement_breaks").await, 0);
    world.finish().await;
}

/// Case 28, its fourth run.
#[tokio::test]
async fn a_worker_that_was_stopped_for_longer_than_its_lease_books_nothing_a_second_time() {
    let world = World::new().await;
    let mortal = Mortal::default();
    let binding = bound(&world, &mortal.network).await.id;
    let debt = registered(&world, binding, "D-1", "10000").await;
    debited(&world, &treasurer(&world), debt, "10000").await.unwrap();
    mortal.kill_at(Point::BeforeTheAnswer);
    let meanwhile = async {
        mortal.stopped().await;
        world.set_now(world.now() + LEASE);
        follow(&world, &mortal, JobKind::FollowDebit).await;
        assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Succeeded);
        mortal.go_on();
    };
    tokio::join!(follow(&world, &mortal, JobKind::FollowDebit), meanwhile);
    mortal.agrees(&world).await;
    assert_eq!(world.number("select count(*) from outbox where event = 'debit.succeeded'").await, 1);
    let journals = "select count(*) from journals where event_kind = 'agreement.debited'";
    assert_eq!(world.number(journals).await, 1);
    assert_eq!(world.number("select count(*) from jobs where kind = 'debit.follow'").await, 0);
    world.finish().await;
}
