//! Money out of an agent's own card, into its wallet.

use domain::{
    Amount,
    agreement_debit::{DebitState, NEVER_THERE},
    approval::Action,
    card::{TopUpFailure, TopUpRefusal},
    freeze::{FreezeOrder, FreezeReason},
    job::JobKind,
    ledger::EventKind,
    loan::LoanState,
    network::{Meaning, Reason},
    repayment::RepaymentCause,
    role::Role,
};
use services::{
    Error, card,
    top_up::{OrderedTopUp, TopUpCommand},
    wallet,
};
use time::{
    Duration,
    macros::{date, datetime},
};

use super::{balance, bound, newest, refusal, taken};
use crate::{
    approval::two_people,
    bank::spend,
    binding::{follow, network::TestNetwork, treasurer},
    debt::{debited, registered},
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{self, DUE, LATE, overdue, paid},
    },
};

/// For what the wallet is said to be frozen.
fn frozen(outcome: Result<OrderedTopUp, Error<TopUpRefusal>>) -> FreezeReason {
    match outcome {
        Err(Error::Refused(TopUpRefusal::Frozen { reason })) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_the_network_takes_is_in_the_wallet_and_owed_by_the_network() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    for (amount, why) in [("0", "amount.not_positive"), ("50000.01", "top_up.too_much")] {
        assert_eq!(refusal(taken(&world, id, amount).await), why);
    }
    taken(&world, id, "123.45").await.unwrap();
    assert_eq!(newest(&world, id).await.state, DebitState::Accepted);
    assert_eq!(refusal(taken(&world, id, "1").await), "top_up.in_flight");
    assert_eq!(sweep::balance(&world).await, 0, "nothing before the network's word");
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Succeeded);
    assert_eq!(sweep::balance(&world).await, 12_345);
    assert_eq!(balance(&world, "channel_receivable").await, yuan("123.45"));
    assert_eq!(network.paid().iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [yuan("123.45")]);
    let shown = wallet::wallet(&world.db, &world.agent(1), None).await.unwrap().entries;
    assert_eq!((shown.len(), shown[0].event, shown[0].amount), (1, EventKind::TopUpDebited, yuan("123.45")));
    world.finish().await;
}

#[tokio::test]
async fn a_card_is_its_agent_s_and_a_repeated_order_takes_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    let command = || TopUpCommand { card: id, amount: yuan("10") };
    let other = services::top_up::top_up(&world.db, &world.agent(2), command()).await;
    assert!(matches!(other, Err(Error::NotFound)));
    let funder = world.funder_person('a', Role::FunderTreasurer);
    let other = services::top_up::top_up(&world.db, &funder, command()).await;
    assert!(matches!(other, Err(Error::Forbidden)));
    let context = world.agent(1);
    let first = services::top_up::top_up(&world.db, &context, command()).await.unwrap();
    let second = services::top_up::top_up(&world.db, &context, command()).await.unwrap();
    assert_eq!(first, second);
    let in_flight = card::card(&world.db, &world.agent(1), id).await.unwrap().in_flight;
    assert_eq!(in_flight, Some(first.top_up));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(card::card(&world.db, &world.agent(1), id).await.unwrap().in_flight, None);
    let receipt = services::top_up::receipt(&world.db, &world.agent(1), first.top_up).await.unwrap();
    assert_eq!((receipt.card, receipt.amount, receipt.state), (id, yuan("10"), DebitState::Succeeded));
    assert_eq!(receipt, newest(&world, id).await);
    assert!(receipt.decided_at.is_some());
    let other = services::top_up::receipt(&world.db, &world.agent(2), first.top_up).await;
    assert!(matches!(other, Err(Error::NotFound)));
    let other = services::top_up::receipt(&world.db, &funder, first.top_up).await;
    assert!(matches!(other, Err(Error::Forbidden)));
    let (one, two) = tokio::join!(taken(&world, id, "1"), taken(&world, id, "2"));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(network.paid().len(), 2);
    world.finish().await;
}

#[tokio::test]
async fn a_refusal_is_told_and_what_is_not_answered_is_asked_for_and_not_sent_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    taken(&world, id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let row = newest(&world, id).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(TopUpFailure::Refused(Reason::InsufficientFunds))));
    assert_eq!(sweep::balance(&world).await, 0);

    world.set_now(world.now() + Duration::SECOND);
    network.lose_answers(2);
    taken(&world, id, "200").await.unwrap();
    for _ in 0..2 {
        follow(&world, &network, JobKind::FollowTopUp).await;
        assert_eq!(newest(&world, id).await.state, DebitState::Unknown);
        assert_eq!(refusal(taken(&world, id, "1").await), "top_up.in_flight");
        world.set_now(world.now() + Duration::minutes(10));
    }
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Succeeded);
    assert_eq!((network.paid().len(), sweep::balance(&world).await), (1, 20_000));

    network.answer_payment(Meaning::Refused(Reason::LimitExceeded));
    taken(&world, id, "300").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let refused = taken(&world, id, "1").await;
    let tomorrow = datetime!(2026-11-21 00:00 +8);
    assert!(
        matches!(refused, Err(Error::Refused(TopUpRefusal::TriedTooOften { next_at })) if next_at == tomorrow),
        "{refused:?}"
    );
    world.set_now(tomorrow);
    taken(&world, id, "1").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_never_knew_has_failed_only_after_a_day_and_by_no_file() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    network.answer_payment(Meaning::Unknown);
    taken(&world, id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    for _ in 0..3 {
        world.set_now(world.now() + Duration::minutes(10));
        follow(&world, &network, JobKind::FollowTopUp).await;
        assert_eq!(newest(&world, id).await.state, DebitState::Unknown, "not there yet is not failed");
    }
    world.set_now(world.now() + NEVER_THERE);
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Unknown, "the file of its date is not there yet");
    let day = date!(2026 - 11 - 20);
    network.settle(day, &crate::settlement::file(day, &[]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    crate::settlement::fetched(&world, &network).await;
    world.set_now(world.now() + Duration::hours(7));
    follow(&world, &network, JobKind::FollowTopUp).await;
    let row = newest(&world, id).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(TopUpFailure::Refused(Reason::Other))));
    world.finish().await;
}

