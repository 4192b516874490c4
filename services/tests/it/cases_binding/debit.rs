//! Cases of debits: many at once, unanswered ones, and cards that are tried too often.

use std::collections::BTreeSet;

use domain::{
    agreement_debit::{DebitFailure, DebitState, NotSent},
    approval::Action,
    binding::ShareUse,
    debit_rules::DebitRules,
    debt::{DebitLimits, Holder},
    job::JobKind,
    network::{Meaning, Reason},
};
use services::{
    Error,
    agreement_debit::{DebitCommand, DebitFilter, debit, debits},
    debt_transfer::confirm_transfer,
};
use time::Duration;
use tokio::task::JoinSet;

use super::play::{Play, Step};
use crate::{
    approval::{approve, propose},
    binding::{follow, shares_of, treasurer},
    debt::{collector, debited, documented, facilitator_approver, newest_debit, refusal, seen, submitted, transferred},
    harness::{FIRST, yuan},
};

/// As many calls at once as the case says, each under a number of its own. Gives whose calls were accepted, and why the others were
/// not.
async fn at_once(play: &Play, steps: &[Step]) -> (Vec<usize>, BTreeSet<(usize, &'static str)>) {
    let mut tasks = JoinSet::new();
    for (at, step) in steps.iter().enumerate() {
        let text = |field: &str| step.body[field].as_str().unwrap();
        let (debt, amount) = (play.debt(text("debt_item")), yuan(text("amount")));
        for _ in 0..step.times.unwrap() {
            let context = if at == 0 { treasurer(&play.world) } else { collector(&play.world) };
            let db = play.world.db.clone();
            tasks.spawn(async move {
                match debit(&db, &context, DebitLimits::default(), DebitCommand { debt, amount }).await {
                    Ok(_) => (at, None),
                    Err(Error::Refused(refusal)) => (at, Some(refusal.code())),
                    Err(Error::NotFound) => (at, Some("not_found")),
                    Err(other) => panic!("{other:?}"),
                }
            });
        }
    }
    let answers = tasks.join_all().await;
    let accepted = answers.iter().filter(|(_, why)| why.is_none()).map(|(at, _)| *at).collect();
    (accepted, answers.into_iter().filter_map(|(at, why)| why.map(|why| (at, why))).collect())
}

/// Case 22.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_debits_of_all_that_is_owed_the_holder_s_first_is_the_one() {
    let case = include_str!("../../data/cases-binding/22-scenario.json");
    let funder = ["debt.in_flight", "not_found"];
    let facilitator = ["debt.not_held", "debt.in_flight"];
    for (holder, refused) in [funder, facilitator].into_iter().enumerate() {
        let mut play = if holder == 0 { Play::shared(case).await } else { Play::transferred(case).await };
        let steps = play.parallel();
        let expected: BTreeSet<_> = refused.into_iter().enumerate().collect();
        assert_eq!(at_once(&play, &steps).await, (vec![holder], expected));

        play.says("check", "repeat with the winner in each");
        let debt = play.debt("D1");
        let by = || if holder == 0 { treasurer(&play.world) } else { collector(&play.world) };
        play.network.lose_answers(1);
        for state in [DebitState::Accepted, DebitState::Unknown] {
            assert_eq!(newest_debit(&play.world, &by()).await.state, state);
            assert_eq!(refusal(debited(&play.world, &by(), debt, "0.01").await), "debt.in_flight");
            play.send().await;
            play.world.set_now(play.world.now() + Duration::minutes(10));
        }
        assert_eq!(newest_debit(&play.world, &by()).await.state, DebitState::Succeeded);
        assert_eq!(seen(&play.world, &by(), debt).await.outstanding, Some(yuan("0")));
        assert_eq!(refusal(debited(&play.world, &by(), debt, "0.01").await), "debt.settled");
        assert_eq!(shares_of(&play.world, 1).await[0].usable, ShareUse::Locked, "nothing is left to collect");
        assert_eq!(play.network.paid().len(), 1);

        play.says("check", "the same race against the freeze");
        race_against_the_freeze(&play).await;
        play.ends().await;
        play.finish().await;
    }
}

