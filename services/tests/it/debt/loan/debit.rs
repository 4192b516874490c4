//! Whoever holds a loan collects it with the card that its borrower has bound.

use domain::binding::ShareUse;

use super::*;
use crate::binding::shares_of;

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
    assert_eq!(loan_debits(&world.db, &collector(&world), LoanDebitFilter::Of(id), FIRST).await.unwrap().rows.len(), 1);
    for (state, count) in [(DebitState::Succeeded, 1), (DebitState::Failed, 0)] {
        let found = loan_debits(&world.db, &collector(&world), LoanDebitFilter::In(state), FIRST).await.unwrap();
        assert_eq!(found.rows.len(), count, "{state:?}");
    }
    for (typed, count) in [("dbt2026", 1), ("REP2026", 0)] {
        let found =
            loan_debits(&world.db, &collector(&world), by_text(LoanDebitFilter::Of(id), typed), FIRST).await.unwrap();
        assert_eq!((found.rows.len(), found.total.is_some()), (count, true), "{typed}");
    }

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

/// With what it paid of the loan, and what was left of it; also one that failed.
#[tokio::test]
async fn a_loan_s_borrower_sees_each_debit_with_who_made_it_and_nobody_else_s() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    network.answer_payment(Meaning::Refused(Reason::InsufficientFunds));
    debited(&world, &treasurer(&world), id, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    world.set_now(world.now() + Duration::MINUTE);
    network.answer_payment(Meaning::Done);
    debited(&world, &treasurer(&world), id, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowTopUp).await;
    let seen = own_loan_debits(&world.db, &world.agent(1), id).await.unwrap();
    let states: Vec<_> = seen.iter().map(|row| (row.amount, row.state, row.failure)).collect();
    let refused = Some(TopUpFailure::Refused(Reason::InsufficientFunds));
    assert_eq!(states, [(yuan("10000"), DebitState::Succeeded, None), (yuan("100"), DebitState::Failed, refused)]);
    let row = own_loan_debit(&world.db, &world.agent(1), seen[0].id).await.unwrap();
    assert_eq!(row, seen[0]);
    let holder = "select name from partners where code = 'funder-a'";
    let holder: String = sqlx::query_scalar(holder).fetch_one(&world.owner).await.unwrap();
    assert_eq!((row.holder_name, row.card.is_empty(), row.decided_at.is_some()), (holder, false, true));
    let of_loan = repayments(&world.db, &world.agent(1), RepaymentFilter::Loan(id), FIRST).await.unwrap().rows;
    assert_eq!(row.repayment, Some(of_loan[0].id));
    let entries = services::wallet::wallet(&world.db, &world.agent(1), None).await.unwrap().entries;
    assert!(entries.iter().any(|entry| entry.debit == Some(row.id)), "its statement leads to it");
    assert!(matches!(own_loan_debit(&world.db, &world.agent(2), row.id).await, Err(Error::NotFound)));
    assert!(own_loan_debits(&world.db, &world.agent(2), id).await.unwrap().is_empty());
    assert!(matches!(own_loan_debit(&world.db, &treasurer(&world), row.id).await, Err(Error::Forbidden)));
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

/// The balance of agent 1's wallet, in fen.
pub async fn wallet(world: &World) -> i64 {
    crate::repayment::sweep::balance(world).await
}

#[tokio::test]
async fn a_share_is_enabled_by_a_loan_that_its_facilitator_holds_as_by_a_debt() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    let binding =
        async || bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.remove(0);
    let told = async || {
        let own = binding().await.collectors;
        (shares_of(&world, 1).await[0].usable, [own.funder, own.facilitator, own.nobody])
    };
    assert_eq!(told().await, (ShareUse::Locked, [1, 0, 0]));
    let transfer = offered(&world, id, false).await.unwrap();
    approved(&world, transfer).await;
    assert_eq!(told().await, (ShareUse::Locked, [0, 0, 1]), "it changes hands");
    notified(&world, transfer).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(told().await, (ShareUse::Enabled, [0, 1, 0]));
    let share = binding().await.share.unwrap().0;
    let command = RevokeShareCommand { share, at_payers_wish: false, reason: "合作到期".to_owned() };
    let refused = revoke_share(&world.db, &treasurer(&world), command).await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.code() == "share.debts_held"));

    world.set_now(world.now() + Duration::SECOND);
    handed_over(&world, &network, id, true).await;
    assert_eq!(told().await, (ShareUse::Locked, [1, 0, 0]), "bought back");
    world.finish().await;
}