#[tokio::test]
async fn a_frozen_wallet_takes_in_what_was_sent_before_and_pays_what_is_overdue_but_nothing_new_from_a_card() {
    let world = World::new().await;
    let network = TestNetwork::default();
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    spend(&world, 1).await;
    world.turn_to(DUE).await;
    let id = bound(&world, &network).await;
    network.lose_answers(1);
    taken(&world, id, "20000").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    world.turn_to(LATE).await;
    let owed = overdue(&world, loan, LATE).await;
    assert_eq!(frozen(taken(&world, id, "1").await), FreezeReason::Overdue);
    world.set_now(world.now() + Duration::minutes(10));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Succeeded);
    assert_eq!((sweep::balance(&world).await, overdue(&world, loan, LATE).await), (0, owed.less(yuan("20000"))));
    assert_eq!(paid(&world, loan).await, [(yuan("20000"), RepaymentCause::Swept)]);
    assert_eq!(frozen(taken(&world, id, "1").await), FreezeReason::Overdue);
    sweep::top_up(&world, "T1", "50000").await;
    assert_eq!(sweep::state(&world, loan).await, LoanState::Settled);
    taken(&world, id, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(balance(&world, "channel_receivable").await, yuan("20001"));
    assert_eq!(Amount::from_fen(sweep::balance(&world).await), yuan("70001").less(owed));
    world.finish().await;
}

#[tokio::test]
async fn nothing_is_sent_once_any_freeze_stands_and_the_one_that_has_stood_longest_is_named() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    taken(&world, id, "100").await.unwrap();
    let freeze = async |order| {
        world.set_now(world.now() + Duration::SECOND);
        two_people(&world, Action::Freeze { wallet: world.agents[0].wallet, order }).await;
    };
    let last = date!(2026 - 11 - 22);
    let court = FreezeOrder {
        reason: FreezeReason::Court,
        amount: Some(yuan("10")),
        expires_on: Some(last),
        asked_by: "（2026）川01执188号".to_owned(),
    };
    freeze(court).await;
    freeze(FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() }).await;
    follow(&world, &network, JobKind::FollowTopUp).await;
    let row = newest(&world, id).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(TopUpFailure::NotSent)));
    assert!(network.paid().is_empty());
    assert_eq!(frozen(taken(&world, id, "1").await), FreezeReason::Court);
    world.turn_to(date!(2026 - 11 - 23)).await;
    assert_eq!(frozen(taken(&world, id, "1").await), FreezeReason::Risk);
    world.finish().await;
}

#[tokio::test]
async fn how_often_a_card_is_tried_is_the_card_s_whoever_tries() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = crate::binding::bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = bound(&world, &network).await;
    for _ in 0..2 {
        taken(&world, id, "1").await.unwrap();
        follow(&world, &network, JobKind::FollowTopUp).await;
    }
    debited(&world, &treasurer(&world), debt, "1").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(refusal(taken(&world, id, "1").await), "top_up.tried_too_often");
    let refused = debited(&world, &treasurer(&world), debt, "1").await;
    assert_eq!(crate::debt::refusal(refused), "debt.tried_too_often");
    assert_eq!(balance(&world, "channel_receivable").await, yuan("3"));
    world.finish().await;
}

#[tokio::test]
async fn the_network_s_file_settles_a_top_up_and_says_what_became_of_one_that_was_unknown() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = bound(&world, &network).await;
    let known = taken(&world, id, "100").await.unwrap().reference.to_string();
    follow(&world, &network, JobKind::FollowTopUp).await;
    network.answer_payment(Meaning::Unknown);
    world.set_now(world.now() + Duration::minutes(1));
    let unknown = taken(&world, id, "20.50").await.unwrap().reference.to_string();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Unknown);
    let day = date!(2026 - 11 - 20);
    let lines = [(known.as_str(), "100", "00000000"), (unknown.as_str(), "20.50", "00000000")];
    network.settle(day, &crate::settlement::file(day, &lines));
    world.turn_to(date!(2026 - 11 - 21)).await;
    crate::settlement::fetched(&world, &network).await;
    assert_eq!(newest(&world, id).await.state, DebitState::Succeeded);
    assert_eq!(sweep::balance(&world).await, 12_050);
    let settled = "select count(*) from settled_debits s join top_ups t on t.id = s.debit_id";
    assert_eq!(world.number(settled).await, 2);
    assert_eq!(world.number("select count(*) from settlement_breaks").await, 0);
    world.finish().await;
}
