//! How much is debited from a card has limits: of each debit, and of a day.

use domain::{
    agreement_debit::{DebitFailure, DebitState},
    approval::Action,
    debit_rules::DebitRules,
    debt::{DebitLimits, DebtRefusal},
    job::JobKind,
    network::{Meaning, Reason},
};
use services::{Error, bank::Banks, debit_rules::debit_rules, worker::Worker};
use time::Duration;

use super::{debited, newest_debit, refusal, registered, seen};
use crate::{
    approval::{approve, propose, refusal as refused, two_people},
    bank::FakeBank,
    binding::{bound, follow, network::TestNetwork, treasurer},
    harness::{World, yuan},
};

#[tokio::test]
async fn a_debit_and_a_card_s_day_have_their_limits_whatever_is_debited_for() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let one = registered(&world, binding, "D-1", "90000").await;
    let other = registered(&world, binding, "D-2", "90000").await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), one, "50000.01").await), "debt.above_debit_limit");
    debited(&world, &treasurer(&world), one, "50000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    // What waits to be sent counts too.
    debited(&world, &treasurer(&world), other, "49999").await.unwrap();
    let more = debited(&world, &treasurer(&world), one, "2").await;
    assert!(
        matches!(more, Err(Error::Refused(DebtRefusal::MoreThanADay { left })) if left == yuan("1")),
        "{more:?} of what waits"
    );
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), one, "2").await), "debt.above_day_limit");
    debited(&world, &treasurer(&world), one, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    world.set_now(world.now() + Duration::DAY);
    debited(&world, &treasurer(&world), one, "2").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn the_limits_are_asked_again_before_a_debit_is_sent() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let owed = registered(&world, binding, "D-1", "100").await;
    debited(&world, &treasurer(&world), owed, "10").await.unwrap();
    let bank = FakeBank::silent();
    let banks = Banks::one(&bank);
    let debit_limits = DebitLimits { a_day: yuan("9.99"), ..DebitLimits::default() };
    let worker = Worker { network: &network, debit_limits, ..Worker::new(&world.db, &banks) };
    worker.work_off(JobKind::FollowDebit).await.unwrap();
    let debit = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!(
        (debit.state, debit.failure.map(DebitFailure::code)),
        (DebitState::Failed, Some("debt.above_day_limit"))
    );
    assert!(network.paid().is_empty());
    assert_eq!(seen(&world, &treasurer(&world), owed).await.outstanding, Some(yuan("100")));
    world.finish().await;
}

#[tokio::test]
async fn two_people_decide_how_often_a_card_is_tried_and_when_again_after_which_refusal() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let owed = registered(&world, binding, "D-1", "100").await;
    let short = || Meaning::Refused(Reason::InsufficientFunds);
    network.answer_payment(short());
    debited(&world, &treasurer(&world), owed, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    for tries in [0, 11] {
        let rules = DebitRules { tries, ..DebitRules::default() };
        assert_eq!(refused(propose(&world, Action::DebitRules { rules }).await), "debit_rules.invalid");
    }
    let rules = DebitRules { tries: 1, ..DebitRules::default() };
    let proposed = propose(&world, Action::DebitRules { rules: rules.clone() }).await.unwrap();
    let again = propose(&world, Action::DebitRules { rules: DebitRules::default() }).await;
    assert_eq!(refused(again), "approval.already_proposed");
    debited(&world, &treasurer(&world), owed, "10").await.unwrap();
    network.answer_payment(short());
    follow(&world, &network, JobKind::FollowDebit).await;
    approve(&world, proposed).await.unwrap();
    assert_eq!(debit_rules(&world.db, &world.agent(1)).await.unwrap(), rules);
    assert_eq!(refusal(debited(&world, &treasurer(&world), owed, "10").await), "debt.tried_too_often");

    world.set_now(world.now() + Duration::MINUTE);
    let tomorrow = vec![Reason::InsufficientFunds, Reason::LimitExceeded, Reason::Risk];
    two_people(&world, Action::DebitRules { rules: DebitRules { tomorrow, ..DebitRules::default() } }).await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), owed, "10").await), "debt.limit_reached");
    world.set_now(world.now() + Duration::DAY);
    let mut never = DebitRules::default().never;
    never.push(Reason::InsufficientFunds);
    two_people(&world, Action::DebitRules { rules: DebitRules { never, ..DebitRules::default() } }).await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), owed, "10").await), "debt.card_refused");
    world.set_now(world.now() + Duration::MINUTE);
    two_people(&world, Action::DebitRules { rules: DebitRules::default() }).await;
    debited(&world, &treasurer(&world), owed, "10").await.unwrap();
    world.finish().await;
}
