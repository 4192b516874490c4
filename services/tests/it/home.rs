//! What a shop's home reads first.

use domain::{repayment::RepaymentCause, role::Role};
use services::{
    Error,
    home::{Has, home},
    repayment::taken,
};
use time::macros::date;

use crate::{
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::sweep::{LATE, late, top_up},
};

const NOTHING: Has =
    Has { application: false, draws: false, commissions: false, standing_orders: false, freezes: false, swept: false };

#[tokio::test]
async fn a_home_tells_the_wallet_and_of_what_there_is_anything() {
    let world = World::new().await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    assert_eq!(home(&world.db, &world.agent(2)).await.unwrap().has, NOTHING);
    for _ in 0..4 {
        world.fill_wallet(2, yuan("10")).await;
    }
    request(&world, 2, "50000").await.unwrap();
    let own = home(&world.db, &world.agent(2)).await.unwrap();
    assert_eq!((own.balance, own.available), (yuan("40"), yuan("40")));
    let after: Vec<_> = own.entries.iter().map(|entry| entry.balance).collect();
    assert_eq!(after, ["40", "30", "20"].map(yuan));
    assert_eq!(own.has, Has { draws: true, ..NOTHING });
    assert_eq!(home(&world.db, &world.clerk(2)).await.unwrap().has, own.has);
    assert_eq!(home(&world.db, &world.agent(1)).await.unwrap().has, NOTHING, "another's");
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    assert!(matches!(home(&world.db, &reviewer).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn what_was_taken_for_what_was_overdue_is_told_for_a_week() {
    let world = World::new().await;
    let loan = late(&world).await;
    let has = async || home(&world.db, &world.agent(1)).await.unwrap().has;
    assert_eq!(has().await, Has { freezes: true, ..NOTHING });
    top_up(&world, "B1", "60000").await;
    assert_eq!(has().await, Has { swept: true, ..NOTHING });
    let rows = taken(&world.db, &world.agent(1), LATE).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.on, row.loan, row.cause)).collect();
    assert_eq!(told, [(LATE, loan, RepaymentCause::Swept)]);
    assert!(taken(&world.db, &world.agent(1), date!(2026 - 12 - 23)).await.unwrap().is_empty());
    assert!(taken(&world.db, &world.agent(2), LATE).await.unwrap().is_empty(), "another's");
    world.turn_to(date!(2026 - 12 - 28)).await;
    assert_eq!(has().await, Has { swept: true, ..NOTHING });
    world.turn_to(date!(2026 - 12 - 29)).await;
    assert_eq!(has().await, NOTHING);
    world.finish().await;
}
