//! Debits that succeeded after they had failed here.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    id::{DebtId, SettlementBreakId},
    job::JobKind,
    network::{Meaning, Reason, ReturnReason},
    role::Role,
    settlement::SettlementBreak,
};
use services::{
    Error,
    agreement_debit::{DebitFilter, debits},
    refund::{RefundCommand, refund},
    settlement::{SettleBreakCommand, difference as detail_of, settle_break},
};
use time::{Duration, macros::date};

use super::{ACCOUNT, DAY, NUMBER, OK, collected, differences, fetched, file, kinds, one_more, owed, paid};
use crate::{
    approval::{propose, refusal, two_people},
    bank::{FakeBank, send_payouts},
    bank_movement::feed,
    binding::{follow, network::TestNetwork, treasurer},
    debt::{balance, collector, debited, newest_debit, refusal as debit_refusal, seen, transferred},
    harness::{FIRST, World, yuan},
};

/// A debt of 10,000, and a debit of 3,000 that was refused.
async fn refused(world: &World, network: &TestNetwork) -> (DebtId, String) {
    let (debt, _) = collected(world, network, &[]).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    let number = one_more(world, network, debt, "3000").await;
    (debt, number)
}

async fn found(world: &World) -> SettlementBreakId {
    let difference = differences(world).await.remove(0);
    assert_eq!(difference.kind, SettlementBreak::LateSuccess);
    difference.id
}

async fn told(world: &World) -> Vec<String> {
    let told = "select event from outbox where event in ('debit.late_success', 'debit.refunded', 'debit.corrected') order by place";
    sqlx::query_scalar(told).fetch_all(&world.owner).await.unwrap()
}

async fn state(world: &World, number: &str) -> DebitState {
    let rows = debits(&world.db, &treasurer(world), DebitFilter::All, FIRST).await.unwrap().rows;
    rows.into_iter().find(|row| row.reference.as_str() == number).unwrap().state
}

/// Case 32.
#[tokio::test]
async fn what_the_debt_does_not_owe_any_more_goes_back_to_the_payer_when_two_people_say() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    let other = one_more(&world, &network, debt, "10000").await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK), (&other, "10000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    feed(&world, vec![paid("B1", "13000", NUMBER)]).await;
    let difference = found(&world).await;
    assert_eq!((owed(&world).await, told(&world).await), (-300_000, vec!["debit.late_success".to_owned()]));
    let alone = SettleBreakCommand { difference, note: "已退".to_owned() };
    let alone = settle_break(&world.db, &world.operator(Role::OperatorMaker), alone).await;
    assert!(matches!(alone, Err(Error::Refused(refusal)) if refusal.code() == "late_success.two_people"));
    assert_eq!(refusal(propose(&world, Action::AdoptLate { difference }).await), "late_success.not_owed");
    two_people(&world, Action::GiveBackLate { difference }).await;
    assert_eq!(refusal(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess], "the network has not given it back yet");
    follow(&world, &network, JobKind::FollowRefund).await;
    assert!(kinds(&world).await.is_empty());
    assert_eq!(network.refunded().iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [yuan("3000")]);
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("0")));
    assert_eq!(told(&world).await, ["debit.late_success", "debit.refunded"]);
    let detail = detail_of(&world.db, &world.operator(Role::Auditor), difference).await.unwrap();
    assert_eq!((detail.open, detail.amount, detail.approvals.len()), (false, yuan("3000"), 1));
    // Nothing is posted by it: what the network nets, it has paid before.
    assert_eq!(owed(&world).await, -300_000);
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_does_not_give_back_waits_for_two_people_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = found(&world).await;
    network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
    two_people(&world, Action::GiveBackLate { difference }).await;
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess]);
    propose(&world, Action::AdoptLate { difference }).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_the_debt_owes_still_is_booked_for_its_holder_when_two_people_say() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = found(&world).await;
    two_people(&world, Action::AdoptLate { difference }).await;
    assert_eq!(refusal(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
    assert!(kinds(&world).await.is_empty());
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("7000")));
    assert_eq!((owed(&world).await, told(&world).await.len()), (300_000, 2));
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn what_was_booked_although_it_had_failed_goes_back_as_any_other_debit_does() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let command =
        |debit, amount: &str| RefundCommand { debit, amount: yuan(amount), reason: "重复扣款".to_owned() };
    let debit = newest_debit(&world, &treasurer(&world)).await.id;
    assert_eq!(debit_refusal(refund(&world.db, &treasurer(&world), command(debit, "1")).await), "refund.exceeds");
    two_people(&world, Action::AdoptLate { difference: found(&world).await }).await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.refundable, yuan("3000"));
    refund(&world.db, &treasurer(&world), command(debit, "1000")).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(
        (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
        (200_000, Some(yuan("8000")))
    );
    // And its payer demands the rest back.
    let today = date!(2026 - 11 - 21);
    network.give_back(today, &number, yuan("3000"), ReturnReason::Unauthorised);
    world.set_now(world.now() + Duration::MINUTE);
    fetched(&world, &network).await;
    assert_eq!(
        (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
        (0, Some(yuan("10000")))
    );
    assert_eq!(
        (balance(&world, "partner_payable", "funder-a").await, balance(&world, "claim", "funder-a").await),
        (0, -1_000_000)
    );
    assert_eq!(debit_refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.complaint");
    assert_eq!(state(&world, &number).await, DebitState::Failed, "the answer that was given stays");
    world.finish().await;
}

/// Whether it was told by the same file, or by that of the next date.
#[tokio::test]
async fn what_succeeded_late_and_is_told_again_is_booked_once_and_given_back_by_nobody() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK), (&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess, SettlementBreak::Repeated]);
    two_people(&world, Action::AdoptLate { difference: found(&world).await }).await;
    let next = date!(2026 - 11 - 21);
    network.settle(next, &file(next, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(&world, &network).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::Repeated; 2]);
    for row in differences(&world).await {
        let again = propose(&world, Action::GiveBackLate { difference: row.id }).await;
        assert_eq!(refusal(again), "late_success.none");
        // A person finds out why it was told again.
        let command = SettleBreakCommand { difference: row.id, note: "网络重复报送".to_owned() };
        settle_break(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    }
    assert_eq!((kinds(&world).await, told(&world).await.len()), (vec![], 2));
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("7000")));
    world.finish().await;
}

