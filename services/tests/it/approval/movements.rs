//! Movements that nothing fits: given to what they are for, or sent back.

use std::collections::BTreeMap;

use domain::{
    approval::Action,
    bank_movement::MovementState,
    draw::DrawState,
    id::BankMovementId,
    matching::{BreakKind, Direction},
    payout::PayoutState,
    role::Role,
};
use services::{
    approval,
    bank_movement::{self, MovementFacts, MovementFilter},
    draw::{self, AnswerDrawCommand, DrawAnswer},
    page::PageRequest,
    payout::{self, PayoutFilter},
};

use super::{approve, numbered, propose, propose_command, refusal, two_people};
use crate::{
    bank::{FakeBank, send_payouts},
    bank_movement::{fed, feed, requested_payout},
    draw::{instruct, request},
    harness::{World, bullet_terms, yuan},
};

/// Money in that names nothing.
pub async fn unknown(world: &World, amount: &str) -> BankMovementId {
    let number = format!("U{amount}");
    feed(world, vec![fed(&number, Direction::Credit, amount, "货款")]).await;
    numbered(world, &number).await
}

fn by_stranger(number: &str, amount: &str, remittance: &str) -> MovementFacts {
    MovementFacts {
        counterparty_name: "路人甲".to_owned(),
        counterparty_account: "6228480000000000001".to_owned(),
        ..fed(number, Direction::Credit, amount, remittance)
    }
}

async fn state(world: &World, movement: BankMovementId) -> MovementState {
    bank_movement::movement(&world.db, &world.operator(Role::Auditor), movement).await.unwrap().row.state
}

async fn world() -> World {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    world
}

#[tokio::test]
async fn money_from_another_account_is_given_to_its_draw_by_two_people() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap();
    instruct(&world, requested.draw, "10000").await.unwrap();
    feed(&world, vec![by_stranger("B1", "10000", requested.reference.as_str())]).await;
    let movement = numbered(&world, "B1").await;
    let seen = bank_movement::movement(&world.db, &world.operator(Role::Auditor), movement).await.unwrap();
    assert_eq!((seen.row.state, seen.row.break_kind), (MovementState::Broken, Some(BreakKind::PayerDiffers)));
    assert_eq!(seen.fitting.len(), 1);
    assert_eq!(seen.fitting[0].reference, requested.reference.as_str());
    let action = Action::Match { movement, reference: requested.reference.clone() };
    let proposed = propose(&world, action).await.unwrap();
    assert_eq!(world.number("select count(*) from loans").await, 0, "one person credits nothing");
    approve(&world, proposed).await.unwrap();
    let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert_eq!(row.state, DrawState::Credited);
    assert!(
        bank_movement::breaks(
            &world.db,
            &world.operator(Role::Auditor),
            bank_movement::BreakFilter::All,
            PageRequest::FIRST
        )
        .await
        .unwrap()
        .rows
        .is_empty()
    );
    let seen = bank_movement::movement(&world.db, &world.operator(Role::Auditor), movement).await.unwrap();
    assert_eq!((seen.row.state, seen.timeline.len(), seen.approvals.len()), (MovementState::Matched, 1, 1));
    world.finish().await;
}

#[tokio::test]
async fn amounts_are_never_a_matter_of_judgement() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap();
    let matched = |movement| Action::Match { movement, reference: requested.reference.clone() };
    let early = unknown(&world, "10000").await;
    assert_eq!(refusal(propose(&world, matched(early)).await), "match.draw_not_awaiting");
    instruct(&world, requested.draw, "10000").await.unwrap();
    let too_much = unknown(&world, "10000.01").await;
    assert_eq!(refusal(propose(&world, matched(too_much)).await), "match.amount_differs");
    let nothing = Action::Match { movement: early, reference: "DRW2026112000009999".parse().unwrap() };
    assert_eq!(refusal(propose(&world, nothing).await), "match.reference_unknown");
    // Proposed while it fits, approved when it does not any more.
    let (one, other) = (propose(&world, matched(early)).await.unwrap(), unknown(&world, "4000").await);
    two_people(&world, matched(other)).await;
    assert_eq!(refusal(approve(&world, one).await), "match.amount_differs");
    two_people(&world, matched(unknown(&world, "6000").await)).await;
    let row = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    assert!(row.loan.is_some(), "two parts make the draw: {:?}", row.state);
    assert_eq!(refusal(propose(&world, matched(other)).await), "movement.settled");
    world.finish().await;
}

