//! Who is suspended or whose licence has expired takes nothing on, asked by whomever, and ends what it has begun.

use domain::{
    Amount,
    draw::{DrawRefusal, DrawState},
    id::DrawId,
    matching::Direction,
    repayment::RepaymentChoice,
    role::Role,
};
use services::{
    Context, Error, bank_movement,
    draw::{self, AnswerDrawCommand, DrawAnswer, InstructDrawCommand, RequestDrawCommand},
    page::PageRequest,
    repayment::{self, ConfirmRepaymentCommand, QuoteCommand},
};

use crate::{
    bank::{FakeBank, send_payouts},
    bank_movement::{fed, feed},
    draw::{instruct, request},
    harness::{World, bullet_terms, yuan},
};

/// What keeps an agent and a funder from anything new: what brings it about, what ends it, and what they are told.
pub const UNFIT: [(&str, &str, &str); 4] = [
    ("update partners set status = 'suspended'", "update partners set status = 'active'", "partner.suspended"),
    (
        "update partners set licence_expires_on = '2026-11-19'",
        "update partners set licence_expires_on = '2026-11-20'",
        "partner.licence_expired",
    ),
    (
        "update agents set licence_expires_on = '2026-11-19'",
        "update agents set licence_expires_on = '2026-11-20'",
        "agent.licence_expired",
    ),
    (
        "update agents set departed_for = 'leaves', departed_on = '2026-11-20'",
        "update agents set departed_for = null, departed_on = null",
        "agent.departed",
    ),
];

/// Brings one of [`UNFIT`] about, or ends it.
pub async fn change_to(world: &World, statement: &str) {
    assert_eq!(world.as_owner(statement).await, None);
}

#[tokio::test]
async fn no_draw_is_asked_for_or_taken_on_after_a_licence_has_expired() {
    for (unfit, fit, code) in UNFIT {
        let world = world().await;
        let requested = request(&world, 1, "10000").await.unwrap().draw;
        change_to(&world, unfit).await;
        let told = |outcome: Result<(), Error<DrawRefusal>>| match outcome {
            Err(Error::Refused(refusal)) => refusal.code(),
            other => panic!("{other:?} is no refusal"),
        };
        assert_eq!(told(request(&world, 1, "10000").await.map(|_| ())), code);
        assert_eq!(told(answer(&world, &world.partner('a'), requested, DrawAnswer::Accept).await), code);
        assert_eq!(told(instruct(&world, requested, "10000").await), code);
        change_to(&world, fit).await;
        answer(&world, &world.partner('a'), requested, DrawAnswer::Accept).await.unwrap();
        world.finish().await;
    }
}

async fn world() -> World {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    world
}

async fn suspend(world: &World) {
    assert_eq!(world.as_owner("update partners set status = 'suspended' where code = 'funder-a'").await, None);
}

fn is_suspended<T: std::fmt::Debug>(outcome: Result<T, Error<DrawRefusal>>) {
    assert!(matches!(&outcome, Err(Error::Refused(refusal)) if refusal.code() == "partner.suspended"), "{outcome:?}");
}

/// The treasurer, and the funder's own system.
fn both(world: &World) -> [Context; 2] {
    [world.funder_person('a', Role::FunderTreasurer), world.partner('a')]
}

async fn answer(world: &World, context: &Context, draw: DrawId, answer: DrawAnswer) -> Result<(), Error<DrawRefusal>> {
    draw::answer_draw(&world.db, context, AnswerDrawCommand { draw, answer }).await
}

#[tokio::test]
async fn nothing_is_drawn_from_a_suspended_funder() {
    let world = world().await;
    let (amount, tenor) = (yuan("10000"), "30d".parse().unwrap());
    let shown = draw::preview_draw(&world.db, &world.agent(1), amount, tenor).await.unwrap();
    suspend(&world).await;
    is_suspended(draw::preview_draw(&world.db, &world.agent(1), amount, tenor).await);
    let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: shown.hash };
    is_suspended(draw::request_draw(&world.db, &world.agent(1), command).await);
    assert_eq!(world.number("select earmarked_fen from credit_lines").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_suspended_funder_refuses_a_draw_and_does_not_take_it_on() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap().draw;
    suspend(&world).await;
    for context in both(&world) {
        is_suspended(answer(&world, &context, requested, DrawAnswer::Accept).await);
    }
    for context in both(&world) {
        let command =
            InstructDrawCommand { draw: requested, amount: yuan("10000"), payment_reference: "JH-1".to_owned() };
        is_suspended(draw::instruct_draw(&world.db, &context, command).await);
    }
    let row = draw::draw(&world.db, &world.agent(1), requested).await.unwrap();
    assert_eq!(row.state, DrawState::Requested);
    let refuse = DrawAnswer::Refuse { reason: "暂停".to_owned() };
    answer(&world, &both(&world)[0], requested, refuse).await.unwrap();
    assert_eq!(world.number("select earmarked_fen from credit_lines").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn what_a_suspended_funder_had_begun_goes_its_way_to_the_end() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap();
    answer(&world, &world.partner('a'), requested.draw, DrawAnswer::Accept).await.unwrap();
    suspend(&world).await;
    instruct(&world, requested.draw, "10000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "10000", requested.reference.as_str())]).await;
    let loan = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap().loan.unwrap();
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan("1000")) };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    let repaid = repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    let command = ConfirmRepaymentCommand { repayment: repaid.repayment, payment_reference: "JH-9".to_owned() };
    repayment::confirm_repayment(&world.db, &world.partner('a'), command).await.unwrap();
    assert_eq!(
        bank_movement::breaks(
            &world.db,
            &world.operator(Role::Auditor),
            bank_movement::BreakFilter::All,
            PageRequest::FIRST
        )
        .await
        .unwrap()
        .rows
        .len(),
        0
    );
    assert_eq!(Amount::from_fen(world.number("select outstanding_fen from loans").await), yuan("9004"));
    world.finish().await;
}
