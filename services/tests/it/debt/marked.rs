//! A loan that is disputed or in litigation: nobody debits a card for it.

use domain::{
    agreement_debit::{DebitFailure, NotSent},
    approval::Action,
    job::JobKind,
    loan::LoanMark,
    role::Role,
};
use services::{
    loan::marks,
    loan_debit::{LoanDebitFilter, LoanDebitRow, loan_debits},
};
use time::Duration;

use super::{
    collector,
    loan::{bind, debited, handed_over, wallet},
    refusal,
};
use crate::{
    approval::{propose, refusal as refused, two_people},
    binding::{follow, network::TestNetwork, told_codes, treasurer},
    harness::{FIRST, World},
    repayment::sweep::{LATE, late, overdue, top_up},
};

#[tokio::test]
async fn nobody_debits_a_card_for_a_loan_while_a_mark_holds_and_its_wallet_pays_on() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = late(&world).await;
    bind(&world, &network, true).await;
    handed_over(&world, &network, id, false).await;
    let change = |mark, holds| Action::MarkLoan { loan: id, mark, holds };
    let debit = async |amount: &'static str| debited(&world, &collector(&world), id, amount).await;

    // What was accepted before it and not sent is never sent.
    debit("100").await.unwrap();
    two_people(&world, change(LoanMark::Disputed, true)).await;
    assert_eq!(refused(propose(&world, change(LoanMark::Disputed, true)).await), "loan.mark_unchanged");
    assert_eq!(refused(propose(&world, change(LoanMark::InLitigation, false)).await), "loan.mark_unchanged");
    follow(&world, &network, JobKind::FollowTopUp).await;
    let row: LoanDebitRow =
        loan_debits(&world.db, &collector(&world), LoanDebitFilter::Of(id), FIRST).await.unwrap().rows.remove(0);
    assert_eq!(row.failure, Some(DebitFailure::NotSent(NotSent::Marked)));
    assert!(network.paid().is_empty());
    assert_eq!(refusal(debit("100").await), "debt.marked");

    // One is lifted while the other holds.
    world.set_now(world.now() + Duration::MINUTE);
    two_people(&world, change(LoanMark::InLitigation, true)).await;
    two_people(&world, change(LoanMark::Disputed, false)).await;
    assert_eq!(refusal(debit("100").await), "debt.marked");
    for context in [world.agent(1), treasurer(&world), collector(&world), world.operator(Role::Auditor)] {
        assert_eq!(marks(&world.db, &context, id).await.unwrap(), [LoanMark::InLitigation]);
    }
    assert_eq!(marks(&world.db, &world.agent(2), id).await.unwrap(), []);

    // The contract's own way goes on: what comes into the wallet pays.
    let owed = overdue(&world, id, LATE).await;
    top_up(&world, "T1", "100").await;
    assert_eq!((overdue(&world, id, LATE).await.fen(), wallet(&world).await), (owed.fen() - 10_000, 0));

    world.set_now(world.now() + Duration::MINUTE);
    two_people(&world, change(LoanMark::InLitigation, false)).await;
    debit("100").await.unwrap();
    for context in [treasurer(&world), collector(&world)] {
        let told = told_codes(&world, &context).await;
        let count = |code: &str| told.iter().filter(|told| **told == code).count();
        assert_eq!((count("loan.debits_paused"), count("loan.debits_resumed")), (2, 1), "{told:?}");
    }
    world.finish().await;
}
