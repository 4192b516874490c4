//! Worked cases that ask what is accepted and what is refused: on which other people's software went wrong.

use domain::{Amount, approval::Action, correction::Correction, job::JobKind, repayment::RepaymentChoice};
use serde::Deserialize;
use services::{
    correction::correction_effect,
    loan, payout,
    repayment::{self, QuoteCommand},
};
use time::macros::date;

use crate::{
    approval::{propose, refusal, two_people},
    bank::spend,
    binding::{follow, network::TestNetwork, treasurer},
    card::{bound, taken},
    commission::{fund, released},
    debt::loan::{bind, debited},
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{balance, top_up},
    },
};

/// Agent 1's line of 40,000.00 on 1 November.
async fn november() -> World {
    let world = World::new().await;
    services::business_day::open_first_day(&world.db, &world.system(), date!(2026 - 11 - 01)).await.unwrap();
    world.open_line(1, yuan("40000"), bullet_terms(), &["30d"]).await;
    world
}

#[tokio::test]
async fn every_way_into_a_frozen_wallet_is_open_and_every_way_out_but_the_debt_is_shut() {
    #[derive(Deserialize)]
    struct Case {
        expected: Vec<(String, String, String)>,
        principal_after: Amount,
    }
    let text = include_str!("../data/cases-commands/31-what-a-frozen-wallet-still-does.json");
    let case: Case = serde_json::from_str(text).unwrap();
    let world = november().await;
    let network = TestNetwork::default();
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    let card = bound(&world, &network).await;
    bind(&world, &network, false).await;
    world.turn_to(date!(2026 - 12 - 02)).await;
    for (command, amount, expected) in &case.expected {
        let (agent, fen) = (world.agent(1), yuan(amount));
        let accepted = match command.as_str() {
            "top_up" => {
                top_up(&world, "T1", amount).await;
                true
            }
            "commission" => {
                released(&world, "2026-10", &format!("A0001,{amount}\n")).await;
                fund(&world, "C1", amount).await;
                true
            }
            "withdraw" => payout::withdraw(&world.db, &agent, fen).await.is_ok(),
            "pay_carrier" => payout::prepay(&world.db, &agent, fen).await.is_ok(),
            "draw" => request(&world, 1, amount).await.is_ok(),
            "reported_elsewhere" => {
                let correction = Correction::Receive { amount: fen, on: date!(2026 - 12 - 02) };
                two_people(&world, Action::Correct { loan, correction }).await;
                true
            }
            "top_up_by_own_card" => taken(&world, card, amount).await.is_ok(),
            "agreement_debit_by_holder" => {
                let accepted = debited(&world, &treasurer(&world), loan, amount).await.is_ok();
                follow(&world, &network, JobKind::FollowTopUp).await;
                assert_eq!(network.paid().iter().map(|(_, paid)| *paid).collect::<Vec<_>>(), [fen]);
                accepted
            }
            other => panic!("{other} is not asked"),
        };
        assert_eq!(if accepted { "accepted" } else { "refused" }, expected, "{command}");
        assert_eq!(balance(&world).await, 0, "{command}");
    }
    assert_eq!(network.paid().len(), 1, "and nothing from the agent's own card");
    let position = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position;
    assert_eq!(position.outstanding_principal(), case.principal_after);
    world.finish().await;
}

#[tokio::test]
async fn a_reversal_that_would_put_the_line_over_its_limit_is_refused_by_how_much() {
    #[derive(Deserialize)]
    struct Case {
        expected: Vec<Expected>,
    }
    #[derive(Deserialize)]
    struct Expected {
        outstanding: Amount,
        reversal_principal: Amount,
        result: String,
        over: Option<Amount>,
        available_after: Option<Amount>,
    }
    let text = include_str!("../data/cases-commands/63-settled-loan-reopened-when-the-limit-was-used-again.json");
    let case: Case = serde_json::from_str(text).unwrap();
    for asked in &case.expected {
        let world = november().await;
        let loan = lend(&world, 1, &asked.reversal_principal.to_string()).await;
        world.turn_to(date!(2026 - 12 - 01)).await;
        world.fill_wallet(1, yuan("360")).await;
        let command = QuoteCommand { loan, choice: RepaymentChoice::All };
        let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
        let repayment = repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap().repayment;
        world.turn_to(date!(2026 - 12 - 02)).await;
        lend(&world, 1, &asked.outstanding.to_string()).await;
        spend(&world, 1).await;
        world.turn_to(date!(2026 - 12 - 04)).await;
        let correction = Correction::Reverse { repayment, right_wallet: None };
        let operator = world.operator(domain::role::Role::OperatorMaker);
        let effect = correction_effect(&world.db, &operator, loan, correction.clone()).await;
        if asked.result == "refused" {
            let refused = propose(&world, Action::Correct { loan, correction }).await;
            let domain::correction::CorrectionRefusal::LimitExceeded { over } = (match effect {
                Err(services::Error::Refused(refusal)) => refusal,
                other => panic!("{other:?}"),
            }) else {
                panic!("it is refused for something else")
            };
            assert_eq!((refusal(refused), Some(over)), ("limit_exceeded", asked.over));
        } else {
            effect.unwrap();
            two_people(&world, Action::Correct { loan, correction }).await;
            let available = world.number("select limit_fen - outstanding_fen - earmarked_fen from credit_lines").await;
            assert_eq!(Some(Amount::from_fen(available)), asked.available_after);
            let since = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().state.overdue_since();
            assert_eq!(since, Some(date!(2026 - 12 - 01)), "what comes back is not swept");
        }
        world.finish().await;
    }
}
