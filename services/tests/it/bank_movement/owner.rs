//! Money that names nothing, from an agent's own account.

use domain::matching::Direction;
use services::{bank_movement::MovementFacts, payout, wallet};

use super::{fed, feed};
use crate::{
    bank::{FakeBank, send_payouts},
    harness::{World, yuan},
};

/// From agent 1, as it is registered.
fn own(number: &str, amount: &str) -> MovementFacts {
    let mut line = fed(number, Direction::Credit, amount, "货款");
    line.counterparty_account = "6217003760000000001".to_owned();
    line.counterparty_name = "第1通讯器材经营部".to_owned();
    line
}

async fn matched(world: &World) -> i64 {
    world.number("select count(*) from bank_movements where state = 'matched' and matched_kind = 'wallet'").await
}

#[tokio::test]
async fn who_pays_from_the_registered_account_in_its_own_name_needs_no_number() {
    let world = World::new().await;
    feed(&world, vec![own("O1", "100")]).await;
    assert_eq!(
        (matched(&world).await, world.number("select balance_fen from wallets order by reference limit 1").await),
        (1, 10_000)
    );
    let balance = yuan("100").fen();
    for (number, changed) in [
        // Another name, another account, and money out.
        ("O2", MovementFacts { counterparty_name: "别人".to_owned(), ..own("O2", "1") }),
        ("O3", MovementFacts { counterparty_account: "6217003760000009999".to_owned(), ..own("O3", "1") }),
        ("O4", MovementFacts { direction: Direction::Debit, ..own("O4", "1") }),
        ("O5", MovementFacts { reversal: true, ..own("O5", "1") }),
        // A number of ours that names nothing is for people.
        ("O6", MovementFacts { remittance: "WLT9999999999".to_owned(), ..own("O6", "1") }),
    ] {
        feed(&world, vec![changed]).await;
        assert_eq!(matched(&world).await, 1, "{number}");
    }
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, balance);
    world.finish().await;
}

#[tokio::test]
async fn an_account_of_two_agents_is_nobody_s_and_where_it_is_not_wanted_people_look() {
    let world = World::new().await;
    let shared = "update agents set bank_account_no = (select bank_account_no from agents where number = 'A0001') where number = 'A0002'";
    assert_eq!(world.as_owner(shared).await, None);
    feed(&world, vec![own("O1", "100")]).await;
    assert_eq!(matched(&world).await, 0);
    // One of them is as good as the other, though one has lately withdrawn as much.
    world.fill_wallet(1, yuan("300")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("300")).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let before = matched(&world).await;
    feed(&world, vec![own("O3", "300")]).await;
    assert_eq!(matched(&world).await, before);
    let apart = "update agents set bank_account_no = '62170037600000002' where number = 'A0002';
                 update reserve_accounts set recognises_owners = false";
    let told = async || wallet::wallet(&world.db, &world.agent(1), None).await.unwrap().recognised;
    assert!(told().await);
    assert_eq!(world.as_owner(apart).await, None);
    assert!(!told().await);
    feed(&world, vec![own("O2", "100")]).await;
    assert_eq!(matched(&world).await, before);
    world.finish().await;
}

#[tokio::test]
async fn what_may_be_a_withdrawal_coming_back_is_for_people() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("2000")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("2000")).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let before = matched(&world).await;
    feed(&world, vec![own("O1", "2000")]).await;
    assert_eq!(matched(&world).await, before);
    feed(&world, vec![own("O2", "2000.01")]).await;
    assert_eq!(matched(&world).await, before + 1);
    world.finish().await;
}
