//! Several courts hold a wallet: each what those before it have left, and all before any debt.

use domain::{
    Amount,
    approval::Action,
    freeze::{Deduction, FreezeOrder, FreezeReason},
    id::FreezeId,
    payout::PayoutState,
    repayment::RepaymentCause,
    role::Role,
    withdrawal::WithdrawalRefusal,
};
use services::{Error, bank::PayAnswer, freeze, party, payout, timeline::Event};
use time::{Date, Duration, macros::date};

use super::AFTER;
use crate::{
    approval::{propose, refusal, two_people},
    bank::{FakeBank, send_payouts, spend},
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::{
        lend, pay_in,
        sweep::{DUE, balance, paid, top_up},
    },
};

async fn order(world: &World, amount: &str, last: Date) {
    world.set_now(world.now() + Duration::MINUTE);
    let (amount, expires_on) = (Some(yuan(amount)), Some(last));
    let order =
        FreezeOrder {
            reason: FreezeReason::Court, amount, expires_on, asked_by: "（2026）川01执188号".to_owned()
        };
    two_people(world, Action::Freeze { wallet: world.agents[0].wallet, order }).await;
}

/// What of each order is there, the first first.
async fn held(world: &World) -> Vec<Amount> {
    let rows = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    rows.iter().rev().filter_map(|row| row.held).collect()
}

