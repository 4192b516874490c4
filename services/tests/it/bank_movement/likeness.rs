//! One movement told by several readings, and readings that may be one.

use domain::{
    Amount,
    approval::Action,
    bank_movement::{LineOutcome, MovementState},
    id::BankMovementId,
    matching::Direction,
    role::Role,
    search::Sought,
};
use services::{
    bank_movement::{self, MovementFacts, MovementFilter, Outcome, Recorded},
    page::{Narrow, Narrowed},
};

use super::{ICBC, demonstration, fed, feed, import, known, outcomes};
use crate::{
    approval::{approve, propose, refusal, two_people},
    harness::{World, yuan},
};

const HEAD: &str = "Account: 4000021029200123456\nCurrency: CNY\n\
                    Date,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference";
const WALLET: &str = "WLT0000000042";
const OWNER: &str = "重庆市渝北区张三通讯器材经营部";

/// A file of the reserve account in another layout than the sample's.
fn table(lines: &[&str]) -> Vec<u8> {
    std::iter::once(HEAD).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n").into_bytes()
}

/// A top-up of agent 42's wallet, as the feed tells it.
fn top_up(number: &str, amount: &str, balance: Option<&str>) -> MovementFacts {
    MovementFacts {
        counterparty_name: OWNER.to_owned(),
        counterparty_account: "6217003760001234567".to_owned(),
        balance_after: balance.map(yuan),
        ..fed(number, Direction::Credit, amount, &format!("充值{WALLET}"))
    }
}

async fn in_wallet(world: &World) -> Amount {
    let fen = sqlx::query_scalar("select balance_fen from wallets where reference = $1").bind(WALLET);
    Amount::from_fen(fen.fetch_one(&world.owner).await.unwrap())
}

/// How many movements of the owner's account are listed, and what came in with them.
async fn income(world: &World, state: Option<MovementState>) -> (i64, Amount) {
    let narrow = Narrow { text: Sought::of("6217003760001234567"), ..Narrow::default() };
    let part = MovementFilter { state, ..MovementFilter::default() };
    let list = Narrowed { part, narrow, sort: None };
    let total = bank_movement::movements(&world.db, &world.operator(Role::Auditor), list).await.unwrap().total.unwrap();
    (total.count, total.sum.unwrap())
}

async fn only(world: &World, state: MovementState) -> BankMovementId {
    let id = sqlx::query_scalar("select id from bank_movements where state = $1").bind(state.code());
    BankMovementId(id.fetch_one(&world.owner).await.unwrap())
}

#[tokio::test]
async fn one_day_in_a_second_format_that_says_less_adds_nothing() {
    let world = World::new().await;
    demonstration(&world).await;
    import(&world, ICBC).await;
    let journals = world.number("select count(*) from journals").await;
    let one = table(&[
        "2026-11-20,8888.88,,1258888.88,重庆市渝北区张三通讯器材经营部,6217003760001234567,充值WLT0000000042,",
    ]);
    assert_eq!(known(&import(&world, &one).await), 1);
    let day = table(&[
        "2026-11-20,200000.00,,,嘉禾小额贷款有限公司,6222020200112233445,DRW2026112000000017,",
        "2026-11-20,50000.00,,,恒信商业保理有限公司,31050161364000001234,放款 DRW2026112000000021 张三通讯,",
        "2026-11-20,8888.88,,,重庆市渝北区张三通讯器材经营部,,充值WLT0000000042,",
        "2026-11-20,,30120.00,,嘉禾小额贷款有限公司,,,",
        "2026-11-20,50000.00,,,恒信商业保理有限公司,31050161364000001234,放款 DRW2026112000000021 张三通讯,",
        "2026-11-20,0.01,,,,,测试,",
    ]);
    assert_eq!(known(&import(&world, &day).await), 6);
    assert_eq!(world.number("select count(*) from journals").await, journals);
    assert_eq!(in_wallet(&world).await, yuan("8888.88"));
    world.finish().await;
}

#[tokio::test]
async fn two_payments_under_one_reference_are_two() {
    let world = World::new().await;
    demonstration(&world).await;
    let line =
        "2026-11-20,250.00,,,重庆市渝北区张三通讯器材经营部,6217003760001234567,充值WLT0000000042,B2026112000000088";
    let report = import(&world, &table(&[line, line])).await;
    assert!(outcomes(&report).iter().all(|outcome| outcome.kind() == LineOutcome::Wallet));
    assert_eq!(in_wallet(&world).await, yuan("500"));
    assert_eq!(known(&import(&world, &table(&[line, line])).await), 2);
    assert_eq!(in_wallet(&world).await, yuan("500"));
    world.finish().await;
}

