//! Draws: limits, both flows in either order, and the credit.

mod lapse;

use domain::{
    Amount,
    draw::{DrawRefusal, DrawState},
    id::DrawId,
    matching::Direction,
    role::Role,
};
use services::{
    Error,
    draw::{self, AnswerDrawCommand, DrawAnswer, DrawFilter, InstructDrawCommand, RequestDrawCommand, RequestedDraw},
    loan,
};

use crate::{
    bank_movement::{fed, feed},
    harness::{FIRST, World, bullet_terms, yuan},
};

pub async fn request(world: &World, agent: usize, amount: &str) -> Result<RequestedDraw, Error<DrawRefusal>> {
    request_for(world, agent, yuan(amount), "30d").await
}

pub async fn request_for(
    world: &World,
    agent: usize,
    amount: Amount,
    tenor: &str,
) -> Result<RequestedDraw, Error<DrawRefusal>> {
    let tenor = tenor.parse().unwrap();
    let preview = draw::preview_draw(&world.db, &world.agent(agent), amount, tenor).await?;
    let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash };
    draw::request_draw(&world.db, &world.agent(agent), command).await
}

pub async fn instruct(world: &World, draw: DrawId, amount: &str) -> Result<(), Error<DrawRefusal>> {
    let command = InstructDrawCommand { draw, amount: yuan(amount), payment_reference: "JH-1".to_owned() };
    draw::instruct_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await
}

async fn answer(world: &World, draw: DrawId, answer: DrawAnswer) -> Result<(), Error<DrawRefusal>> {
    let command = AnswerDrawCommand { draw, answer };
    draw::answer_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await
}

async fn line(world: &World) -> (i64, i64) {
    (
        world.number("select outstanding_fen from credit_lines").await,
        world.number("select earmarked_fen from credit_lines").await,
    )
}

#[tokio::test]
async fn the_limit_is_earmarked_and_given_back_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let first = request(&world, 1, "60000").await.unwrap();
    assert_eq!(line(&world).await, (0, 6_000_000));
    let too_much = request(&world, 1, "40000.01").await;
    assert!(
        matches!(&too_much, Err(Error::Refused(DrawRefusal::InsufficientLimit { available, .. }))
                            if *available == yuan("40000")),
        "{too_much:?}"
    );
    answer(&world, first.draw, DrawAnswer::Refuse { reason: "额度用尽".to_owned() }).await.unwrap();
    assert_eq!(line(&world).await, (0, 0));
    let again = answer(&world, first.draw, DrawAnswer::Refuse { reason: "再拒".to_owned() }).await;
    assert!(matches!(again, Err(Error::Refused(DrawRefusal::WrongState { .. }))), "{again:?}");
    let second = request(&world, 1, "100000").await.unwrap();
    draw::cancel_draw(&world.db, &world.agent(1), second.draw).await.unwrap();
    assert_eq!(line(&world).await, (0, 0));
    world.finish().await;
}

#[tokio::test]
async fn a_draw_that_nobody_paid_is_not_credited() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "50000").await.unwrap();
    instruct(&world, requested.draw, "50000").await.unwrap();
    let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert_eq!(row.state, DrawState::Awaiting { instructed: true, funds: Amount::ZERO });
    assert_eq!(world.number("select count(*) from loans").await, 0);
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 0);
    let late = draw::cancel_draw(&world.db, &world.agent(1), requested.draw).await;
    assert!(matches!(late, Err(Error::Refused(DrawRefusal::WrongState { .. }))), "{late:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_hundred_millionth_draw_has_a_number_that_money_finds() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    assert_eq!(world.as_owner("select setval('draw_numbers', 99999999)").await, None);
    let requested = request(&world, 1, "50000").await.unwrap();
    assert_eq!(requested.reference.as_str(), "DRW20261120100000000");
    instruct(&world, requested.draw, "50000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "50000", "放款DRW20261120100000000")]).await;
    let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert_eq!(row.state, DrawState::Credited);
    world.finish().await;
}

#[tokio::test]
async fn a_stranger_s_draw_does_not_exist() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "50000").await.unwrap();
    for stranger in [world.agent(2), world.funder_person('b', Role::FunderTreasurer)] {
        let answer = draw::draw(&world.db, &stranger, requested.draw).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        assert!(draw::draws(&world.db, &stranger, DrawFilter::All, FIRST).await.unwrap().rows.is_empty());
        assert!(loan::book(&world.db, &stranger, loan::LoanFilter::Open, FIRST).await.unwrap().rows.is_empty());
    }
    let command = AnswerDrawCommand { draw: requested.draw, answer: DrawAnswer::Accept };
    let other = draw::answer_draw(&world.db, &world.funder_person('b', Role::FunderTreasurer), command.clone()).await;
    assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
    let reviewer = draw::answer_draw(&world.db, &world.funder_person('a', Role::FunderReviewer), command).await;
    assert!(matches!(reviewer, Err(Error::Forbidden)), "{reviewer:?}");
    world.finish().await;
}

#[tokio::test]
async fn sixteen_draws_race_for_the_last_of_the_limit_and_one_wins() {
    let world = World::new().await;
    world.open_line(1, yuan("10000"), bullet_terms(), &["30d"]).await;
    let tenor = "30d".parse().unwrap();
    let preview = draw::preview_draw(&world.db, &world.agent(1), yuan("10000"), tenor).await.unwrap();
    let command =
        RequestDrawCommand {
            amount: yuan("10000"), tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash
        };
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, context, command) = (world.db.clone(), world.agent(1), command.clone());
        tasks.spawn(async move { draw::request_draw(&db, &context, command).await });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(line(&world).await, (0, 1_000_000));
    world.finish().await;
}
