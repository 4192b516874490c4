//! A card rests, and ends: by its agent, or by the bank or the network.

use domain::{
    agreement_debit::DebitState,
    card::{CardState, TopUpFailure},
    job::JobKind,
    network::{AgreementStanding, Meaning, Reason},
};
use services::{
    Error,
    card::{pause_card, resume_card, revoke_card},
};
use time::Duration;

use super::{bound, code, newest, refusal, seen, taken};
use crate::{
    binding::{follow, network::TestNetwork},
    harness::World,
    repayment::sweep::balance,
};

#[tokio::test]
async fn nothing_is_taken_from_a_card_that_rests_not_even_what_was_ordered_before() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    assert!(matches!(pause_card(&world.db, &world.agent(2), id).await, Err(Error::NotFound)));
    assert_eq!(code(resume_card(&world.db, &world.agent(1), id).await), "card.state");
    taken(&world, id, "100").await.unwrap();
    pause_card(&world.db, &world.agent(1), id).await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let row = newest(&world, id).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(TopUpFailure::NotSent)));
    assert_eq!(refusal(taken(&world, id, "1").await), "top_up.card_not_usable");
    assert_eq!(code(pause_card(&world.db, &world.agent(1), id).await), "card.state");
    resume_card(&world.db, &world.agent(1), id).await.unwrap();
    world.set_now(world.now() + Duration::SECOND);
    taken(&world, id, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!((balance(&world).await, network.paid().len()), (100, 1));
    world.finish().await;
}

#[tokio::test]
async fn a_card_is_removed_once_what_was_sent_is_known_and_can_be_bound_anew() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.lose_answers(1);
    taken(&world, id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    revoke_card(&world.db, &world.agent(1), id).await.unwrap();
    assert_eq!(code(revoke_card(&world.db, &world.agent(1), id).await), "card.state");
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!((seen(&world, id).await.state, network.ended().len()), (CardState::Unsigning, 0));
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!((newest(&world, id).await.state, balance(&world).await), (DebitState::Succeeded, 10_000));
    // The answer is lost: it stays to be asked, and ends once.
    network.lose_answers(1);
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Unsigning);
    world.set_now(world.now() + Duration::minutes(5));
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Unsigned);
    assert_eq!(refusal(taken(&world, id, "1").await), "top_up.card_not_usable");
    let again = bound(&world, &network).await;
    assert_ne!(again, id);
    taken(&world, again, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(balance(&world).await, 10_100);
    world.finish().await;
}

#[tokio::test]
async fn an_end_waits_for_what_was_sent_to_the_end_of_the_day_at_most() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.answer_payment(Meaning::Unknown);
    taken(&world, id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    revoke_card(&world.db, &world.agent(1), id).await.unwrap();
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Unsigning);
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(time::macros::date!(2026 - 11 - 21)).await;
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Unsigned);
    // Its result stands, however late.
    network.answer_query(Meaning::Done);
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!((newest(&world, id).await.state, balance(&world).await), (DebitState::Succeeded, 10_000));
    world.finish().await;
}

#[tokio::test]
async fn what_could_not_be_ended_rests_and_what_ended_by_itself_is_invalid() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.answer_agreement(Meaning::Refused(Reason::Other), AgreementStanding::Signed);
    revoke_card(&world.db, &world.agent(1), id).await.unwrap();
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Paused);
    resume_card(&world.db, &world.agent(1), id).await.unwrap();

    network.answer_payment(Meaning::Refused(Reason::AgreementEnded));
    network.answer_agreement(Meaning::Unknown, AgreementStanding::Ended);
    taken(&world, id, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.failure, Some(TopUpFailure::Refused(Reason::AgreementEnded)));
    assert_eq!(seen(&world, id).await.state, CardState::Active, "one answer ends no agreement");
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Invalid);
    world.finish().await;
}

#[tokio::test]
async fn a_card_and_a_funder_s_binding_by_one_agreement_end_one_by_one() {
    let world = World::new().await;
    let network = TestNetwork::default();
    network.give_one_agreement();
    let binding = crate::binding::bound(&world, &network).await;
    let id = bound(&world, &network).await;
    revoke_card(&world.db, &world.agent(1), id).await.unwrap();
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!((seen(&world, id).await.state, network.ended().len()), (CardState::Unsigned, 0));
    let again = bound(&world, &network).await;
    let command =
        services::binding::UnsignCommand {
            binding: binding.id, at_payers_wish: false, reason: "客户换卡".to_owned()
        };
    services::binding::unsign(&world.db, &crate::binding::treasurer(&world), command).await.unwrap();
    follow(&world, &network, JobKind::FollowBinding).await;
    assert_eq!(network.ended().len(), 0, "the card goes on with it");
    revoke_card(&world.db, &world.agent(1), again).await.unwrap();
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!((seen(&world, again).await.state, network.ended().len()), (CardState::Unsigned, 1));
    world.finish().await;
}