/// Another debt is debited at the moment at which it freezes: that is refused, or not sent.
async fn race_against_the_freeze(play: &Play) {
    let debt = play.debt("D3");
    let id = submitted(&play.world, &[debt], false).await.unwrap();
    documented(&play.world, id).await;
    confirm_transfer(&play.world.db, &facilitator_approver(&play.world), id).await.unwrap();
    let proposed = propose(&play.world, Action::Transfer { transfer: id }).await.unwrap();
    let context = treasurer(&play.world);
    let (debited, frozen) =
        tokio::join!(debited(&play.world, &context, debt, "5000.00"), approve(&play.world, proposed));
    frozen.unwrap();
    assert_eq!(seen(&play.world, &context, debt).await.holder, Holder::InTransfer);
    play.send().await;
    match debited {
        Ok(accepted) => {
            let all = debits(&play.world.db, &context, DebitFilter::All, FIRST).await.unwrap().rows;
            let row = all.into_iter().find(|row| row.id == accepted.debit).unwrap();
            assert_eq!(row.failure, Some(DebitFailure::NotSent(NotSent::TransferFrozen)));
        }
        refused => assert_eq!(refusal(refused), "debt.transfer_frozen"),
    }
    assert_eq!(play.network.paid().len(), 1, "nothing of it was sent");
}

/// Case 26; its second run is the debit that is in no file.
#[tokio::test]
async fn what_the_network_does_not_know_for_a_while_is_unknown_and_then_paid_once() {
    let case = include_str!("../../data/cases-binding/26-scenario.json");
    let mut play = Play::transferred(case).await;
    play.call().await;
    play.says("network", "pay");
    play.network.lose_answers(1);
    play.send().await;
    let state = async |play: &Play| newest_debit(&play.world, &collector(&play.world)).await.state;
    assert_eq!(state(&play).await, DebitState::Unknown);
    for (words, questions) in [("queries at 2, 4, 8, 16, 32 s", 5), ("query at 5 min", 1), ("query at 30 min", 1)] {
        play.says("network", words);
        for _ in 0..questions {
            play.network.answer_query(Meaning::NotFound);
            play.world.set_now(play.world.now() + Duration::minutes(30));
            play.send().await;
            assert_eq!(state(&play).await, DebitState::Unknown);
        }
        if words == "query at 5 min" {
            play.call().await;
        }
    }
    play.says("check", "state is `unknown`");
    play.says("network", "query at 41 min");
    play.world.set_now(play.world.now() + Duration::minutes(30));
    play.send().await;
    assert_eq!((state(&play).await, play.network.paid().len()), (DebitState::Succeeded, 1));
    assert!(play.ends().await.is_empty());
    play.finish().await;
}

/// Case 29, with as many tries as a card has here, which are three a day and have no sum (decision 0026).
#[tokio::test]
async fn a_card_is_tried_so_often_a_day_and_not_more_often_by_anybody_else() {
    let case = include_str!("../../data/cases-binding/29-scenario.json");
    let mut play = Play::transferred(case).await;
    let step = play.asked("POST /agreement-debits");
    let most = DebitRules::default().tries;
    assert!(i64::try_from(step.times.unwrap()).unwrap() <= most);
    for tried in 1..=most {
        play.network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
        play.debit(&step).await;
        play.send().await;
        let debit = newest_debit(&play.world, &collector(&play.world)).await;
        let short = Some(DebitFailure::Refused(Reason::InsufficientFunds));
        assert_eq!((debit.state, debit.failure), (DebitState::Failed, short), "{tried}");
    }
    play.call().await;
    play.call().await;
    play.says("check", "after ten in all");
    assert!(play.ends().await.is_empty());

    play.says("check", "the transfer back and forth");
    let debt = play.debt("D1");
    transferred(&play.world, &play.network, &[debt], true).await;
    assert_eq!(refusal(debited(&play.world, &treasurer(&play.world), debt, "1").await), "debt.tried_too_often");
    play.send().await;
    assert!(play.network.paid().is_empty());
    play.world.set_now(play.world.now() + Duration::DAY);
    debited(&play.world, &treasurer(&play.world), debt, "1").await.unwrap();
    follow(&play.world, &play.network, JobKind::FollowDebit).await;
    assert_eq!(play.network.paid().len(), 1, "on the next day it is tried again");
    play.finish().await;
}