#[tokio::test]
async fn what_may_be_recorded_already_is_in_no_book_until_two_people_have_said() {
    let world = World::new().await;
    demonstration(&world).await;
    feed(&world, vec![top_up("A1", "100", Some("1100"))]).await;
    let line = "2026-11-20,100.00,,1100.00,重庆市渝北区张三通讯器材经营部,6217003760001234567,网银转账 WLT0000000042,";
    let report = import(&world, &table(&[line])).await;
    let told = only(&world, MovementState::Doubtful).await;
    assert!(matches!(outcomes(&report)[..], [Outcome::Doubtful { .. }]));
    assert_eq!(in_wallet(&world).await, yuan("100"));
    let seen = bank_movement::movement(&world.db, &world.operator(Role::Auditor), told).await.unwrap();
    assert_eq!(seen.like.unwrap().remittance, "充值WLT0000000042");
    assert_eq!(income(&world, None).await, (2, yuan("100")), "what may be the same is not added up with it");
    assert_eq!(income(&world, Some(MovementState::Doubtful)).await, (1, yuan("100")));

    // The same line again is the same doubt, and nothing else can be done with it.
    assert_eq!(known(&import(&world, &table(&[line])).await), 1);
    assert_eq!(refusal(propose(&world, Action::Return { movement: told }).await), "movement.settled");
    two_people(&world, Action::Duplicate { movement: told }).await;
    assert_eq!(only(&world, MovementState::ToldAgain).await, told);
    assert_eq!(in_wallet(&world).await, yuan("100"));
    assert_eq!(income(&world, None).await, (2, yuan("100")));
    assert_eq!(refusal(propose(&world, Action::Distinct { movement: told }).await), "movement.not_doubtful");
    assert_eq!(known(&import(&world, &table(&[line])).await), 1);
    world.finish().await;
}

#[tokio::test]
async fn what_two_people_find_to_be_another_movement_goes_where_it_says() {
    let world = World::new().await;
    demonstration(&world).await;
    feed(&world, vec![top_up("A1", "100", None)]).await;
    let line = "2026-11-20,100.00,,,重庆市渝北区张三通讯器材经营部,6217003760001234567,充值 WLT0000000042 第二次,";
    import(&world, &table(&[line])).await;
    let told = only(&world, MovementState::Doubtful).await;
    let proposed = propose(&world, Action::Distinct { movement: told }).await.unwrap();
    assert_eq!(in_wallet(&world).await, yuan("100"));
    approve(&world, proposed).await.unwrap();
    assert_eq!(in_wallet(&world).await, yuan("200"));
    assert_eq!(income(&world, None).await, (2, yuan("200")));
    let seen = bank_movement::movement(&world.db, &world.operator(Role::Auditor), told).await.unwrap();
    assert_eq!((seen.row.state, seen.timeline.len()), (MovementState::Matched, 1));
    // Both are told by one file now, and each is known.
    let first = "2026-11-20,100.00,,,重庆市渝北区张三通讯器材经营部,6217003760001234567,充值WLT0000000042,";
    assert_eq!(known(&import(&world, &table(&[line, first])).await), 2);
    world.finish().await;
}

#[tokio::test]
async fn what_a_later_reading_adds_puts_a_movement_where_it_belongs() {
    let world = World::new().await;
    demonstration(&world).await;
    let bare = table(&["2026-11-20,100.00,,1100.00,,,,"]);
    assert_eq!(outcomes(&import(&world, &bare).await), [Outcome::Unmatched]);
    assert_eq!(feed(&world, vec![top_up("A1", "100", Some("1100"))]).await, Recorded { new: 0, known: 1 });
    assert_eq!(in_wallet(&world).await, yuan("100"));
    assert_eq!(world.number("select count(*) from bank_movements where bank_reference = 'A1'").await, 1);
    assert_eq!(known(&import(&world, &bare).await), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_batch_is_one_sum_told_whole_or_in_parts() {
    for parts_first in [true, false] {
        let world = World::new().await;
        demonstration(&world).await;
        let whole = table(&["2026-11-20,500.00,,,,,批量入账,B2026112000088"]);
        let parts = include_bytes!("../../../../files/tests/data/statements/batch-of-two.xml");
        let (first, second): (&[u8], &[u8]) = if parts_first { (parts, &whole) } else { (&whole, parts) };
        import(&world, first).await;
        let again = import(&world, second).await;
        assert_eq!(known(&again), again.lines.len());
        let told = world.number("select count(*) from bank_movements where amount_fen in (25000, 50000)").await;
        assert_eq!(told, if parts_first { 2 } else { 1 });
        world.finish().await;
    }
}
