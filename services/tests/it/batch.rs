//! Requests that ride together: each is answered for itself, and what goes wrong with one concerns it alone.

use std::future::Future;

use domain::{
    Amount,
    draw::DrawRefusal,
    id::{LoanId, QuoteId},
    repayment::{RepaymentChoice, RepaymentRefusal},
};
use services::{
    Context, Error,
    draw::{self, InstructDraw, InstructDrawCommand},
    error::Conflict,
    repayment::{self, QuoteCommand, Repaid, Repay},
};
use time::macros::date;

use crate::{
    draw::{instruct, request},
    harness::{World, bullet_terms, yuan},
    write_path::abandon,
};

const AGENTS: usize = 5;

/// A world in which each of five agents has a loan of 10,000.00 and as much in the wallet.
async fn lent() -> (World, Vec<LoanId>) {
    let world = World::new().await;
    let mut loans = Vec::new();
    for agent in 1..=AGENTS {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        let requested = request(&world, agent, "10000").await.unwrap();
        instruct(&world, requested.draw, "10000").await.unwrap();
        world.record_receipt(requested.draw, yuan("10000")).await;
        loans.push(draw::draw(&world.db, &world.agent(agent), requested.draw).await.unwrap().loan.unwrap());
    }
    (world, loans)
}

/// An agent's quote for a part of a loan of 10,000.00 that it has just taken.
pub async fn quote_of_new_loan(world: &World, agent: usize, amount: &str) -> QuoteId {
    let requested = request(world, agent, "10000").await.unwrap();
    instruct(world, requested.draw, "10000").await.unwrap();
    world.record_receipt(requested.draw, yuan("10000")).await;
    let loan = draw::draw(&world.db, &world.agent(agent), requested.draw).await.unwrap().loan.unwrap();
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan(amount)) };
    repayment::quote(&world.db, &world.agent(agent), command).await.unwrap().id
}

async fn quote(world: &World, loans: &[LoanId], agent: usize, amount: Amount) -> QuoteId {
    let command = QuoteCommand { loan: loans[agent - 1], choice: RepaymentChoice::Part(amount) };
    repayment::quote(&world.db, &world.agent(agent), command).await.unwrap().id
}

/// What tells the agents' payments apart.
fn share(agent: usize) -> Amount {
    Amount::from_fen(10_000 + i64::try_from(agent).unwrap())
}

async fn asked(world: &World, loans: &[LoanId]) -> Vec<(Context, QuoteId)> {
    let mut asked = Vec::new();
    for agent in 1..=AGENTS {
        asked.push((world.agent(agent), quote(world, loans, agent, share(agent)).await));
    }
    asked
}

async fn transactions(world: &World) -> i64 {
    world.number("select count(distinct xmin::text) from repayments").await
}

