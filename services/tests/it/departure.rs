//! An agent leaves, or has its commissions paid elsewhere, only while it owes nothing; from then on it takes on nothing new.

use domain::{approval::Action, draw::DrawRefusal, repayment::RepaymentChoice, role::Role, standing::Departure};
use services::{
    Error, draw, party, payout,
    repayment::{self, QuoteCommand},
};
use time::macros::date;

use crate::{
    approval::{approve, give_back, propose, refusal, two_people},
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::lend,
};

#[tokio::test]
async fn an_agent_departs_only_while_it_owes_nothing_and_takes_on_nothing_new_until_it_comes_back() {
    for why in Departure::ALL {
        let world = World::new().await;
        world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
        let agent = world.agents[0].agent;
        let depart = |departure| Action::Depart { agent, departure };

        // Not with a draw on its way, nor with a loan, whenever that was asked for.
        let requested = request(&world, 1, "10000").await.unwrap().draw;
        assert_eq!(refusal(propose(&world, depart(Some(why))).await), "agent.owes");
        draw::cancel_draw(&world.db, &world.agent(1), requested).await.unwrap();
        let proposed = propose(&world, depart(Some(why))).await.unwrap();
        let loan = lend(&world, 1, "50000").await;
        assert_eq!(refusal(approve(&world, proposed).await), "agent.owes");
        give_back(&world, proposed, "还有借款").await.unwrap();
        assert_eq!(refusal(propose(&world, depart(Some(why))).await), "agent.owes");

        world.fill_wallet(1, yuan("1000")).await;
        let command = QuoteCommand { loan, choice: RepaymentChoice::All };
        let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
        repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap();
        assert_eq!(refusal(propose(&world, depart(None)).await), "agent.departure_unchanged");
        two_people(&world, depart(Some(why))).await;
        assert_eq!(refusal(propose(&world, depart(Some(why))).await), "agent.departure_unchanged");
        let auditor = world.operator(Role::Auditor);
        let departed = Some((why, date!(2026 - 11 - 20)));
        assert_eq!(party::departure(&world.db, &auditor, agent).await.unwrap(), departed);
        assert!(matches!(party::departure(&world.db, &world.agent(1), agent).await, Err(Error::Forbidden)));

        // Its own money stays its own.
        let drawn = request(&world, 1, "10000").await.map(|_| ());
        let told = |outcome: &Result<(), Error<DrawRefusal>>| match outcome {
            Err(Error::Refused(refusal)) => refusal.code(),
            other => panic!("{other:?}"),
        };
        assert_eq!(told(&drawn), "agent.departed");
        payout::withdraw(&world.db, &world.agent(1), yuan("1")).await.unwrap();

        two_people(&world, depart(None)).await;
        request(&world, 1, "10000").await.unwrap();
        let events = "select count(*) from outbox where event in ('agent.departed', 'agent.came_back')";
        assert_eq!(world.number(events).await, 2);
        world.finish().await;
    }
}
