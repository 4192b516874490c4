//! What the bank's feed tells and cannot be read or recorded is put aside for people, and the rest is read on.

use domain::{approval::ApprovalRefusal, bank_movement::UnreadReason, matching::Direction, role::Role};
use services::{
    Context, Error,
    bank::Banks,
    bank_movement::{SettleUnreadCommand, UnreadLine, UnreadLineRow, read_feed, settle_unread, unread_lines},
    gauges::gauges,
    party::{self, NewReserveAccount},
    worklist::feeds,
};
use time::Duration;

use super::fed;
use crate::{
    bank::{FakeBank, read_feeds, reserve_accounts},
    harness::{FIRST, World},
};

fn senseless(text: &str) -> UnreadLine {
    UnreadLine { text: text.to_owned(), reason: UnreadReason::AmountUnreadable }
}

async fn waiting(world: &World) -> Vec<UnreadLineRow> {
    unread_lines(&world.db, &world.operator(Role::Auditor), FIRST).await.unwrap().rows
}

#[tokio::test]
async fn a_line_that_cannot_be_read_is_put_aside_once_and_the_lines_around_it_are_recorded() {
    let world = World::new().await;
    let line = |number: u32| fed(&format!("B{number}"), Direction::Credit, "1", "测试");
    let bank = FakeBank::accepting()
        .with_feed(vec![vec![line(1), line(2)], vec![line(3)]])
        .with_unread(vec![senseless(r#"{"id":"B9","remittance":"a\\b\u0000"}"#)]);
    assert_eq!(read_feeds(&world, &bank).await, 3);
    let [row] = waiting(&world).await.try_into().unwrap();
    assert_eq!((row.account_no.as_str(), row.reason), (super::RESERVE, UnreadReason::AmountUnreadable));
    // The cursor was lost: everything is told again and nothing kept again.
    sqlx::query("update bank_feeds set cursor = ''").execute(&world.owner).await.unwrap();
    assert_eq!(read_feeds(&world, &bank).await, 0);
    assert_eq!(waiting(&world).await, [row]);
    world.finish().await;
}

#[tokio::test]
async fn a_line_that_cannot_be_recorded_is_put_aside_and_the_lines_around_it_are_recorded() {
    let world = World::new().await;
    sqlx::query("alter table bank_movements add check (remittance <> 'poison')").execute(&world.owner).await.unwrap();
    let lines = ["测试", "poison", "测试"];
    let lines = (1..).zip(lines).map(|(number, text)| fed(&format!("B{number}"), Direction::Credit, "1", text));
    let bank = FakeBank::accepting().with_feed(vec![lines.collect(), vec![fed("B4", Direction::Credit, "1", "")]]);
    assert_eq!(read_feeds(&world, &bank).await, 3);
    assert_eq!(read_feeds(&world, &bank).await, 0);
    let [row] = waiting(&world).await.try_into().unwrap();
    assert!(row.text.contains("poison") && row.text.contains("B2"), "{row:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_database_that_is_away_puts_no_line_aside_and_an_account_holds_up_no_other() {
    let world = World::new().await;
    let second = NewReserveAccount {
        account_no: "5000021029200123456".to_owned(),
        name: "联融支付有限公司客户备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "main".to_owned(),
        branch: String::new(),
    };
    party::register_reserve_account(&world.db, &world.system(), second).await.unwrap();
    sqlx::raw_sql(
        "create function refuse() returns trigger language plpgsql as $$ begin
             if (select account_no from reserve_accounts where id = new.reserve_account_id) like '4%' then
                 raise disk_full;
             end if;
             return new;
         end $$;
         create trigger refuse before insert on bank_movements for each row execute function refuse()",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let bank = FakeBank::accepting().with_feed(vec![vec![fed("B1", Direction::Credit, "1", "测试")]]);
    let accounts = reserve_accounts(&world).await;
    let banks = Banks::one(&bank);
    assert!(read_feed(&world.db, &banks, accounts[0]).await.is_err());
    assert_eq!(read_feed(&world.db, &banks, accounts[1]).await.unwrap(), 1);
    assert!(waiting(&world).await.is_empty());
    let read = feeds(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    assert_eq!(read.iter().map(|feed| feed.read_at).collect::<Vec<_>>(), [None, Some(world.now())]);
    sqlx::query("drop trigger refuse on bank_movements").execute(&world.owner).await.unwrap();
    assert_eq!(read_feeds(&world, &bank).await, 1, "it is read on from where it was");
    world.finish().await;
}

#[tokio::test]
async fn the_feed_s_age_counts_from_when_it_was_last_read_to_its_end() {
    let world = World::new().await;
    let age = async || gauges(&world.db, &world.system()).await.unwrap().feed_age_seconds;
    assert_eq!(age().await, world.now().unix_timestamp(), "it never was");
    let bank = FakeBank::accepting().with_feed(vec![]);
    read_feeds(&world, &bank).await;
    assert_eq!(age().await, 0);
    world.set_now(world.now() + Duration::minutes(2));
    read_feeds(&world, &FakeBank::silent()).await;
    assert_eq!(age().await, 120, "a bank that does not answer was not read");
    read_feeds(&world, &bank).await;
    assert_eq!(age().await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_maker_says_once_what_became_of_a_line() {
    let world = World::new().await;
    let bank = FakeBank::accepting().with_feed(vec![]).with_unread(vec![senseless("?")]);
    read_feeds(&world, &bank).await;
    let line = waiting(&world).await[0].id;
    assert_eq!(gauges(&world.db, &world.system()).await.unwrap().unread_lines, 1);
    let settle = |context: Context, note: &str| {
        let (db, command) = (world.db.clone(), SettleUnreadCommand { line, note: note.to_owned() });
        async move { settle_unread(&db, &context, command).await }
    };
    let strangers =
        [world.agent(1), world.partner('a'), world.operator(Role::OperatorChecker), world.operator(Role::Auditor)];
    for stranger in strangers {
        let outcome = settle(stranger, "x").await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let hidden = unread_lines(&world.db, &world.partner('a'), FIRST).await;
    assert!(matches!(hidden, Err(Error::Forbidden)), "{hidden:?}");
    let maker = || world.operator(Role::OperatorMaker);
    let nameless = settle(maker(), " ").await;
    assert!(matches!(nameless, Err(Error::Refused(ApprovalRefusal::NoteMissing))), "{nameless:?}");
    settle(maker(), "已随 11 月 20 日对账单入账").await.unwrap();
    let again = settle(maker(), "x").await;
    assert!(matches!(again, Err(Error::Refused(ApprovalRefusal::AlreadyDecided))), "{again:?}");
    assert!(waiting(&world).await.is_empty());
    let absent = SettleUnreadCommand { line: domain::id::UnreadLineId(uuid::Uuid::nil()), note: "x".to_owned() };
    let absent = settle_unread(&world.db, &maker(), absent).await;
    assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
    world.finish().await;
}
