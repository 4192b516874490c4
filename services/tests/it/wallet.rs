//! The statement of a wallet over a month.

use domain::{Amount, ledger::EventKind, operating_data::Month, role::Role};
use services::{Error, wallet};
use time::macros::date;

use crate::{
    commission::{fund, released},
    harness::{World, yuan},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_month_begins_with_what_the_one_before_ended_with() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("100")).await;
    services::payout::withdraw(&world.db, &world.agent(1), yuan("30")).await.unwrap();
    world.turn_to(date!(2026 - 12 - 01)).await;
    world.fill_wallet(1, yuan("5")).await;
    released(&world, "2026-10", "A0001,12.34\n").await;
    fund(&world, "C1", "12.34").await;
    let told = async |text: &str| wallet::statement(&world.db, &world.agent(1), month(text)).await.unwrap();
    let november = told("2026-11").await;
    let entries = |statement: &wallet::WalletStatement| -> Vec<(EventKind, i64, i64)> {
        statement.entries.iter().map(|entry| (entry.event, entry.amount.fen(), entry.balance.fen())).collect()
    };
    assert_eq!((november.opening, november.closing), (Amount::ZERO, yuan("70")));
    let expected = [(EventKind::TopUpMatched, 10_000, 10_000), (EventKind::WithdrawalRequested, -3_000, 7_000)];
    assert_eq!(entries(&november), expected);
    let december = told("2026-12").await;
    assert_eq!((december.opening, december.closing), (yuan("70"), yuan("87.34")));
    let expected = [(EventKind::TopUpMatched, 500, 7_500), (EventKind::CommissionDistributed, 1_234, 8_734)];
    assert_eq!(entries(&december), expected);
    for (empty, fen) in [("2026-10", 0), ("2027-01", 8_734), ("2100-12", 8_734)] {
        let statement = told(empty).await;
        assert_eq!((statement.opening.fen(), statement.closing.fen(), statement.entries.len()), (fen, fen, 0));
    }
    let stranger = wallet::statement(&world.db, &world.operator(Role::Auditor), month("2026-11")).await;
    assert!(matches!(stranger, Err(Error::Forbidden)));
    world.finish().await;
}
