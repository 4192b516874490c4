//! Loans that are collected with a card of their borrower's, beside what else happens to card, wallet and loan.

use domain::{
    approval::Action,
    correction::Correction,
    freeze::{FreezeOrder, FreezeReason},
    id::LoanId,
    job::JobKind,
    ledger::EventKind,
    loan::LoanState,
    network::{Meaning, Reason, ReturnReason},
    repayment::RepaymentCause,
    role::Role,
};
use services::{
    Error,
    loan_debit::{LoanDebitFilter, loan_debits, stays_paid},
    repayment::{RepaymentFilter, repayments},
    settlement::{DifferenceFilter, settlement_breaks},
    wallet::WalletEntry,
};
use time::{Duration, macros::date};

use super::{
    balance, collector,
    loan::{bind, debited, handed_over, stands, wallet},
    refusal,
};
use crate::{
    approval::{propose, refusal as refused, two_people},
    bank::{FakeBank, send_payouts},
    binding::{follow, network::TestNetwork, told_codes, treasurer},
    harness::{FIRST, World, yuan},
    repayment::sweep::{LATE, late, overdue, top_up},
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
        let debit = async || {
            loan_debits(&world.db, &collector(&world), LoanDebitFilter::Of(id), FIRST).await.unwrap().rows.remove(0)
        };
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

/// The loan is settled, and nothing is left in the wallet. Gives the number of the debit that has paid a part of it.
async fn settled(world: &World, network: &TestNetwork, id: LoanId) -> String {
    bind(world, network, true).await;
    handed_over(world, network, id, false).await;
    debited(world, &collector(world), id, "10000").await.unwrap();
    follow(world, network, JobKind::FollowTopUp).await;
    let owed = overdue(world, id, LATE).await;
    top_up(world, "T1", &owed.to_string()).await;
    assert_eq!((stands(world, id).await.state, wallet(world).await), (LoanState::Settled, 0));
    loan_debits(&world.db, &collector(world), LoanDebitFilter::Of(id), FIRST).await.unwrap().rows.remove(0).reference
}

#[tokio::test]
async fn what_the_network_gives_back_is_owed_again_on_a_line_that_is_closed() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    let number = settled(&world, &network, id).await;
    world.as_owner("update credit_lines set state = 'closed'; update applications set slot_held = false").await;
    network.give_back(LATE, &number, yuan("10000"), ReturnReason::Unauthorised);
    fetched(&world, &network).await;
    let row = stands(&world, id).await;
    assert_eq!((row.outstanding, row.state.overdue_since().is_some()), (yuan("10000"), true));
    assert_eq!(world.number("select outstanding_fen from credit_lines where state = 'closed'").await, 1_000_000);
    assert!(stays_paid(&world.db, &world.operator(Role::Auditor)).await.unwrap().is_empty());
    world.finish().await;
}

/// Until two people reverse it, or the wallet has given it.
#[tokio::test]
async fn what_the_line_has_no_room_for_stays_paid_and_waits_for_people() {
    for reversed in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let id = late(&world).await;
        let number = settled(&world, &network, id).await;
        world.as_owner("update credit_lines set limit_fen = 999999").await;
        network.give_back(LATE, &number, yuan("10000"), ReturnReason::Unauthorised);
        fetched(&world, &network).await;
        assert_eq!(stands(&world, id).await.state, LoanState::Settled);
        let auditor = world.operator(Role::Auditor);
        let waits = async || {
            let listed = stays_paid(&world.db, &auditor).await.unwrap();
            let counted = services::worklist::worklist(&world.db, &auditor).await.unwrap().stays_paid;
            assert_eq!(i64::try_from(listed.len()).unwrap(), counted);
            listed.into_iter().map(|row| (row.reference.to_string(), row.loan, row.open)).collect::<Vec<_>>()
        };
        assert_eq!(waits().await, [(number, id, yuan("10000"))]);
        let partner = stays_paid(&world.db, &collector(&world)).await;
        assert!(matches!(partner, Err(Error::Forbidden)));
        world.set_now(world.now() + Duration::MINUTE);
        if reversed {
            let all = repayments(&world.db, &collector(&world), RepaymentFilter::Loan(id), FIRST).await.unwrap().rows;
            let debit = all.iter().find(|row| row.cause == RepaymentCause::Debited).unwrap().id;
            let reverse = || Action::Correct {
                loan: id,
                correction: Correction::Reverse { repayment: debit, right_wallet: None },
            };
            assert_eq!(refused(propose(&world, reverse()).await), "limit_exceeded");
            world.as_owner("update credit_lines set limit_fen = 10000000").await;
            two_people(&world, reverse()).await;
            assert_eq!(stands(&world, id).await.outstanding, yuan("10000"));
        } else {
            top_up(&world, "T2", "10000").await;
        }
        assert_eq!((wallet(&world).await, balance(&world, "channel_receivable", "").await), (0, 0), "{reversed}");
        assert!(waits().await.is_empty());
        world.as_owner("update credit_lines set limit_fen = 10000000").await;
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
    let number = loan_debits(&world.db, &collector(&world), LoanDebitFilter::Of(id), FIRST)
        .await
        .unwrap()
        .rows
        .remove(0)
        .reference;
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
    let number = loan_debits(&world.db, &treasurer(&world), LoanDebitFilter::Of(id), FIRST)
        .await
        .unwrap()
        .rows
        .remove(0)
        .reference;
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
