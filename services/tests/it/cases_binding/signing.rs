//! Cases of signings and of how bindings end.

use domain::{
    agreement_debit::{DebitFailure, DebitState},
    binding::{BindingState, ShareState, ShareUse},
    debt::Holder,
    job::JobKind,
    network::{AgreementStanding, Meaning, Reason},
    signing::SigningState,
};
use services::{
    binding::{BindingFilter, UnsignCommand, bindings, unsign},
    network::SigningStanding,
};
use time::Duration;

use super::{play::Play, state_of};
use crate::{
    binding::{follow, ordered, shares_of, state, told_codes, treasurer},
    debt::{collector, debited, newest_debit, refusal, registered, seen},
    harness::{FIRST, yuan},
};

/// Case 01.
#[tokio::test]
async fn a_code_whose_answer_is_lost_is_settled_by_asking_alone() {
    let case = include_str!("../../data/cases-binding/01-scenario.json");
    let mut play = Play::mapped(case).await;
    let signing = ordered(&play.world, &play.network, "SET-A-01").await;
    play.network.lose_answers(1);
    assert_eq!(play.confirm(signing).await, Ok(()));
    play.says("network", "sign (0202)");
    assert_eq!(state(&play.world, signing).await.0, SigningState::Confirming);
    assert_eq!(play.confirm(signing).await, Ok(()), "the same number");
    assert_eq!(play.confirm(signing).await, Err("signing.state"));
    assert_eq!((play.network.signed().len(), play.network.sent()), (1, 1), "one serial, and nothing sent again");

    play.says("network", "query 1, 2, 3");
    play.network.answer_orders([SigningStanding::NotFound, SigningStanding::Unknown]);
    for expected in [SigningState::Confirming, SigningState::Confirming, SigningState::Succeeded] {
        play.world.set_now(play.world.now() + Duration::minutes(1));
        follow(&play.world, &play.network, JobKind::FollowSigning).await;
        assert_eq!(state(&play.world, signing).await.0, expected);
    }
    let rows = bindings(&play.world.db, &treasurer(&play.world), BindingFilter::All, FIRST).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].state), (1, BindingState::Active));
    let share = shares_of(&play.world, 1).await.remove(0);
    assert_eq!((share.state, share.usable), (ShareState::Shared, ShareUse::Locked));
    assert_ne!(share.alias, rows[0].alias);
    play.ends().await;

    let debt = registered(&play.world, rows[0].id, "D1", "30450.00").await;
    let funders = seen(&play.world, &treasurer(&play.world), debt).await;
    assert_eq!((funders.holder, funders.may_collect), (Holder::Funder, Ok(())));
    play.finish().await;
}

/// Case 02.
#[tokio::test]
async fn a_signing_that_was_begun_debits_nothing_and_is_no_share() {
    let case = include_str!("../../data/cases-binding/02-scenario.json");
    let mut play = Play::mapped(case).await;
    let order = play.asked("POST /signings");
    let settlement_id = order.body["settlement_id"].as_str().unwrap();
    let signing = ordered(&play.world, &play.network, settlement_id).await;
    assert_eq!(state(&play.world, signing).await.0, SigningState::CodeSent);
    play.call().await;
    play.asked("GET /shares");
    assert!(shares_of(&play.world, 1).await.is_empty());
    play.says("clock", "past the code's validity");
    play.world.set_now(play.world.now() + Duration::minutes(10));
    assert_eq!(play.confirm(signing).await, Err("signing.code_expired"));
    follow(&play.world, &play.network, JobKind::FollowSigning).await;

    assert_eq!(state(&play.world, signing).await.0, SigningState::Expired);
    let share = shares_of(&play.world, 1).await.remove(0);
    assert_eq!((share.state, share.alias.as_str(), share.payer_masked.as_str()), (ShareState::Void, "", ""));
    let rows = bindings(&play.world.db, &treasurer(&play.world), BindingFilter::All, FIRST).await.unwrap().rows;
    assert_eq!((rows.len(), play.network.sent(), play.network.signed().len()), (0, 1, 0));
    play.ends().await;
    play.finish().await;
}

/// Case 07.
#[tokio::test]
async fn what_the_network_has_not_ended_is_debited_by_nobody_and_ended_once() {
    let case = include_str!("../../data/cases-binding/07-scenario.json");
    let mut play = Play::shared(case).await;
    let step = play.asked("POST /bindings/AF1/unsign");
    let context = play.context(&step);
    let reason = step.body["reason"].as_str().unwrap().to_owned();
    let command = UnsignCommand { binding: play.binding, at_payers_wish: true, reason };
    unsign(&play.world.db, &context, command).await.unwrap();
    play.says("network", "unsign, the first");
    play.network.lose_answers(1);
    follow(&play.world, &play.network, JobKind::FollowBinding).await;
    assert_eq!(state_of(&play.world, play.binding).await, BindingState::Unsigning);

    let steps = play.parallel();
    play.debit(&steps[0]).await;
    assert_eq!(shares_of(&play.world, 1).await[0].usable, ShareUse::Over);
    play.says("network", "status query");
    play.says("network", "unsign again");
    play.world.set_now(play.world.now() + Duration::minutes(1));
    follow(&play.world, &play.network, JobKind::FollowBinding).await;
    assert_eq!(state_of(&play.world, play.binding).await, BindingState::Unsigned);
    assert_eq!(shares_of(&play.world, 1).await[0].state, ShareState::Revoked);
    let agreement = play.network.agreement_no();
    assert_eq!(play.network.ended(), [agreement.clone(), agreement], "the same one, which is ended twice alike");
    play.debit(&steps[0]).await;
    assert!(play.ends().await.is_empty());
    play.finish().await;
}

/// Case 09.
#[tokio::test]
async fn a_debit_that_learns_that_the_agreement_is_gone_ends_the_binding_once_the_network_is_asked() {
    let case = include_str!("../../data/cases-binding/09-scenario.json");
    let mut play = Play::transferred(case).await;
    play.call().await;
    play.says("network", "pay");
    play.network.answer_payment(Meaning::Refused(Reason::AgreementEnded));
    play.send().await;
    let debit = newest_debit(&play.world, &collector(&play.world)).await;
    let gone = Some(DebitFailure::Refused(Reason::AgreementEnded));
    assert_eq!((debit.state, debit.failure), (DebitState::Failed, gone));
    assert_eq!(state_of(&play.world, play.binding).await, BindingState::Active, "one answer ends no binding");
    play.says("network", "status query");
    play.network.answer_agreement(Meaning::Unknown, AgreementStanding::Ended);
    follow(&play.world, &play.network, JobKind::FollowBinding).await;

    assert_eq!(state_of(&play.world, play.binding).await, BindingState::Invalid);
    assert_eq!(shares_of(&play.world, 1).await[0].state, ShareState::Revoked);
    let held = seen(&play.world, &collector(&play.world), play.debt("D1")).await;
    assert_eq!((held.holder, held.outstanding), (Holder::Facilitator, Some(yuan("30450.00"))));
    for (context, code) in [(collector(&play.world), "debt.binding_ended"), (treasurer(&play.world), "debt.not_held")] {
        assert_eq!(refusal(debited(&play.world, &context, play.debt("D1"), "1").await), code);
    }
    play.send().await;
    assert!(play.network.paid().is_empty(), "it is not tried again");
    assert!(play.ends().await.is_empty());
    let told = told_codes(&play.world, &play.world.partner('a')).await;
    assert!(!told.iter().any(|code| code.starts_with("debit.")), "{told:?}");
    play.finish().await;
}