#[tokio::test]
async fn a_top_up_from_somebody_else_is_given_to_the_wallet_by_two_people() {
    let world = world().await;
    let wallet: String = sqlx::query_scalar("select reference from wallets order by reference limit 1")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    feed(&world, vec![by_stranger("B1", "88", &wallet)]).await;
    let movement = numbered(&world, "B1").await;
    assert_eq!(state(&world, movement).await, MovementState::Broken);
    two_people(&world, Action::Match { movement, reference: wallet.parse().unwrap() }).await;
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 8_800);
    assert_eq!(state(&world, movement).await, MovementState::Matched);
    world.finish().await;
}

#[tokio::test]
async fn money_for_a_refused_draw_goes_back_to_the_account_that_it_came_from() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "10000", requested.reference.as_str())]).await;
    let movement = numbered(&world, "B1").await;
    let auditor = world.operator(Role::Auditor);
    assert_eq!(
        bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, PageRequest::FIRST)
            .await
            .unwrap()
            .rows[0]
            .kind,
        BreakKind::FundsOnly
    );
    let refuse = DrawAnswer::Refuse { reason: "额度用尽".to_owned() };
    let command = AnswerDrawCommand { draw: requested.draw, answer: refuse };
    draw::answer_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await.unwrap();
    assert_eq!(
        bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, PageRequest::FIRST)
            .await
            .unwrap()
            .rows[0]
            .kind,
        BreakKind::LateAfterCancel
    );

    two_people(&world, Action::Return { movement }).await;
    assert_eq!(state(&world, movement).await, MovementState::Returning);
    assert!(
        bank_movement::breaks(&world.db, &auditor, bank_movement::BreakFilter::All, PageRequest::FIRST)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    assert_eq!((order.account_no.as_str(), order.amount), ("6222020200112233445", yuan("10000")));
    assert_eq!(order.remittance, format!("退回 {}", order.order_no));
    feed(&world, vec![fed("B2", Direction::Debit, "10000", &order.remittance)]).await;
    assert_eq!(state(&world, movement).await, MovementState::Returned);
    let listed = payout::payouts(&world.db, &auditor, PayoutFilter::All, PageRequest::FIRST).await.unwrap().rows;
    assert_eq!((listed[0].state, listed[0].returns), (PayoutState::Confirmed, Some(movement)));
    assert_eq!(world.number("select account_balance(id) from accounts where kind = 'reserve_cash'").await, 0);
    assert_eq!(world.number("select account_balance(id) from accounts where kind = 'unmatched_receipts'").await, 0);
    assert_eq!(refusal(propose(&world, Action::Return { movement }).await), "movement.settled");
    world.finish().await;
}

#[tokio::test]
async fn money_for_a_cancelled_draw_is_money_to_be_returned() {
    let world = world().await;
    let requested = request(&world, 1, "10000").await.unwrap();
    feed(&world, vec![fed("B1", Direction::Credit, "10000", requested.reference.as_str())]).await;
    draw::cancel_draw(&world.db, &world.agent(1), requested.draw).await.unwrap();
    let breaks = bank_movement::breaks(
        &world.db,
        &world.operator(Role::Auditor),
        bank_movement::BreakFilter::All,
        PageRequest::FIRST,
    )
    .await
    .unwrap()
    .rows;
    assert_eq!(breaks.iter().map(|row| row.kind).collect::<Vec<_>>(), [BreakKind::LateAfterCancel]);
    world.finish().await;
}

#[tokio::test]
async fn a_return_that_the_bank_refuses_stays_ours_to_pay_and_is_sent_again() {
    let world = world().await;
    let movement = unknown(&world, "70").await;
    two_people(&world, Action::Return { movement }).await;
    let rejecting = FakeBank::paying([services::bank::PayAnswer::Rejected { reason: "户名不符".to_owned() }]);
    send_payouts(&world.db, &rejecting).await;
    let held = "select -account_balance(id) from accounts where kind = 'unmatched_receipts'";
    assert_eq!(world.number(held).await, 7_000);
    let payout = super::only_payout(&world).await;
    let (account_no, account_name) = ("6222020200112233445".to_owned(), "嘉禾小贷".to_owned());
    two_people(&world, Action::Resend { payout, account_no, account_name }).await;
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    assert_eq!((world.number(held).await, bank.orders.lock().unwrap()[0].serial), (0, 2));
    assert_eq!(state(&world, movement).await, MovementState::Returning);
    world.finish().await;
}

