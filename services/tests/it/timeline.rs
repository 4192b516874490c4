//! What has happened to a loan, as the institution and its funder read it.

use domain::{draw::DrawPhase, freeze::FreezeReason, repayment::RepaymentCause, role::Role};
use services::{
    Error, loan, party,
    timeline::{Doer, Event, TimelineStep},
};
use time::Duration;

use crate::{
    draw::request,
    harness::{START, World, bullet_terms, yuan},
    repayment::sweep::{late, top_up},
};

fn events(steps: &[TimelineStep]) -> Vec<Event> {
    steps.iter().map(|step| step.event).collect()
}

fn doers(steps: &[TimelineStep]) -> Vec<Doer> {
    steps.iter().map(|step| step.doer.clone()).collect()
}

#[tokio::test]
async fn a_loan_is_told_from_its_request_to_its_settlement_across_the_parties() {
    let world = World::new().await;
    let loan = late(&world).await;
    world.set_now(START + Duration::days(32));
    top_up(&world, "T1", "60000").await;
    let told = loan::timeline(&world.db, &world.operator(Role::Auditor), loan).await.unwrap();
    let to_the_money = [
        Event::Draw(DrawPhase::Requested),
        Event::Draw(DrawPhase::Awaiting),
        Event::Instructed,
        Event::Arrived,
        Event::Draw(DrawPhase::Credited),
        Event::Overdue,
    ];
    let frozen = [Event::Frozen(FreezeReason::Overdue)];
    let paid = [Event::Repaid(RepaymentCause::Swept), Event::Settled];
    let freed = [Event::Freed(FreezeReason::Overdue)];
    assert_eq!(events(&told), [&to_the_money[..], &frozen, &paid, &freed].concat());
    assert_eq!((told[3].amount, told[7].amount), (Some(yuan("50000")), Some(yuan("50660"))));
    let person = |name: &str| Doer::Person(name.to_owned());
    let (agent, treasurer) = (person("agent-1"), person("funder-a-treasurer"));
    assert_eq!(doers(&told)[..4], [agent, treasurer.clone(), treasurer.clone(), Doer::System]);
    assert!(doers(&told)[4..].iter().all(|doer| *doer == Doer::System), "{told:?}");

    // One loan has one number, which need not be said; with others there it is.
    assert!(told.iter().all(|step| step.reference.is_empty() || step.reference.starts_with("REP")), "{told:?}");
    let of_funder = party::partner_detail(&world.db, &world.operator(Role::Auditor), world.funders[0]).await.unwrap();
    assert_eq!(events(&of_funder.timeline), [&to_the_money[..], &paid].concat());
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    let drawn = request(&world, 2, "1000").await.unwrap().reference.to_string();
    let of_funder = party::partner_detail(&world.db, &world.operator(Role::Auditor), world.funders[0]).await.unwrap();
    assert!(of_funder.timeline.iter().all(|step| !step.reference.is_empty()), "{:?}", of_funder.timeline);
    assert!(of_funder.timeline.iter().any(|step| step.reference == drawn));

    // The shop's own page tells the same, between what it has applied for.
    let shop = party::agent(&world.db, &world.operator(Role::Auditor), world.agents[0].agent).await.unwrap();
    let of_shop = events(&shop.timeline).into_iter().filter(|event| !matches!(event, Event::Application(_)));
    assert_eq!(of_shop.collect::<Vec<_>>(), events(&told));
    assert!(shop.offers.iter().any(|offer| offer.funder == world.funders[0]), "{:?}", shop.offers);

    // Its funder is not told what froze the wallet, nor who of the shop has asked.
    let funder = world.funder_person('a', Role::FunderReviewer);
    let told = loan::timeline(&world.db, &funder, loan).await.unwrap();
    assert_eq!(events(&told), [&to_the_money[..], &paid].concat());
    assert_eq!(doers(&told)[..3], [Doer::Agent, treasurer.clone(), treasurer]);

    let rival = world.funder_person('b', Role::FunderReviewer);
    assert!(matches!(loan::timeline(&world.db, &rival, loan).await, Err(Error::NotFound)));
    assert!(matches!(loan::timeline(&world.db, &world.agent(1), loan).await, Err(Error::Forbidden)));
    world.finish().await;
}
