//! Several reserve accounts at several banks: each partner has one of them, and agents' own money leaves one where it is.

use domain::job::JobKind;
use services::{
    bank::Banks,
    bank_movement::{MovementFacts, RecordCommand},
    partner,
    party::{NewReserveAccount, register_reserve_account},
    worker::Worker,
};

use super::*;
use crate::{bank::reserve_accounts, bank_movement::RESERVE};

const OTHER: &str = "5000021029200123456";

fn at_another_bank(account_no: &str) -> NewReserveAccount {
    NewReserveAccount {
        account_no: account_no.to_owned(),
        name: "联融支付有限公司客户备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "icbc".to_owned(),
        branch: String::new(),
    }
}

/// A world in which funder `a` pays to and is paid from an account at another bank.
async fn world_of_two() -> World {
    let world = World::new().await;
    let id = register_reserve_account(&world.db, &world.system(), at_another_bank(OTHER)).await.unwrap();
    sqlx::query("update partners set reserve_account_id = $1 where code = 'funder-a'")
        .bind(id)
        .execute(&world.owner)
        .await
        .unwrap();
    world
}

#[tokio::test]
async fn a_payout_is_the_bank_s_that_keeps_its_partner_s_account() {
    let world = world_of_two().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    let (main, icbc) = (FakeBank::accepting(), FakeBank::accepting().with_feed(Vec::new()));
    let banks = Banks::one(&main).and("icbc", &icbc);
    Worker::new(&world.db, &banks).work_off(JobKind::SendPayout).await.unwrap();
    assert!(main.orders.lock().unwrap().is_empty());
    let order = icbc.orders.lock().unwrap()[0].clone();
    assert_eq!((order.paying_account.as_str(), order.amount), (OTHER, yuan("1000")));
    let [first, second] = reserve_accounts(&world).await[..] else { panic!("there are two accounts") };
    bank_movement::read_feed(&world.db, &banks, second).await.unwrap();
    let asked = services::worklist::feeds(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    assert_eq!(asked.iter().map(|feed| feed.read_at.is_some()).collect::<Vec<_>>(), [false, true], "main has no feed");
    bank_movement::read_feed(&world.db, &banks, first).await.unwrap();

    // The same debit on the account that it was not paid from is looked at by people.
    let debit = |account_no: &str, number: &str| RecordCommand {
        account_no: account_no.to_owned(),
        lines: vec![fed(number, Direction::Debit, "1000", &order.remittance)],
        unread: Vec::new(),
        cursor: None,
    };
    bank_movement::record(&world.db, &world.system(), debit(RESERVE, "D1")).await.unwrap();
    assert_eq!(only_payout(&world).await.state, PayoutState::Sent);
    bank_movement::record(&world.db, &world.system(), debit(OTHER, "D2")).await.unwrap();
    assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
    world.finish().await;
}

#[tokio::test]
async fn each_partner_is_told_its_own_account() {
    let world = world_of_two().await;
    for (funder, account_no) in [('a', OTHER), ('b', RESERVE)] {
        let told = services::party::receiving_account(&world.db, &world.partner(funder)).await.unwrap();
        assert_eq!(told.map(|to| to.account_no).as_deref(), Some(account_no));
    }
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    crate::draw::request(&world, 1, "50000").await.unwrap();
    let listed = partner::draws(&world.db, &world.partner('a'), None, FIRST).await.unwrap();
    assert_eq!(listed.rows.iter().map(|draw| draw.reserve.account_no.as_str()).collect::<Vec<_>>(), [OTHER]);
    world.finish().await;
}

/// Tops the wallet of agent 1 up on an account.
async fn top_up(world: &World, account_no: &str, number: &str, amount: &str) {
    let query =
        "select w.reference, a.bank_account_no from wallets w join agents a on a.id = w.agent_id where a.id = $1";
    let (wallet, own): (String, String) =
        sqlx::query_as(query).bind(world.agents[0].agent.0).fetch_one(&world.owner).await.unwrap();
    let line = MovementFacts {
        counterparty_account: own,
        ..fed(number, Direction::Credit, amount, &format!("充值 {wallet}"))
    };
    let command =
        RecordCommand { account_no: account_no.to_owned(), lines: vec![line], unread: Vec::new(), cursor: None };
    let recorded = bank_movement::record(&world.db, &world.system(), command).await.unwrap();
    assert_eq!(recorded, Recorded { new: 1, known: 0 });
}

#[tokio::test]
async fn an_agent_is_told_every_account_that_goes_on_and_the_default_one_first() {
    let world = world_of_two().await;
    let told = async || {
        let wallet = services::wallet::wallet(&world.db, &world.agent(1), None).await.unwrap();
        wallet.pay_to.into_iter().map(|to| to.account_no).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [RESERVE, OTHER]);
    let third = "1000021029200123456";
    register_reserve_account(&world.db, &world.system(), at_another_bank(third)).await.unwrap();
    assert_eq!(told().await, [RESERVE, third, OTHER]);
    sqlx::query("update reserve_accounts set ended_on = '2026-11-20' where account_no = $1")
        .bind(third)
        .execute(&world.owner)
        .await
        .unwrap();
    assert_eq!(told().await, [RESERVE, OTHER]);
    world.finish().await;
}

#[tokio::test]
async fn an_agent_s_own_money_leaves_the_default_account_while_that_holds_it_and_else_where_the_most_is() {
    let world = world_of_two().await;
    top_up(&world, RESERVE, "T1", "1000").await;
    top_up(&world, OTHER, "T2", "3000").await;
    payout::withdraw(&world.db, &world.agent(1), yuan("600")).await.unwrap();
    // What is on its way is not there any more: 400 here, 3,000 there.
    payout::withdraw(&world.db, &world.agent(1), yuan("500")).await.unwrap();
    payout::prepay(&world.db, &world.agent(1), yuan("400")).await.unwrap();
    payout::prepay(&world.db, &world.agent(1), yuan("2500")).await.unwrap();
    // Neither holds it alone.
    top_up(&world, RESERVE, "T3", "10").await;
    top_up(&world, OTHER, "T4", "11").await;
    payout::withdraw(&world.db, &world.agent(1), yuan("21")).await.unwrap();
    let left: Vec<String> = sqlx::query_scalar(
        "select r.account_no from payouts o join reserve_accounts r on r.id = o.reserve_account_id order by o.reference",
    )
    .fetch_all(&world.owner)
    .await
    .unwrap();
    assert_eq!(left, [RESERVE, OTHER, RESERVE, OTHER, RESERVE]);
    world.finish().await;
}
