//! Prepaying the carrier: an agent's own money, which leaves its wallet for the carrier's account and for nothing else.

use domain::{
    approval::Action,
    freeze::{FreezeOrder, FreezeReason},
    matching::Direction,
    payout::PayoutState,
    withdrawal::WithdrawalRefusal,
};
use services::{Error, bank::PayAnswer, payout};

use crate::{
    approval::two_people,
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{fed, feed},
    harness::{FIRST, World, yuan},
    repayment::sweep::balance,
};

async fn events(world: &World) -> Vec<String> {
    sqlx::query_scalar(
        "select j.event_kind from journals j join entries e on e.journal_id = j.id join wallets w on w.account_id = e.account_id
         order by w.reference, e.wallet_version",
    )
    .fetch_all(&world.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn it_goes_to_the_carrier_in_the_name_of_the_agent_and_the_statement_confirms_it() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    payout::prepay(&world.db, &world.agent(1), yuan("600")).await.unwrap();
    assert_eq!(balance(&world).await, 40_000);
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    assert_eq!((order.account_no.as_str(), order.account_name.as_str()), ("11001045300053001234", "华信通信有限公司"));
    assert!(order.remittance.starts_with("预存款 A0001 PAY"), "{}", order.remittance);
    let mut line = fed("D1", Direction::Debit, "600", &order.remittance);
    (line.counterparty_name, line.counterparty_account) = (order.account_name, order.account_no);
    feed(&world, vec![line]).await;
    let rows = payout::withdrawals(&world.db, &world.agent(1), FIRST).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].state, rows[0].prepays), (1, PayoutState::Confirmed, true));
    assert_eq!(payout::withdrawal(&world.db, &world.agent(1), rows[0].id).await.unwrap(), rows[0]);
    let of_another = payout::withdrawal(&world.db, &world.agent(2), rows[0].id).await;
    assert!(matches!(of_another, Err(Error::NotFound)), "{of_another:?}");
    assert_eq!(events(&world).await, ["top_up.matched", "prepayment.requested"]);
    world.finish().await;
}

#[tokio::test]
async fn what_the_bank_refuses_is_in_the_wallet_again() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    payout::prepay(&world.db, &world.agent(1), yuan("1000")).await.unwrap();
    send_payouts(&world.db, &FakeBank::paying([PayAnswer::Rejected { reason: "账户已销户".to_owned() }])).await;
    query_payouts(&world.db, &FakeBank::accepting()).await;
    assert_eq!(balance(&world).await, 100_000);
    assert_eq!(events(&world).await, ["top_up.matched", "prepayment.requested", "prepayment.returned"]);
    world.finish().await;
}

#[tokio::test]
async fn a_frozen_wallet_prepays_nothing_and_takes_back_what_was_not_sent() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    let more = payout::prepay(&world.db, &world.agent(1), yuan("1000.01")).await;
    assert!(matches!(more, Err(Error::Refused(WithdrawalRefusal::InsufficientBalance { .. }))), "{more:?}");
    let nothing = payout::prepay(&world.db, &world.agent(1), yuan("0")).await;
    assert!(matches!(nothing, Err(Error::Refused(WithdrawalRefusal::AmountNotPositive))), "{nothing:?}");
    payout::prepay(&world.db, &world.agent(1), yuan("700")).await.unwrap();
    let order = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    two_people(&world, Action::Freeze { wallet: world.agents[0].wallet, order }).await;
    assert_eq!(balance(&world).await, 100_000);
    let frozen = payout::prepay(&world.db, &world.agent(1), yuan("1")).await;
    assert!(matches!(frozen, Err(Error::Refused(WithdrawalRefusal::Frozen))), "{frozen:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_carrier_without_an_account_is_not_paid_and_others_prepay_nobody() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    assert_eq!(world.as_owner("update carriers set bank_account_no = null").await, None);
    let unknown = payout::prepay(&world.db, &world.agent(1), yuan("1")).await;
    assert!(matches!(unknown, Err(Error::Refused(WithdrawalRefusal::CarrierUnpayable))), "{unknown:?}");
    let stranger = payout::prepay(&world.db, &world.partner('a'), yuan("1")).await;
    assert!(matches!(stranger, Err(Error::Forbidden)), "{stranger:?}");
    assert_eq!(balance(&world).await, 100_000);
    world.finish().await;
}