/// A fen more than that is refused.
async fn free(world: &World, expected: &str) {
    let more = yuan(expected).plus(Amount::from_fen(1));
    let refused = payout::withdraw(&world.db, &world.agent(1), more).await;
    assert!(
        matches!(&refused, Err(Error::Refused(WithdrawalRefusal::InsufficientBalance { available, .. })) if *available == yuan(expected)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_courts_order_beyond_the_balance_waits_in_line_for_what_comes_in() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    order(&world, "800", date!(2026 - 11 - 22)).await;
    free(&world, "200").await;
    order(&world, "500", date!(2026 - 11 - 25)).await;
    order(&world, "300", date!(2026 - 11 - 25)).await;
    assert_eq!(held(&world).await, [yuan("800"), yuan("200"), yuan("0")]);
    let told = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    assert!(told.iter().all(|row| row.asked_by == "（2026）川01执188号"), "{told:?}");
    free(&world, "0").await;
    top_up(&world, "T1", "350").await;
    assert_eq!(held(&world).await, [yuan("800"), yuan("500"), yuan("50")]);
    free(&world, "0").await;
    world.turn_to(date!(2026 - 11 - 23)).await;
    assert_eq!(held(&world).await, [yuan("500"), yuan("300")], "those that waited have what the first one leaves");
    free(&world, "550").await;
    payout::withdraw(&world.db, &world.agent(1), yuan("550")).await.unwrap();
    world.turn_to(date!(2026 - 11 - 26)).await;
    assert!(held(&world).await.is_empty());
    payout::withdraw(&world.db, &world.agent(1), yuan("800")).await.unwrap();
    world.finish().await;
}

/// The freeze of so much that stands.
async fn of(world: &World, amount: &str) -> FreezeId {
    let rows = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    rows.iter().find(|row| row.amount == Some(yuan(amount))).unwrap().id
}

fn deduct(freeze: FreezeId, amount: &str) -> Action {
    let (account_no, account_name) = ("6222020200112233445".to_owned(), "某某人民法院".to_owned());
    Action::Deduct { freeze, deduction: Deduction { amount: yuan(amount), account_no, account_name } }
}

#[tokio::test]
async fn a_court_is_paid_what_it_holds_and_holds_again_what_the_bank_returns() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    order(&world, "800", date!(2026 - 11 - 25)).await;
    order(&world, "500", date!(2026 - 11 - 25)).await;
    let (first, second) = (of(&world, "800").await, of(&world, "500").await);
    for (freeze, amount) in [(first, "800.01"), (second, "200.01"), (first, "0")] {
        assert_eq!(refusal(propose(&world, deduct(freeze, amount)).await), "freeze.above_held", "{amount}");
    }
    // Whatever else the wallet is frozen for.
    let risk = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    world.set_now(world.now() + Duration::MINUTE);
    two_people(&world, Action::Freeze { wallet: world.agents[0].wallet, order: risk }).await;
    let rows = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    let whole = rows.iter().find(|row| row.reason == FreezeReason::Risk).unwrap().id;
    assert_eq!(refusal(propose(&world, deduct(whole, "1")).await), "freeze.not_a_courts");

    two_people(&world, deduct(first, "600")).await;
    assert_eq!((balance(&world).await, held(&world).await), (40_000, vec![yuan("200"), yuan("200")]));
    // What waits for the bank is not taken back by another freeze, as an agent's own withdrawal is.
    order(&world, "700", date!(2026 - 11 - 25)).await;
    assert_eq!(balance(&world).await, 40_000);
    let refusing = FakeBank::paying([PayAnswer::Rejected { reason: "账户已注销".to_owned() }]);
    send_payouts(&world.db, &refusing).await;
    assert_eq!(balance(&world).await, 100_000);
    assert_eq!(held(&world).await, [yuan("200"), yuan("600"), yuan("200"), yuan("0")], "in its place of the line");

    world.set_now(world.now() + Duration::MINUTE);
    two_people(&world, deduct(of(&world, "600").await, "600")).await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    assert_eq!((balance(&world).await, held(&world).await), (40_000, vec![yuan("200"), yuan("200"), yuan("0")]));
    let rows = payout::withdrawals(&world.db, &world.agent(1), FIRST).await.unwrap().rows;
    let told: Vec<_> = rows.iter().map(|row| (row.court, row.amount, row.state)).collect();
    assert_eq!(told, [(true, yuan("600"), PayoutState::Sent), (true, yuan("600"), PayoutState::Returned)]);
    // It was not let go.
    let auditor = || world.operator(Role::Auditor);
    let all = freeze::freezes_of(&world.db, &auditor(), world.agents[0].wallet).await.unwrap();
    let ended: Vec<_> =
        all.iter().filter(|row| row.lifted_on.is_some()).map(|row| (row.amount, row.deducted)).collect();
    assert_eq!(ended, [(Some(yuan("600")), true)]);
    let shop = party::agent(&world.db, &auditor(), world.agents[0].agent).await.unwrap();
    let ended: Vec<_> = shop.timeline.iter().filter(|step| step.event == Event::Deducted).collect();
    assert_eq!(ended.iter().map(|step| step.amount).collect::<Vec<_>>(), [Some(yuan("600"))]);
    // After its last day it holds nothing that comes back.
    world.turn_to(date!(2026 - 11 - 26)).await;
    assert!(held(&world).await.is_empty());
    let all = freeze::freezes_of(&world.db, &auditor(), world.agents[0].wallet).await.unwrap();
    assert_eq!(all.iter().filter(|row| row.deducted).count(), 1, "the others have expired");
    world.finish().await;
}

#[tokio::test]
async fn what_a_court_was_paid_of_a_draw_is_not_kept_from_what_falls_due() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "500").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 19)).await;
    world.set_now(world.now() + Duration::days(29));
    let open = request(&world, 1, "10000").await.unwrap();
    instruct(&world, open.draw, "10000").await.unwrap();
    world.turn_to(DUE).await;
    pay_in(&world, open.draw, yuan("10000")).await;
    order(&world, "9000", date!(2026 - 12 - 28)).await;
    two_people(&world, deduct(of(&world, "9000").await, "9000")).await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    // 500.00 × 0.144 × 30 / 360 are 6.00 of interest: what the agent pays in is its own, and the draw's 1,000.00 stay.
    world.fill_wallet(1, yuan("506")).await;
    world.turn_to(AFTER).await;
    assert_eq!(paid(&world, loan).await, [(yuan("506"), RepaymentCause::Due)]);
    assert_eq!(balance(&world).await, 100_000);
    world.finish().await;
}
