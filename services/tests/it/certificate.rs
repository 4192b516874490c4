//! Certificates of settlement, and what becomes of them when something is owed again.

use domain::{
    approval::Action,
    correction::Correction,
    id::{LoanId, RepaymentId},
    loan::LoanState,
    role::Role,
    search::Found,
};
use services::{
    Context, Error,
    loan::{Certificate, certificates},
    search::search,
};
use time::{Duration, OffsetDateTime};

use crate::{
    approval::two_people,
    harness::World,
    repayment::sweep::{DUE, late, state, top_up},
};

/// Number, and since when it is void.
async fn told(world: &World, who: &Context, loan: LoanId) -> Vec<(String, Option<OffsetDateTime>)> {
    let rows = certificates(&world.db, who, loan).await.unwrap();
    rows.into_iter().map(|Certificate { number, void_since, .. }| (number, void_since)).collect()
}

#[tokio::test]
async fn a_reversal_voids_the_certificate_for_ever_and_the_next_settlement_gives_another() {
    let world = World::new().await;
    let loan = late(&world).await;
    let agent = world.agent(1);
    assert_eq!(told(&world, &agent, loan).await, []);
    top_up(&world, "T1", "50660").await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    let query = sqlx::query_scalar::<_, String>("select reference from loans");
    let reference = query.fetch_one(&world.owner).await.unwrap();
    let (first, second) = (format!("{reference}-1"), format!("{reference}-2"));
    assert_eq!(told(&world, &agent, loan).await, [(first.clone(), None)]);

    let voided = world.now() + Duration::minutes(1);
    world.set_now(voided);
    let repayment = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let correction = Correction::Reverse { repayment: RepaymentId(repayment), right_wallet: None };
    two_people(&world, Action::Correct { loan, correction }).await;
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let void = (first.clone(), Some(voided));
    for who in [agent.clone(), world.funder_person('a', Role::FunderReviewer), world.operator(Role::Auditor)] {
        assert_eq!(told(&world, &who, loan).await, std::slice::from_ref(&void), "{who:?}");
    }
    // Who holds the paper finds its loan by the number on it.
    for who in [world.funder_person('a', Role::FunderReviewer), world.operator(Role::Auditor)] {
        let hits = search(&world.db, &who, &first.to_lowercase()).await.unwrap();
        let hits: Vec<_> = hits.into_iter().map(|hit| (hit.found, hit.id)).collect();
        assert_eq!(hits, [(Found::Loan, loan.to_string())], "{who:?}");
    }
    for stranger in [world.agent(2), world.funder_person('b', Role::FunderReviewer)] {
        let seen = certificates(&world.db, &stranger, loan).await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    }

    // What the reversal gave back is not swept, what comes after it is.
    world.set_now(voided + Duration::minutes(1));
    top_up(&world, "T2", "50660").await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    assert_eq!(told(&world, &agent, loan).await, [void, (second, None)]);
    world.finish().await;
}
