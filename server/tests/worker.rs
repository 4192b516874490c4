//! The worker's parts do not wait for each other.

use std::{sync::Arc, time::Duration};

use domain::{Reference, actor::SystemPart};
use server::worker::work;
use services::{
    Context, Db,
    bank::{Bank, Banks, FeedPage, Order, PayAnswer, QueryAnswer},
    db::Work,
    machine,
    party::{NewReserveAccount, register_reserve_account},
    signed_line::LineError,
    worker::Worker,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use time::macros::datetime;
use tokio::sync::Notify;

/// Answers an order only after it was asked for the feed.
#[derive(Default)]
struct BusyBank {
    fed: Notify,
    paid: Notify,
}

impl Bank for BusyBank {
    fn pay<'a>(&'a self, _: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async {
            self.fed.notified().await;
            self.paid.notify_one();
            PayAnswer::Accepted
        })
    }

    fn query<'a>(&'a self, _: &'a Reference, _: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async { QueryAnswer::NotFound })
    }

    fn movements<'a>(&'a self, _: &'a str, _: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(async {
            self.fed.notify_one();
            Err(LineError::Status(503))
        })
    }
}

#[tokio::test]
async fn the_feed_is_read_while_the_bank_is_slow_to_take_an_order() {
    let admin_url =
        std::env::var("LIANRONG_TEST_DATABASE_URL").expect("LIANRONG_TEST_DATABASE_URL names the cluster to test on");
    let mut admin = PgConnection::connect(&admin_url).await.unwrap();
    let name: String = sqlx::query_scalar("select 'worker_' || replace(gen_random_uuid()::text, '-', '')")
        .fetch_one(&mut admin)
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut admin).await.unwrap();
    let (front, query) = admin_url.split_once('?').map_or((admin_url.as_str(), ""), |parts| parts);
    let (host, _) = front.rsplit_once('/').unwrap();
    let url = format!("{host}/{name}?{query}");
    services::migrate::migrate(&url).await.unwrap();
    let now = datetime!(2026-11-20 10:00 +8);
    let db = Db::connect(&url, 4, Arc::new(move || now), machine::randomness()).await.unwrap();
    let reserve = NewReserveAccount {
        account_no: "4".to_owned(),
        name: "备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "main".to_owned(),
        branch: String::new(),
    };
    register_reserve_account(&db, &Context::system(SystemPart::Operator, "1"), reserve).await.unwrap();
    let mut owner = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(
        "insert into payouts (id, reference, partner_id, reserve_account_id, amount_fen, account_no, account_name, state,
                              requested_at)
         select gen_random_uuid(), 'PAY2026112000000001', gen_random_uuid(), id, 1, '1', 'x', 'requested', 'epoch'
         from reserve_accounts;
         insert into jobs (kind, subject, recorded_at, due_at) select 'payout.send', id, 'epoch', 'epoch' from payouts",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    let bank = BusyBank::default();
    let banks = Banks::one(&bank);
    let worker = Worker::new(&db, &banks);
    let worked = tokio::time::timeout(Duration::from_secs(60), work(worker, bank.paid.notified())).await;
    assert!(worked.is_ok(), "the feed waited for the order, which waited for the feed");
    let state: String = sqlx::query_scalar("select state from payouts").fetch_one(&mut owner).await.unwrap();
    assert_eq!(state, "sent");
    owner.close().await.unwrap();
    db.drain().await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)"))).execute(&mut admin).await.unwrap();
}
