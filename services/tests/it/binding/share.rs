//! How bindings and shares end.

use domain::{
    binding::{BindingRefusal, BindingState, ShareState},
    job::JobKind,
    network::{AgreementStanding, Meaning, Reason},
    role::Role,
};
use services::{
    Error,
    binding::{ReleaseShareCommand, RevokeShareCommand, UnsignCommand, binding, release_share, revoke_share, unsign},
};
use time::{Duration, macros::date};

use super::{
    BindingFilter, CODE, TestNetwork, assert_tells_no_payer, bindings, bound, confirmed, follow, ordered, published,
    shares_of, told, told_codes, treasurer,
};
use crate::harness::{FIRST, World};

fn code<T: std::fmt::Debug>(outcome: Result<T, Error<BindingRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn unsigning_revokes_the_share_at_once_and_ends_at_the_network_s_word() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let command = |reason: &str| UnsignCommand { binding: row.id, at_payers_wish: false, reason: reason.to_owned() };
    assert_eq!(code(unsign(&world.db, &treasurer(&world), command(" ")).await), "binding.reason_missing");
    let stranger = world.funder_person('b', Role::FunderTreasurer);
    assert!(matches!(unsign(&world.db, &stranger, command("x")).await, Err(Error::NotFound)));
    unsign(&world.db, &treasurer(&world), command("客户换卡")).await.unwrap();
    assert_eq!(code(unsign(&world.db, &treasurer(&world), command("x")).await), "binding.state");
    let state = async || binding(&world.db, &treasurer(&world), row.id).await.unwrap().state;
    assert_eq!((state().await, shares_of(&world, 1).await[0].state), (BindingState::Unsigning, ShareState::Revoked));
    // The answer is lost: it stays to be asked, and ends once.
    network.lose_answers(1);
    follow(&world, &network, JobKind::FollowBinding).await;
    assert_eq!(state().await, BindingState::Unsigning);
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowBinding).await;
    assert_eq!((state().await, network.ended().len()), (BindingState::Unsigned, 2));
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert_eq!(told_codes(&world, &facilitator).await, ["signing.succeeded", "share.revoked"]);
    assert_eq!(
        told_codes(&world, &world.partner('a')).await,
        ["signing.succeeded", "share.revoked", "binding.unsigned"]
    );
    for event in told(&world, &facilitator).await {
        assert_tells_no_payer(&event.payload);
    }
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_does_not_end_is_no_end_before_the_agreement_is_asked() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let state = async || binding(&world.db, &treasurer(&world), row.id).await.unwrap().state;
    let again = || UnsignCommand { binding: row.id, at_payers_wish: false, reason: "客户换卡".to_owned() };
    for (said, standing, after) in [
        // It says no, and the agreement is one: so is the binding, and the funder can ask again.
        (Meaning::Refused(Reason::Other), AgreementStanding::Signed, BindingState::Active),
        (Meaning::NotFound, AgreementStanding::Unknown, BindingState::Unsigning),
        (Meaning::NotFound, AgreementStanding::Ended, BindingState::Unsigned),
    ] {
        if state().await == BindingState::Active {
            unsign(&world.db, &treasurer(&world), again()).await.unwrap();
        }
        network.answer_agreement(said, standing);
        world.set_now(world.now() + Duration::minutes(1));
        follow(&world, &network, JobKind::FollowBinding).await;
        assert_eq!(state().await, after, "{said:?} {standing:?}");
    }
    let told = told_codes(&world, &world.partner('a')).await;
    assert_eq!(told, ["signing.succeeded", "share.revoked", "binding.unsign_refused", "binding.unsigned"]);
    world.finish().await;
}

