//! Whoever holds a loan collects it with the card that its borrower has bound.

use super::*;

/// A debit for a loan with the card that its borrower has bound.
pub async fn debited(world: &World, context: &Context, id: LoanId, amount: &str) -> Result<(), Error<DebtRefusal>> {
    let command = DebitLoanCommand { loan: id, amount: yuan(amount) };
    debit_loan(&world.db, context, DebitLimits::default(), command).await.map(|_| ())
}

#[tokio::test]
async fn the_holder_collects_a_loan_with_the_borrower_s_card_and_is_paid() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let unknown = debited(&world, &collector(&world), id, "1").await;
    assert!(matches!(unknown, Err(Error::NotFound)), "it was never named to the facilitator");
    handed_over(&world, &network, id, false).await;
    assert_eq!(refusal(debited(&world, &treasurer(&world), id, "1").await), "debt.not_held");
    assert_eq!(refusal(debited(&world, &collector(&world), id, "99999").await), "debt.more_than_outstanding");
    debited(&world, &collector(&world), id, "10000").await.unwrap();
    assert_eq!(refusal(debited(&world, &collector(&world), id, "1").await), "debt.in_flight");
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(network.paid().iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [yuan("10000")]);
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, -1_000_000);
    let left = stands(&world, id).await.outstanding;
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -left.fen());
    assert_eq!(wallet(&world).await, 0);
    let of_loan = repayments(&world.db, &collector(&world), RepaymentFilter::Loan(id), FIRST).await.unwrap().rows;
    assert_eq!((of_loan[0].amount, of_loan[0].cause), (yuan("10000"), RepaymentCause::Debited));
    assert!(told_codes(&world, &collector(&world)).await.contains(&"debit.succeeded"));
    assert_eq!(loan_debits(&world.db, &collector(&world), Some(id), FIRST).await.unwrap().rows.len(), 1);

    let binding = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.remove(0);
    let (whole, shared) = (Subject::Binding(binding.id), Subject::Share(binding.share.unwrap().0));
    for (context, subject, knows) in
        [(treasurer(&world), whole, 0), (collector(&world), shared, 1), (world.operator(Role::Auditor), whole, 1)]
    {
        let seen = evidence(&world.db, &context, subject).await.unwrap();
        let took = What::Debit { state: DebitState::Succeeded, amount: yuan("10000") };
        assert_eq!(seen.steps.iter().filter(|step| step.what == took).count(), knows, "a debit is its holder's");
    }

    // The wallet pays the rest while the network has not answered: what the card gives then is the borrower's.
    world.set_now(world.now() + Duration::SECOND);
    let owed = overdue(&world, id, LATE).await;
    network.lose_answers(1);
    debited(&world, &collector(&world), id, &owed.to_string()).await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    top_up(&world, "T1", "60000").await;
    assert_eq!(stands(&world, id).await.state, LoanState::Settled);
    world.set_now(world.now() + Duration::minutes(10));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(wallet(&world).await, 6_000_000);
    assert_eq!(refusal(debited(&world, &collector(&world), id, "1").await), "debt.settled");
    world.finish().await;
}

#[tokio::test]
async fn a_transfer_waits_for_a_debit_of_its_loan_and_a_frozen_loan_is_not_debited() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    debited(&world, &treasurer(&world), id, "100").await.unwrap();
    network.lose_answers(1);
    follow(&world, &network, JobKind::FollowTopUp).await;
    let transfer = offered(&world, id, false).await.unwrap();
    approved(&world, transfer).await;
    notified(&world, transfer).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(item(&world, transfer).await.0, ItemState::Frozen);
    assert_eq!(refusal(debited(&world, &treasurer(&world), id, "1").await), "debt.transfer_frozen");
    world.set_now(world.now() + Duration::minutes(20));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(balance(&world, "partner_payable", "funder-a").await, -10_000);
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(item(&world, transfer).await.0, ItemState::Effective);
    world.finish().await;
}

/// The network gives the newest debit for a loan back.
async fn given_back(world: &World, network: &TestNetwork) {
    let debit = loan_debits(&world.db, &collector(world), None, FIRST).await.unwrap().rows.remove(0);
    network.give_back(LATE, &debit.reference, debit.amount, ReturnReason::Unauthorised);
    fetched(world, network).await;
}

#[tokio::test]
async fn what_the_network_gives_back_of_a_debit_for_a_loan_is_owed_again_and_comes_from_who_was_paid() {
    for paid_out in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let id = late(&world).await;
        bind(&world, &network, true).await;
        handed_over(&world, &network, id, false).await;
        let owed = overdue(&world, id, LATE).await;
        debited(&world, &collector(&world), id, "10000").await.unwrap();
        follow(&world, &network, JobKind::FollowTopUp).await;
        assert_eq!(overdue(&world, id, LATE).await, owed.less(yuan("10000")));
        world.set_now(world.now() + Duration::SECOND);
        if paid_out {
            send_payouts(&world.db, &FakeBank::accepting()).await;
        }
        for _ in 0..2 {
            given_back(&world, &network).await;
            assert_eq!((overdue(&world, id, LATE).await, wallet(&world).await), (owed, 0));
            assert_eq!(balance(&world, "channel_receivable", "").await, 0, "the network has it");
            assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, 0);
            assert_eq!(balance(&world, "claim", "facilitator-1").await, -stands(&world, id).await.outstanding.fen());
        }
        let receivable = "select coalesce(sum(amount_fen), 0)::bigint from receivables where settled_fen = 0";
        assert_eq!(world.number(receivable).await, if paid_out { 1_000_000 } else { 0 });
        let told = told_codes(&world, &collector(&world)).await;
        assert!(told.contains(&"debit.returned") && told.contains(&"loan.corrected"));
        assert_eq!(world.number("select count(*) from returned_top_ups where taken_fen < amount_fen").await, 0);
        world.finish().await;
    }
}

#[tokio::test]
async fn a_loan_whose_debit_is_just_being_paid_out_is_made_anew_once_that_is_sent() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    handed_over(&world, &network, id, false).await;
    let owed = overdue(&world, id, LATE).await;
    debited(&world, &collector(&world), id, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    world.set_now(world.now() + Duration::SECOND);
    services::payout::drain_payables(&world.db).await.unwrap();
    given_back(&world, &network).await;
    let waits = "select count(*) from returned_top_ups where taken_fen = 0";
    assert_eq!((overdue(&world, id, LATE).await, world.number(waits).await), (owed.less(yuan("10000")), 1));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!(overdue(&world, id, LATE).await, owed.less(yuan("10000")), "its money is on its way");
    send_payouts(&world.db, &FakeBank::accepting()).await;
    world.set_now(world.now() + Duration::minutes(10));
    follow(&world, &network, JobKind::FollowTopUp).await;
    assert_eq!((overdue(&world, id, LATE).await, wallet(&world).await), (owed, 0));
    assert_eq!(world.number(waits).await, 0);
    assert_eq!(balance(&world, "channel_receivable", "").await, 0);
    assert_eq!(follow(&world, &network, JobKind::FollowTopUp).await.len(), 0, "once");
    world.finish().await;
}

/// The balance of agent 1's wallet, in fen.
async fn wallet(world: &World) -> i64 {
    crate::repayment::sweep::balance(world).await
}