/// One person says what became of a difference.
async fn settled_alone(world: &World, difference: SettlementBreakId) {
    let command = SettleBreakCommand { difference, note: "已与网络核实".to_owned() };
    settle_break(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
}

/// The file of the date after the first has a debit of the holder's and these refunds, of 3,000 each, and is held against ours.
async fn refunds_told(world: &World, network: &TestNetwork, (debit, amount): (&str, &str), refunds: &[String]) {
    let next = date!(2026 - 11 - 21);
    let back: domain::Amount = refunds.iter().map(|_| yuan("3000")).sum();
    let net = yuan(amount).plus(back.negated());
    let rows: String = refunds
        .iter()
        .enumerate()
        .map(|(place, number)| format!("D|M{place}|{number}|refund|3000.00|{OK}\n"))
        .collect();
    let head = format!("H|STL2026112100000001|{next}|{ACCOUNT}\nD|M9|{debit}|payment|{}|{OK}\n", yuan(amount));
    let tail = format!("T|{}|{}|{back}|{net}\n", refunds.len() + 1, yuan(amount));
    network.settle(next, &format!("{head}{rows}{tail}"));
    world.turn_to(date!(2026 - 11 - 22)).await;
    fetched(world, network).await;
}

async fn refunds_of(world: &World) -> Vec<String> {
    sqlx::query_scalar("select reference from refunds order by reference").fetch_all(&world.owner).await.unwrap()
}

#[tokio::test]
async fn what_succeeded_late_and_has_gone_back_by_itself_is_neither_booked_nor_given_back_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    let lines = format!("D|N1|{number}|payment|3000.00|{OK}\nD|N2|{number}|return|3000.00|{OK}\n");
    network.settle(DAY, &format!("H|{NUMBER}|{DAY}|{ACCOUNT}\n{lines}T|2|3000.00|3000.00|0.00\n"));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    assert_eq!(kinds(&world).await, [SettlementBreak::LateSuccess, SettlementBreak::UnorderedRefund]);
    for row in differences(&world).await {
        assert!(!row.two_people, "{row:?}");
        for action in [Action::AdoptLate { difference: row.id }, Action::GiveBackLate { difference: row.id }] {
            assert_eq!(refusal(propose(&world, action).await), "late_success.none");
        }
        settled_alone(&world, row.id).await;
    }
    assert!(kinds(&world).await.is_empty());
    assert_eq!(
        (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
        (0, Some(yuan("10000")))
    );
    world.finish().await;
}

/// A late debit is given back by what two people have ordered once, and had failed here.
#[tokio::test]
async fn what_gives_a_late_debit_back_is_found_to_be_made_alone_or_beside_another() {
    for again in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let (debt, number) = refused(&world, &network).await;
        network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
        world.turn_to(date!(2026 - 11 - 21)).await;
        fetched(&world, &network).await;
        let difference = found(&world).await;
        network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
        two_people(&world, Action::GiveBackLate { difference }).await;
        follow(&world, &network, JobKind::FollowRefund).await;
        network.answer_refunds(None);
        if again {
            world.set_now(world.now() + Duration::SECOND);
            two_people(&world, Action::GiveBackLate { difference }).await;
            follow(&world, &network, JobKind::FollowRefund).await;
        }
        let (refunds, other) = (refunds_of(&world).await, one_more(&world, &network, debt, "7000").await);
        refunds_told(&world, &network, (&other, "7000"), &refunds).await;
        let late = differences(&world).await.into_iter().find(|row| row.order_no == refunds[0]).unwrap();
        assert_eq!((late.kind, late.two_people), (SettlementBreak::LateSuccess, !again));
        if again {
            // What the network has paid out twice it makes good: nobody here was paid of it.
            assert_eq!(refusal(propose(&world, Action::AdoptLate { difference: late.id }).await), "late_success.none");
            settled_alone(&world, late.id).await;
        } else {
            assert_eq!(refusal(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
            assert_eq!(refusal(propose(&world, Action::AdoptLate { difference }).await), "late_success.none");
            two_people(&world, Action::AdoptLate { difference: late.id }).await;
        }
        assert!(kinds(&world).await.is_empty());
        assert_eq!(
            (owed(&world).await, seen(&world, &treasurer(&world), debt).await.outstanding),
            (700_000, Some(yuan("3000")))
        );
        world.finish().await;
    }
}

#[tokio::test]
async fn what_is_booked_for_another_than_had_debited_it_is_seen_and_given_back_by_whom_it_was_paid_to() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (debt, number) = refused(&world, &network).await;
    network.settle(DAY, &file(DAY, &[(&number, "3000", OK)]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let difference = found(&world).await;
    network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
    two_people(&world, Action::GiveBackLate { difference }).await;
    follow(&world, &network, JobKind::FollowRefund).await;
    network.answer_refunds(None);
    transferred(&world, &network, &[debt], false).await;
    world.set_now(world.now() + Duration::SECOND);
    two_people(&world, Action::AdoptLate { difference }).await;
    let of = async |filter: DebitFilter| debits(&world.db, &collector(&world), filter, FIRST).await.unwrap().rows;
    assert!(of(DebitFilter::All).await.is_empty(), "it has debited nothing");
    let row = of(DebitFilter::Of(debt)).await.remove(0);
    assert_eq!((row.reference.as_str(), row.refundable), (number.as_str(), yuan("3000")));
    let command = || RefundCommand { debit: row.id, amount: yuan("1000"), reason: "重复扣款".to_owned() };
    assert_eq!(debit_refusal(refund(&world.db, &treasurer(&world), command()).await), "debt.not_held");
    let late = refunds_of(&world).await;
    refund(&world.db, &collector(&world), command()).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -200_000);

    // And what had failed to give it back before was made: that is the payee's too.
    world.set_now(world.now() + Duration::minutes(1));
    let other = debited(&world, &collector(&world), debt, "5000").await.unwrap().reference.to_string();
    follow(&world, &network, JobKind::FollowDebit).await;
    refunds_told(&world, &network, (&other, "5000"), &late).await;
    two_people(&world, Action::AdoptLate { difference: found_of(&world, &late[0]).await }).await;
    // 2,000 of it were left, and 1,000 went beyond.
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -500_000);
    assert_eq!(balance(&world, "partner_receivable", "facilitator-1").await, 100_000);
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("5000")));
    world.finish().await;
}

async fn found_of(world: &World, number: &str) -> SettlementBreakId {
    differences(world).await.into_iter().find(|row| row.order_no == number).unwrap().id
}