#[tokio::test]
async fn bindings_by_one_agreement_end_one_by_one_here_and_all_together_there() {
    for ended_there in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        network.give_one_agreement();
        let first = bound(&world, &network).await.id;
        published(&world, "JH-02", 2).await;
        let signing = ordered(&world, &network, "JH-02").await;
        confirmed(&world, &network, signing, CODE).await.unwrap();
        let both = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows;
        let second = both.into_iter().map(|row| row.id).find(|id| *id != first).unwrap();
        let states = async || {
            let row = async |id| binding(&world.db, &treasurer(&world), id).await.unwrap().state;
            (row(first).await, row(second).await)
        };
        let end = async |binding| {
            let command = UnsignCommand { binding, at_payers_wish: false, reason: "客户换卡".to_owned() };
            unsign(&world.db, &treasurer(&world), command).await.unwrap();
            follow(&world, &network, JobKind::FollowBinding).await;
        };
        if ended_there {
            let debt = crate::debt::registered(&world, first, "D-1", "10").await;
            network.answer_payment(Meaning::Refused(Reason::AgreementEnded));
            network.answer_agreement(Meaning::Unknown, AgreementStanding::Ended);
            crate::debt::debited(&world, &treasurer(&world), debt, "10").await.unwrap();
            follow(&world, &network, JobKind::FollowDebit).await;
            for _ in 0..2 {
                follow(&world, &network, JobKind::FollowBinding).await;
            }
            assert_eq!(states().await, (BindingState::Invalid, BindingState::Invalid));
        } else {
            end(first).await;
            assert_eq!((states().await, network.ended().len()), ((BindingState::Unsigned, BindingState::Active), 0));
            end(second).await;
            assert_eq!((states().await.1, network.ended().len()), (BindingState::Unsigned, 1));
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn a_share_is_given_back_or_taken_back_and_the_binding_stays() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let share = row.share.unwrap().0;
    let command = || ReleaseShareCommand { share, reason: "合作到期".to_owned() };
    let revoke = || RevokeShareCommand { share, at_payers_wish: false, reason: "合作到期".to_owned() };
    let other = world.facilitator(2, Role::FacilitatorApprover);
    assert!(matches!(release_share(&world.db, &other, command()).await, Err(Error::NotFound)));
    let other = world.funder_person('b', Role::FunderTreasurer);
    assert!(matches!(revoke_share(&world.db, &other, revoke()).await, Err(Error::NotFound)));
    release_share(&world.db, &world.facilitator(1, Role::FacilitatorApprover), command()).await.unwrap();
    assert_eq!(shares_of(&world, 1).await[0].state, ShareState::Released);
    assert_eq!(code(revoke_share(&world.db, &treasurer(&world), revoke()).await), "share.state");
    assert_eq!(binding(&world.db, &treasurer(&world), row.id).await.unwrap().state, BindingState::Active);
    world.finish().await;
}

#[tokio::test]
async fn what_the_payer_or_the_bank_has_ended_ends_here_once_the_agreement_says_so_too() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let state = async || binding(&world.db, &treasurer(&world), row.id).await.unwrap().state;
    let asked = async || {
        crate::settlement::fetched(&world, &network).await;
        follow(&world, &network, JobKind::FollowBinding).await.len()
    };
    network.tell_ended(date!(2026 - 11 - 20), "NET-AGREEMENT-OF-NOBODY");
    assert_eq!(asked().await, 0, "it is none of ours");
    // Told twice, of the day before, and contradicted by the agreement itself.
    for _ in 0..2 {
        network.tell_ended(date!(2026 - 11 - 19), &network.agreement_no());
    }
    assert_eq!((asked().await, state().await), (1, BindingState::Active));
    network.answer_agreement(Meaning::Unknown, AgreementStanding::Ended);
    assert_eq!((asked().await, state().await), (1, BindingState::Invalid));
    assert_eq!(shares_of(&world, 1).await[0].state, ShareState::Revoked);
    assert_eq!(asked().await, 0, "what is over is not asked about again");
    let told = told_codes(&world, &world.partner('a')).await;
    assert_eq!(told, ["signing.succeeded", "share.revoked", "binding.invalid"]);
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert_eq!(told_codes(&world, &facilitator).await, ["signing.succeeded", "share.revoked"]);
    world.finish().await;
}