#[tokio::test]
async fn only_money_that_came_from_a_known_account_is_returned() {
    let world = world().await;
    feed(&world, vec![fed("D1", Direction::Debit, "3", "手续费")]).await;
    let debit = numbered(&world, "D1").await;
    assert_eq!(refusal(propose(&world, Action::Return { movement: debit }).await), "return.not_received");
    let anonymous = MovementFacts { counterparty_account: String::new(), ..fed("B9", Direction::Credit, "5", "") };
    feed(&world, vec![anonymous]).await;
    let movement = numbered(&world, "B9").await;
    assert_eq!(refusal(propose(&world, Action::Return { movement }).await), "return.payer_unknown");
    world.finish().await;
}

#[tokio::test]
async fn a_debit_that_fitted_nothing_is_found_to_be_the_payout() {
    for failed in [true, false] {
        let world = world().await;
        requested_payout(&world, 1, "1000").await;
        let bank = if failed {
            FakeBank::paying([services::bank::PayAnswer::Rejected { reason: "系统错误".to_owned() }])
        } else {
            FakeBank::accepting()
        };
        send_payouts(&world.db, &bank).await;
        let reference = bank.orders.lock().unwrap()[0].order_no.clone();
        // The bank names it, but another account: nothing certain.
        let debit = MovementFacts {
            counterparty_account: "1".to_owned(),
            ..fed("D1", Direction::Debit, "1000", &format!("代付 {reference}"))
        };
        feed(&world, vec![debit]).await;
        let movement = numbered(&world, "D1").await;
        assert_eq!(state(&world, movement).await, MovementState::Broken);
        two_people(&world, Action::Match { movement, reference }).await;
        let listed = payout::payouts(&world.db, &world.operator(Role::Auditor), PayoutFilter::All, PageRequest::FIRST)
            .await
            .unwrap()
            .rows;
        assert_eq!(listed[0].state, PayoutState::Confirmed);
        world.finish().await;
    }
}

#[tokio::test]
async fn alike_movements_are_sent_back_and_the_list_says_what_waits_for_the_second_person() {
    let world = world().await;
    let (one, other) = (unknown(&world, "70").await, unknown(&world, "71").await);
    let listed = async || {
        let filter = MovementFilter { state: Some(MovementState::Unmatched), ..MovementFilter::default() };
        let page = bank_movement::movements(&world.db, &world.operator(Role::Auditor), filter).await.unwrap();
        page.rows.into_iter().map(|row| (row.id, row.proposed)).collect::<BTreeMap<_, _>>()
    };
    let proposed = propose(&world, Action::Return { movement: one }).await.unwrap();
    assert_eq!(listed().await, BTreeMap::from([(one, true), (other, false)]));
    let seen = bank_movement::movement(&world.db, &world.operator(Role::Auditor), one).await.unwrap();
    assert!(seen.row.proposed);
    super::give_back(&world, proposed, "再核实").await.unwrap();
    assert_eq!(listed().await, BTreeMap::from([(one, false), (other, false)]));
    // Of fifty that are approved together, what was decided meanwhile keeps no other back: each is a write of its own.
    let again = propose(&world, Action::Return { movement: other }).await.unwrap();
    assert_eq!(refusal(approve(&world, proposed).await), "approval.already_decided");
    approve(&world, again).await.unwrap();
    assert_eq!(listed().await, BTreeMap::from([(one, false)]));
    world.finish().await;
}

/// As a page does what was ticked: each by itself, under a number made of the form's. The form is sent twice.
#[tokio::test]
async fn of_fifty_that_are_sent_back_together_three_have_changed_meanwhile_and_keep_no_other_back() {
    let world = world().await;
    let lines = (0..50).map(|place| by_stranger(&format!("F{place}"), &(100 + place).to_string(), "货款"));
    feed(&world, lines.collect()).await;
    let mut movements = Vec::new();
    for place in 0..50 {
        movements.push(numbered(&world, &format!("F{place}")).await);
    }
    propose(&world, Action::Return { movement: movements[7] }).await.unwrap();
    two_people(&world, Action::Return { movement: movements[23] }).await;
    two_people(&world, Action::Return { movement: movements[49] }).await;
    let form = world.operator(Role::OperatorMaker);
    for _ in 0..2 {
        let (mut done, mut told) = (0, Vec::new());
        for (place, movement) in movements.iter().enumerate() {
            let command = propose_command(Action::Return { movement: *movement });
            match approval::propose(&world.db, &form.about(movement), command).await {
                Ok(_) => done += 1,
                outcome => told.push((place, refusal(outcome))),
            }
        }
        assert_eq!(done, 47);
        assert_eq!(told.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [7, 23, 49]);
        assert_eq!(told[0].1, "approval.already_proposed");
    }
    assert_eq!(world.number("select count(*) from approvals where state = 'proposed'").await, 48);
    world.finish().await;
}
