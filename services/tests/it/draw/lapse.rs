//! What was true when a draw was asked for is decided again at each later step, and no draw waits for ever.

use domain::{
    draw::{DrawRefusal, DrawState},
    matching::Direction,
    terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
};
use rust_decimal::Decimal;
use services::{
    Error,
    draw::{self, DrawAnswer, RequestedDraw},
};

use super::{answer, instruct, line, request_for};
use crate::{
    bank_movement::{fed, feed},
    harness::{World, bullet_terms, yuan},
};

async fn open_on(world: &World, date: &str) {
    assert_eq!(world.as_owner(&format!("update business_day set open_on = '{date}'")).await, None);
}

/// A line at the cap: 24 % a year for a month of 30 days is 24.8 % for one of 31 days of a year of 360.
async fn at_the_cap() -> (World, RequestedDraw) {
    let world = World::new().await;
    let rate = "0.24".parse().unwrap();
    let terms = LoanTerms::new(rate, DayCount::Act360, RepaymentMethod::InterestMonthly, Tenor::Months(1));
    let terms = LoanTerms { penalty_multiplier: Decimal::ONE, ..terms };
    world.open_line(1, yuan("100000"), terms, &["1m"]).await;
    let requested = request_for(&world, 1, yuan("50000"), "1m").await.unwrap();
    (world, requested)
}

fn refused(outcome: Result<(), Error<DrawRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

async fn state(world: &World, requested: &RequestedDraw) -> DrawState {
    draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap().state
}

/// Breaks of money that is to go back.
async fn late(world: &World) -> i64 {
    world.number("select count(*) from breaks where kind = 'late_after_cancel' and state = 'open'").await
}

#[tokio::test]
async fn a_draw_that_would_cost_too_much_on_the_day_of_its_credit_ends_and_its_money_waits_to_go_back() {
    let (world, requested) = at_the_cap().await;
    let reference = requested.reference.as_str();
    instruct(&world, requested.draw, "50000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "20000", reference)]).await;
    open_on(&world, "2026-12-01").await;
    feed(&world, vec![fed("B2", Direction::Credit, "30000", reference)]).await;
    assert_eq!(state(&world, &requested).await, DrawState::Lapsed);
    assert_eq!((line(&world).await, late(&world).await), ((0, 0), 2));
    assert_eq!(world.number("select (select count(*) from loans) + sum(balance_fen)::bigint from wallets").await, 0);
    let shown = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert_eq!(shown.timeline.last().map(|step| step.reason.as_str()), Some("draw.above_cap"));
    world.finish().await;
}

#[tokio::test]
async fn a_funder_takes_on_and_reports_no_draw_that_would_cost_too_much_today() {
    let (world, requested) = at_the_cap().await;
    open_on(&world, "2026-12-01").await;
    assert_eq!(refused(answer(&world, requested.draw, DrawAnswer::Accept).await), "draw.above_cap");
    assert_eq!(refused(instruct(&world, requested.draw, "50000").await), "draw.above_cap");
    open_on(&world, "2026-11-20").await;
    answer(&world, requested.draw, DrawAnswer::Accept).await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "50000", requested.reference.as_str())]).await;
    open_on(&world, "2026-12-01").await;
    assert_eq!(refused(instruct(&world, requested.draw, "50000").await), "draw.above_cap");
    assert_eq!(line(&world).await, (0, 5_000_000), "it waits, and may be reported on a day that fits");
    world.finish().await;
}

#[tokio::test]
async fn a_loan_that_would_outlive_its_line_is_not_taken_on() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["365d"]).await;
    let requested = request_for(&world, 1, yuan("50000"), "365d").await.unwrap();
    open_on(&world, "2026-11-21").await;
    assert_eq!(refused(answer(&world, requested.draw, DrawAnswer::Accept).await), "draw.beyond_maturity");
    let stands = |state: &str| format!("update credit_lines set state = '{state}'");
    open_on(&world, "2026-11-20").await;
    assert_eq!(world.as_owner(&stands("closing")).await, None);
    assert_eq!(refused(answer(&world, requested.draw, DrawAnswer::Accept).await), "draw.line_not_active");
    assert_eq!(world.as_owner(&stands("active")).await, None, "no line is asked to close while a draw is under way");
    world.finish().await;
}

#[tokio::test]
async fn a_draw_that_waits_too_long_ends_once_and_money_that_comes_later_goes_back() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request_for(&world, 1, yuan("50000"), "30d").await.unwrap();
    let reference = requested.reference.as_str();
    instruct(&world, requested.draw, "50000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "20000", reference)]).await;
    open_on(&world, "2026-11-26").await;
    assert_eq!(draw::lapse_waiting(&world.db).await.unwrap(), (0, 0));
    open_on(&world, "2026-11-27").await;
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let db = world.db.clone();
        tasks.spawn(async move { draw::lapse_waiting(&db).await.unwrap().0 });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1, "many workers, one end");
    assert_eq!(state(&world, &requested).await, DrawState::Lapsed);
    assert_eq!((line(&world).await, late(&world).await), ((0, 0), 1));
    assert_eq!(world.number("select count(*) from outbox where event = 'draw.lapsed'").await, 1);
    feed(&world, vec![fed("B2", Direction::Credit, "30000", reference)]).await;
    assert_eq!((line(&world).await, late(&world).await), ((0, 0), 2));
    assert_eq!(refused(instruct(&world, requested.draw, "50000").await), "draw.wrong_state");
    world.finish().await;
}

#[tokio::test]
async fn an_agent_may_cancel_until_the_payment_is_reported_even_when_money_is_there() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request_for(&world, 1, yuan("50000"), "30d").await.unwrap();
    answer(&world, requested.draw, DrawAnswer::Accept).await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "50000", requested.reference.as_str())]).await;
    draw::cancel_draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert_eq!((line(&world).await, late(&world).await), ((0, 0), 1));
    world.finish().await;
}

#[tokio::test]
async fn a_payment_is_reported_under_a_number() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request_for(&world, 1, yuan("50000"), "30d").await.unwrap();
    let long = "9".repeat(65);
    for (number, code) in [
        ("", "draw.payment_reference_missing"),
        (" \u{3000}", "draw.payment_reference_missing"),
        (long.as_str(), "draw.payment_reference_too_long"),
    ] {
        let command = draw::InstructDrawCommand {
            draw: requested.draw,
            amount: yuan("50000"),
            payment_reference: number.to_owned(),
        };
        assert_eq!(refused(draw::instruct_draw(&world.db, &world.partner('a'), command).await), code);
    }
    assert_eq!(state(&world, &requested).await, DrawState::Requested);
    world.finish().await;
}