#[tokio::test]
async fn those_who_ride_together_are_each_answered_their_own() {
    let (world, loans) = lent().await;
    let asked = asked(&world, &loans).await;
    let told: Vec<Repaid> =
        world.db.ride_together::<Repay>(asked.clone()).await.into_iter().map(Result::unwrap).collect();
    let paid: Vec<Amount> = told.iter().map(|repaid| repaid.allocation.total()).collect();
    assert_eq!(paid, (1..=AGENTS).map(share).collect::<Vec<_>>());
    assert_eq!(transactions(&world).await, 1);
    assert_eq!(world.number("select count(*) from audit where operation = 'repayment.repay'").await, 5);
    for (agent, loan) in loans.iter().enumerate() {
        let shown = services::loan::loan(&world.db, &world.agent(agent + 1), *loan).await.unwrap();
        assert_eq!(shown.position.accrued_to(), date!(2026 - 11 - 20));
        let owed = yuan("10000").less(told[agent].allocation.principal);
        assert_eq!(shown.outstanding, owed);
    }
    let again: Vec<Repaid> = world.db.ride_together::<Repay>(asked).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(again, told, "the same numbers are answered the same");
    assert_eq!(transactions(&world).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn what_is_refused_or_not_there_concerns_one_alone() {
    let (world, loans) = lent().await;
    let mine = asked(&world, &loans).await;
    let too_much = quote(&world, &loans, 4, yuan("10000.01")).await;
    let second = (world.agent(1), quote(&world, &loans, 1, share(9)).await);
    let twin = (world.agent(5), quote(&world, &loans, 5, share(5)).await);
    let told = world
        .db
        .ride_together::<Repay>(vec![
            mine[0].clone(),
            // Agent 3 rides too, and is no less a stranger to agent 2.
            (world.agent(2), mine[2].1),
            mine[2].clone(),
            (world.agent(4), too_much),
            second,
            twin.clone(),
            twin,
        ])
        .await;
    let [first, stranger, third, poor, stale, fifth, again] = told.try_into().unwrap();
    assert_eq!(first.unwrap().allocation.total(), share(1));
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
    // Both named the quote of agent 3, so that one of them took the next ride.
    assert_eq!(third.unwrap().allocation.total(), share(3));
    assert!(matches!(poor, Err(Error::Refused(RepaymentRefusal::InsufficientBalance { .. }))), "{poor:?}");
    assert!(matches!(stale, Err(Error::Refused(RepaymentRefusal::QuoteStale))), "{stale:?}");
    let fifth = fifth.unwrap();
    match again {
        Ok(repaid) => assert_eq!(repaid, fifth),
        Err(error) => assert!(matches!(error, Error::Conflict(Conflict::StillRunning)), "{error:?}"),
    }
    assert_eq!(world.number("select count(*) from repayments").await, 3);
    assert_eq!(world.number("select count(*) from audit where outcome = 'refused'").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn what_poisons_the_statement_is_left_behind_by_the_others() {
    let (world, loans) = lent().await;
    let asked = asked(&world, &loans).await;
    sqlx::raw_sql(
        "create function poison() returns trigger language plpgsql as $$ begin
             if new.amount_fen = 10003 then raise exception 'poisoned'; end if; return new; end $$;
         create trigger poison before insert on repayments for each row execute function poison()",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let told = world.db.ride_together::<Repay>(asked).await;
    for (place, outcome) in told.iter().enumerate() {
        assert_eq!(outcome.is_ok(), place != 2, "{place}: {outcome:?}");
    }
    assert!(matches!(told[2], Err(Error::Failed(_))));
    assert_eq!(world.number("select count(*) from repayments").await, 4);
    assert_eq!(world.number("select count(*) from audit where operation = 'repayment.repay'").await, 4);
    world.finish().await;
}

/// A refusal after something was written: the draw was accepted, and then reported with another amount.
#[tokio::test]
async fn a_refusal_that_had_changed_something_takes_its_changes_back() {
    let (world, _) = lent().await;
    let mut asked = Vec::new();
    for (agent, amount) in [(1, "300"), (2, "299.99"), (3, "300")] {
        let draw = request(&world, agent, "300").await.unwrap().draw;
        let command = InstructDrawCommand { draw, amount: yuan(amount), payment_reference: "JH-7".to_owned() };
        asked.push((world.partner('a'), command));
    }
    let told = world.db.ride_together::<InstructDraw>(asked).await;
    assert!(told[0].is_ok() && told[2].is_ok(), "{told:?}");
    assert!(matches!(told[1], Err(Error::Refused(DrawRefusal::AmountDiffers { .. }))), "{told:?}");
    assert_eq!(world.number("select count(*) from draws where state = 'awaiting'").await, 2);
    assert_eq!(world.number("select count(*) from draws where state = 'requested' and accepted_at is null").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn sixteen_at_once_with_one_number_pay_once() {
    let (world, loans) = lent().await;
    let (context, quote) = (world.agent(1), quote(&world, &loans, 1, share(1)).await);
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, context) = (world.db.clone(), context.clone());
        tasks.spawn(async move { repayment::repay(&db, &context, quote).await });
    }
    let answers = tasks.join_all().await;
    let paid: Vec<_> = answers.iter().flatten().map(|repaid| repaid.repayment).collect();
    assert!(!paid.is_empty() && paid.iter().all(|repayment| *repayment == paid[0]));
    let others_wait =
        answers.iter().all(|answer| matches!(answer, Ok(_) | Err(Error::Conflict(Conflict::StillRunning))));
    assert!(others_wait, "{answers:?}");
    assert_eq!(world.number("select count(*) from repayments").await, 1);
    world.finish().await;
}

/// Gives the next number below `below`.
fn roll(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// Rides of seeded sizes, some of whose askers go away after a seeded number of polls, while the day is closed in the
/// middle. Whatever was begun is filed once, paid or refused; `finish` verifies that the closed day gained nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rides_of_any_size_lose_and_double_nothing() {
    let (world, loans) = lent().await;
    let (mut seed, mut begun) = (20_261_120_u64, 0);
    for round in 0..120 {
        if round == 60 {
            let open = date!(2026 - 11 - 20);
            let (db, system) = (world.db.clone(), world.system());
            tokio::spawn(async move { services::end_of_day::cut_off(&db, &system, open).await.unwrap() });
        }
        let mut riders = Vec::new();
        for agent in 1..=usize::try_from(1 + roll(&mut seed, 5)).unwrap() {
            riders.push((world.agent(agent), quote(&world, &loans, agent, yuan("1")).await));
        }
        begun += i64::try_from(riders.len()).unwrap();
        match roll(&mut seed, 3) {
            0 => drop(world.db.ride_together::<Repay>(riders).await),
            1 => begun -= gone_after(&world, riders, || roll(&mut seed, 4)).await,
            _ => {
                let rides = riders.into_iter().map(|(context, quote)| {
                    let db = world.db.clone();
                    tokio::spawn(async move { repayment::repay(&db, &context, quote).await })
                });
                for ride in rides.collect::<Vec<_>>() {
                    let _ = ride.await.unwrap();
                }
            }
        }
    }
    world.db.drain().await;
    let filed = world.number("select count(*) from audit where operation = 'repayment.repay'").await;
    let paid =
        world.number("select count(*) from audit where operation = 'repayment.repay' and outcome = 'done'").await;
    assert_eq!(filed, begun);
    assert_eq!(world.number("select count(*) from repayments").await, paid);
    assert!(paid * 2 > begun, "{paid} of {begun}: most of them pay");
    assert_eq!(world.number("select count(*) from closed_days").await, 1);
    world.drop_database().await;
}

/// Has each asker go away, and gives the number of those that had not even begun.
async fn gone_after(world: &World, riders: Vec<(Context, QuoteId)>, mut polls: impl FnMut() -> u64) -> i64 {
    let mut never = 0;
    for (context, quote) in riders {
        let polls = polls();
        never += i64::from(polls == 0);
        let ride: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(repayment::repay(&world.db, &context, quote));
        abandon(ride, polls);
        tokio::task::yield_now().await;
    }
    never
}

/// The second wall: a transaction that acts for two agents sees what is theirs, and of nobody else.
#[tokio::test]
async fn whoever_rides_is_declared_and_nobody_else_is_there() {
    let (world, loans) = lent().await;
    for agent in 1..=AGENTS {
        quote(&world, &loans, agent, share(agent)).await;
    }
    for table in ["wallets", "credit_lines", "draws", "loans", "quotes"] {
        let seen = |parties: Vec<usize>| {
            let ids: Vec<String> = parties.iter().map(|agent| world.agents[agent - 1].agent.0.to_string()).collect();
            let statement = format!(
                "begin; set local role lianrong_app;
                 select set_config('app.party_kind', 'agent', true), set_config('app.party', '{}', true);
                 select count(*) from {table}; rollback",
                ids.join(",")
            );
            let owner = world.owner.clone();
            async move {
                let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).fetch_all(&owner).await.unwrap();
                sqlx::Row::get::<i64, _>(rows.last().unwrap(), 0)
            }
        };
        assert_eq!([seen(vec![]).await, seen(vec![2]).await, seen(vec![1, 4]).await], [0, 1, 2], "{table}");
    }
    world.finish().await;
}
