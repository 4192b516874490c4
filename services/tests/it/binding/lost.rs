//! What the network does not answer is unknown, asked for, and never done twice.

use domain::{
    job::JobKind,
    network::Reason,
    role::Role,
    signing::{SigningRefusal, SigningState},
};
use time::Duration;

use super::{
    BindingFilter, CODE, TestNetwork, bindings, confirmed, follow, order, ordered, published, state, told_codes,
    treasurer,
};
use crate::harness::{FIRST, World};
use domain::network::Meaning;
use services::{
    Error,
    signing::{order_signing, send_code_again},
};

#[tokio::test]
async fn a_lost_answer_to_the_code_ends_in_one_binding_by_asking() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    network.lose_answers(1);
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Confirming, "neither signed nor failed");
    assert!(bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.is_empty());
    world.set_now(world.now() + Duration::minutes(1));
    for _ in 0..3 {
        follow(&world, &network, JobKind::FollowSigning).await;
        world.set_now(world.now() + Duration::minutes(1));
    }
    assert_eq!(state(&world, id).await.0, SigningState::Succeeded);
    assert_eq!(bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.len(), 1);
    assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.succeeded"]);
    assert_eq!(told_codes(&world, &world.facilitator(1, Role::FacilitatorOperator)).await, ["signing.succeeded"]);
    world.finish().await;
}

#[tokio::test]
async fn a_code_that_never_came_there_can_be_typed_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    network.lose_answers(1);
    confirmed(&world, &network, id, "000000").await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Confirming);
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowSigning).await;
    assert_eq!(state(&world, id).await.0, SigningState::CodeSent);
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Succeeded);
    world.finish().await;
}

#[tokio::test]
async fn what_was_signed_although_the_code_seemed_lost_is_found_before_it_expires_or_another_code_is_sent() {
    for sends_again in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        published(&world, "JH-01", 1).await;
        let id = ordered(&world, &network, "JH-01").await;
        network.lose_answers(1);
        confirmed(&world, &network, id, CODE).await.unwrap();
        network.answer_from_before(1);
        world.set_now(world.now() + Duration::minutes(2));
        follow(&world, &network, JobKind::FollowSigning).await;
        assert_eq!(state(&world, id).await.0, SigningState::CodeSent, "the code seems lost");
        if sends_again {
            send_code_again(&world.db, &network, &treasurer(&world), id).await.unwrap();
        } else {
            world.set_now(world.now() + Duration::minutes(10));
            follow(&world, &network, JobKind::FollowSigning).await;
        }
        assert_eq!((state(&world, id).await.0, network.sent()), (SigningState::Succeeded, 1));
        assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.succeeded"]);
        world.finish().await;
    }
}

#[tokio::test]
async fn an_order_without_an_answer_is_found_or_was_never_there() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    network.lose_answers(1);
    let found = ordered(&world, &network, "JH-01").await;
    assert_eq!(state(&world, found).await.0, SigningState::Created);
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowSigning).await;
    assert_eq!(state(&world, found).await.0, SigningState::CodeSent);
    confirmed(&world, &network, found, CODE).await.unwrap();

    published(&world, "JH-02", 1).await;
    network.answer(Meaning::Unknown);
    let never = ordered(&world, &network, "JH-02").await;
    for _ in 0..8 {
        assert_eq!(state(&world, never).await.0, SigningState::Created, "not there yet is not failed");
        world.set_now(world.now() + Duration::minutes(1));
        follow(&world, &network, JobKind::FollowSigning).await;
    }
    world.set_now(world.now() + Duration::hours(1));
    follow(&world, &network, JobKind::FollowSigning).await;
    assert_eq!(state(&world, never).await, (SigningState::Failed, Some(Reason::Other)));
    world.finish().await;
}

#[tokio::test]
async fn a_repeated_order_is_answered_the_same_and_sends_one_code() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let context = treasurer(&world);
    let first = order_signing(&world.db, &network, &context, order("JH-01")).await.unwrap();
    let second = order_signing(&world.db, &network, &context, order("JH-01")).await.unwrap();
    assert_eq!((first, network.sent()), (second, 1));
    world.finish().await;
}

#[tokio::test]
async fn a_code_that_is_given_twice_at_once_signs_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    let (one, other) = tokio::join!(confirmed(&world, &network, id, CODE), confirmed(&world, &network, id, CODE));
    let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
    assert!(matches!(refused.as_slice(), [Error::Refused(SigningRefusal::State { .. })]), "{refused:?}");
    assert_eq!((state(&world, id).await.0, network.signed().len()), (SigningState::Succeeded, 1));
    assert_eq!(world.number("select count(*) from bindings").await, 1);
    world.finish().await;
}
