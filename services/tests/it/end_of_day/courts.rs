//! Several courts hold a wallet: each what those before it have left, and all before any debt.

use domain::{
    Amount,
    approval::Action,
    freeze::{FreezeOrder, FreezeReason},
    withdrawal::WithdrawalRefusal,
};
use services::{Error, freeze, payout};
use time::{Date, Duration, macros::date};

use crate::{
    approval::two_people,
    harness::{World, yuan},
    repayment::sweep::top_up,
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
