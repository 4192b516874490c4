//! Loans that are collected with a card of their borrower's, beside what else happens to card, wallet and loan.

use domain::{
    approval::Action,
    freeze::{FreezeOrder, FreezeReason},
    job::JobKind,
    ledger::EventKind,
    network::{Meaning, Reason, ReturnReason},
    repayment::RepaymentCause,
    role::Role,
};
use services::{
    settlement::{DifferenceFilter, settlement_breaks},
    top_up::loan_debits,
    wallet::WalletEntry,
};
use time::{Duration, macros::date};

use super::{
    balance, collector,
    loan::{bind, debited, handed_over, stands, wallet},
    refusal,
};
use crate::{
    approval::two_people,
    bank::{FakeBank, send_payouts},
    binding::{follow, network::TestNetwork, told_codes, treasurer},
    harness::{FIRST, World, yuan},
    repayment::sweep::{LATE, late},
    settlement::{fetched, file},
};

/// Whether it was paid out already, or not.
#[tokio::test]
async fn what_the_network_gives_back_of_a_loan_is_owed_again_and_whoever_was_paid_owes_it_back() {
    for paid_out in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let id = late(&world).await;
        bind(&world, &network, true).await;
        handed_over(&world, &network, id, false).await;
        let owed = stands(&world, id).await.outstanding;
        debited(&world, &collector(&world), id, "10000").await.unwrap();
        follow(&world, &network, JobKind::FollowTopUp).await;
        if paid_out {
            assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
        }
        let debit = async || loan_debits(&world.db, &collector(&world), Some(id), FIRST).await.unwrap().rows.remove(0);
        network.give_back(LATE, &debit().await.reference, yuan("10000"), ReturnReason::Unauthorised);
        for _ in 0..2 {
            fetched(&world, &network).await;
        }
        assert_eq!((stands(&world, id).await.outstanding, wallet(&world).await), (owed, 0));
        assert_eq!(debit().await.returned, Some(ReturnReason::Unauthorised));
        assert_eq!(balance(&world, "claim", "facilitator-1").await, -owed.fen());
        assert_eq!(balance(&world, "channel_receivable", "").await, 0, "the network nets what it has given back");
        assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, 0);
        if paid_out {
            assert_eq!(balance(&world, "partner_receivable", "facilitator-1").await, 1_000_000);
        }
        let told = told_codes(&world, &collector(&world)).await;
        for code in ["loan.corrected", "debit.returned"] {
            assert!(told.contains(&code), "{told:?}");
        }
        // Until two people have looked into it.
        assert_eq!(refusal(debited(&world, &collector(&world), id, "1").await), "debt.binding_suspended");
        let entries = services::wallet::wallet(&world.db, &world.agent(1), None).await.unwrap().entries;
        let words = |entry: &WalletEntry| (entry.event, entry.cause, entry.loan.is_some());
        assert_eq!(
            entries.iter().take(4).map(words).collect::<Vec<_>>(),
            [
                (EventKind::TopUpTakenBack, None, true),
                (EventKind::LoanReversed, None, true),
                (EventKind::LoanRepaid, Some(RepaymentCause::Debited), true),
                (EventKind::TopUpDebited, Some(RepaymentCause::Debited), true),
            ]
        );
        world.finish().await;
    }
}

#[tokio::test]
async fn what_a_card_gives_for_a_loan_passes_a_wallet_that_courts_hold_and_goes_back_the_same_way() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    handed_over(&world, &network, id, false).await;
    let owed = stands(&world, id).await.outstanding;
    world.set_now(world.now() + Duration::MINUTE);
    let (amount, expires_on) = (Some(yuan("20000")), Some(date!(2027 - 06 - 30)));
    let order =
        FreezeOrder {
            reason: FreezeReason::Court, asked_by: "南充市顺庆区人民法院".to_owned(), amount, expires_on
        };
    two_people(&world, Action::Freeze { wallet: world.agents[0].wallet, order }).await;
    debited(&world, &collector(&world), id, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -1_000_000);
    assert_eq!(wallet(&world).await, 0);
    let number = loan_debits(&world.db, &collector(&world), Some(id), FIRST).await.unwrap().rows.remove(0).reference;
    network.give_back(LATE, &number, yuan("10000"), ReturnReason::Duplicate);
    fetched(&world, &network).await;
    assert_eq!((stands(&world, id).await.outstanding, wallet(&world).await), (owed, 0));
    assert_eq!(balance(&world, "channel_receivable", "").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn what_had_failed_for_a_loan_and_was_taken_is_told_and_booked_for_whoever_holds_it_by_then() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    debited(&world, &treasurer(&world), id, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let number = loan_debits(&world.db, &treasurer(&world), Some(id), FIRST).await.unwrap().rows.remove(0).reference;
    world.set_now(world.now() + Duration::MINUTE);
    handed_over(&world, &network, id, false).await;
    // It was sent by the clock's date.
    let day = date!(2026 - 11 - 20);
    network.settle(day, &file(day, &[(&number, "10000", "00000000")]));
    fetched(&world, &network).await;
    assert!(told_codes(&world, &world.partner('a')).await.contains(&"debit.late_success"));
    let found =
        settlement_breaks(&world.db, &world.operator(Role::Auditor), DifferenceFilter::All, FIRST).await.unwrap().rows;
    two_people(&world, Action::AdoptLate { difference: found[0].id }).await;
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -1_000_000);
    let told = told_codes(&world, &world.partner('a')).await;
    assert!(told.contains(&"debit.corrected") && !told.contains(&"debit.succeeded"), "{told:?}");
    world.finish().await;
}
