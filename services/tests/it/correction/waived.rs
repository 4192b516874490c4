//! What two people waive, and what must be waived before.

use domain::{correction::Correction, loan::LoanState, position::Waivable};
use services::loan;
use time::macros::date;

use super::{balance, correct, facts};
use crate::{
    approval::{propose, refusal, two_people},
    harness::{World, yuan},
    repayment::sweep::{DUE, late, state, top_up},
};

#[tokio::test]
async fn penalty_interest_is_waived_before_the_last_of_the_rest() {
    let world = World::new().await;
    let loan = late(&world).await;
    let waive = |part, amount| correct(loan, Correction::Waive { part, amount: yuan(amount) });
    two_people(&world, waive(Waivable::Principal, "50000")).await;
    let last = || waive(Waivable::Interest, "600");
    assert_eq!(refusal(propose(&world, last()).await), "waiver.penalty_left");
    two_people(&world, waive(Waivable::Penalty, "60")).await;
    two_people(&world, last()).await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    world.finish().await;
}

#[tokio::test]
async fn waived_principal_lowers_claim_and_debt_and_moves_no_money() {
    let world = World::new().await;
    let loan = late(&world).await;
    let waive = |amount| correct(loan, Correction::Waive { part: Waivable::Principal, amount: yuan(amount) });
    assert_eq!(refusal(propose(&world, waive("50000.01")).await), "waiver.above_owed");
    two_people(&world, waive("20000")).await;
    let position = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position;
    assert_eq!((position.outstanding_principal(), position.principal_waived()), (yuan("30000"), yuan("20000")));
    // Two days of 50,000.00, and one of 30,000.00.
    assert_eq!(position.quote(date!(2026 - 12 - 23)).penalty(), yuan("78"));
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 3_000_000);
    let posted = "select sum(e.amount_fen)::bigint from journals j join entries e on e.journal_id = j.id
                  join accounts a on a.id = e.account_id where j.event_kind = 'loan.waived' and a.kind = 'claim'";
    assert_eq!(world.number(posted).await, 2_000_000);
    let money = "select count(*) from journals j join entries e on e.journal_id = j.id and e.book = 'custody'
                 where j.event_kind in ('loan.waived', 'loan.reversed')";
    let waived = facts(&world, loan).await[0].id;
    two_people(&world, correct(loan, Correction::Undo { fact: waived })).await;
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 5_000_000);
    assert_eq!(world.number(money).await, 0);
    // All of it, in two parts on one day: what time has added until then is owed, and settles it.
    two_people(&world, waive("49999")).await;
    two_people(&world, waive("1")).await;
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    top_up(&world, "T1", "660").await;
    assert_eq!((state(&world, loan).await, balance(&world).await), (LoanState::Settled, 0));
    assert_eq!(world.number("select count(*) from freezes where lifted_on is null").await, 0);
    world.finish().await;
}
