//! Reading: every answer is one snapshot.

use domain::role::Role;
use services::{
    Context, Db, Error,
    error::{Never, database_error},
};

use crate::{
    harness::{FIRST, World, yuan},
    scale::{Cost, Meter},
};

#[tokio::test]
async fn what_is_committed_between_two_statements_of_a_read_is_in_neither() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("100")).await;
    let (other, system) = (world.db.clone(), world.system());
    let seen = world
        .db
        .read::<_, Never, _>(&world.operator(Role::Auditor), move |connection| {
            Box::pin(async move {
                let count = "select count(*) from audit";
                let before: i64 = sqlx::query_scalar(count).fetch_one(&mut *connection).await?;
                other.write(&system, "test.between", &(), |_| Box::pin(async { Ok::<_, Error<Never>>(()) })).await?;
                let after: i64 = sqlx::query_scalar(count).fetch_one(&mut *connection).await?;
                Ok((before, after))
            })
        })
        .await
        .unwrap();
    assert_eq!(seen.0, seen.1);
    assert_eq!(world.number("select count(*) from audit").await, seen.0 + 1, "it was committed meanwhile");
    world.finish().await;
}

async fn audited(db: &Db, context: &Context) -> i64 {
    let count = "select count(*) from audit";
    db.read::<i64, Never, _>(context, move |connection| {
        Box::pin(async move { Ok(sqlx::query_scalar(count).fetch_one(connection).await?) })
    })
    .await
    .unwrap()
}

/// All reads of a page see one moment, although something is committed in between, and take one connection between them.
#[tokio::test]
async fn a_page_is_one_read() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    let page = world.db.for_page();
    let before = audited(&page, &auditor).await;
    let idle = world.db.connections().1;
    world.fill_wallet(1, yuan("1")).await;
    let (one, two) = tokio::join!(audited(&page, &auditor), audited(&page, &auditor));
    assert_eq!((one, two), (before, before));
    assert!(audited(&world.db, &auditor).await > before, "who is not on the page sees what was committed");
    page.end_page().await;
    assert!(world.db.connections().1 > idle, "its connection is given back");
    assert!(audited(&page, &auditor).await > before, "what is read after its end is read by itself");
    world.finish().await;
}

/// What every page shows comes with its beginning; and of a shop's home no more is asked than there is.
#[tokio::test]
async fn a_page_sends_few_statements() {
    let world = World::new().await;
    let (shop, reviewer) = (world.agent(1), world.funder_person('a', Role::FunderReviewer));
    let meter = Meter::default();
    let _listening = tracing::subscriber::set_default(meter.clone());
    let page = world.db.for_page();
    services::home::home(&page, &shop).await.unwrap();
    assert_eq!(meter.take().statements, 3, "how it begins, the wallet, its entries");
    let date = services::business_day::business_date(&page, &shop).await.unwrap();
    let name = services::party::party_name(&page, &shop).await.unwrap();
    assert_eq!(meter.take(), Cost::default(), "nothing more");
    assert_eq!(date, services::business_day::business_date(&world.db, &shop).await.unwrap());
    assert_eq!(name, services::party::party_name(&world.db, &shop).await.unwrap());
    page.end_page().await;
    let page = world.db.for_page();
    let first = services::badge::funder_badges(&page, &reviewer).await.unwrap();
    meter.take();
    assert_eq!(services::badge::funder_badges(&page, &reviewer).await.unwrap(), first);
    assert_eq!(meter.take(), Cost::default(), "badges are counted once");
    let name = services::party::party_name(&page, &reviewer).await.unwrap();
    assert_eq!(name, services::party::party_name(&world.db, &reviewer).await.unwrap());
    page.end_page().await;
    world.finish().await;
}

#[tokio::test]
async fn what_fails_on_a_page_spoils_nothing_else_on_it() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    let page = world.db.for_page();
    let before = audited(&page, &auditor).await;
    for panics in [false, true] {
        let outcome = page
            .read::<(), Never, _>(&auditor, move |connection| {
                Box::pin(async move {
                    assert!(!panics, "planted");
                    sqlx::query("select 1 / 0").execute(connection).await?;
                    Ok(())
                })
            })
            .await;
        assert!(matches!(outcome, Err(Error::Failed(_))), "{outcome:?}");
        assert_eq!(audited(&page, &auditor).await, before);
    }
    // Another party's rows are not shown by the first one's transaction.
    let mine = services::wallet::wallet(&page, &world.agent(1), None).await.unwrap();
    let other = services::wallet::wallet(&page, &world.agent(2), None).await.unwrap();
    assert_ne!(mine.id, other.id);
    page.end_page().await;
    world.finish().await;
}

#[tokio::test]
async fn a_read_changes_nothing() {
    let world = World::new().await;
    let outcome = world
        .db
        .read::<_, Never, _>(&world.operator(Role::Auditor), |connection| {
            Box::pin(async move {
                sqlx::query("update bank_feeds set cursor = ''").execute(connection).await?;
                Ok(())
            })
        })
        .await;
    let Err(Error::Failed(failure)) = outcome else { panic!("{outcome:?}") };
    let error = database_error(&failure).and_then(sqlx::Error::as_database_error).unwrap();
    assert_eq!(error.code().as_deref(), Some("25006"), "{error}");
    world.finish().await;
}

/// Failures are logged, and kept with the jobs that they end.
#[tokio::test]
async fn what_the_database_does_not_take_is_told_without_the_row() {
    let world = World::new().await;
    let context = world.system();
    let outcome = world.db.note(&context, |connection| {
        Box::pin(async move {
            let row = "insert into transitions (id, subject, from_state, to_state, actor, reason)
                       values (gen_random_uuid(), 'debit_1', '', 'accepted', 'user:agent-1', '张三 13800001402')";
            sqlx::query(row).execute(connection).await?;
            Ok::<_, Error<Never>>(())
        })
    });
    let Err(Error::Failed(failure)) = outcome.await else { panic!("it is taken") };
    let told = format!("{failure:?} {failure}");
    assert!(told.contains("23502") && told.contains("recorded_at") && told.contains("table transitions"), "{told}");
    assert!(!told.contains("张三") && !told.contains("13800001402"), "{told}");
    world.finish().await;
}

/// The running balance of every line is reckoned from the account's balance, so that both have to be of one moment.
#[tokio::test]
async fn a_statement_s_lines_lead_to_its_balance_while_money_moves() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1")).await;
    let mut readers = world.race().await;
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    for _ in 0..4 {
        let (db, agent, stop) = (world.db.clone(), world.agent(1), stop.clone());
        readers.spawn(async move {
            let mut read = 0_usize;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) || read == 0 {
                let wallet = services::wallet::wallet(&db, &agent, None).await.unwrap();
                let sum: domain::Amount = wallet.entries.iter().map(|entry| entry.amount).sum();
                assert_eq!(sum, wallet.balance);
                assert_eq!(wallet.entries[0].balance, wallet.balance);
                read += 1;
            }
            read
        });
    }
    for _ in 0..30 {
        world.fill_wallet(1, yuan("1")).await;
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(readers.join_all().await.into_iter().all(|read| read > 0));
    let auditor = world.operator(Role::Auditor);
    let account: uuid::Uuid = sqlx::query_scalar("select account_id from wallets where agent_id = $1")
        .bind(world.agents[0].agent.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let statement = services::ledger::account_statement(&world.db, &auditor, account, FIRST).await.unwrap();
    assert_eq!(statement.entries.rows[0].balance, statement.account.balance);
    world.finish().await;
}

/// One page, two who ask: each sees what is theirs.
#[tokio::test]
async fn a_page_reads_in_the_name_of_whoever_asks() {
    let world = World::new().await;
    let page = world.db.for_page();
    let wallets = async |context: &Context| {
        page.read::<i64, Never, _>(context, |connection| {
            Box::pin(async move { Ok(sqlx::query_scalar("select count(*) from wallets").fetch_one(connection).await?) })
        })
        .await
        .unwrap()
    };
    let (auditor, agent) = (world.operator(Role::Auditor), world.agent(1));
    assert_eq!((wallets(&auditor).await, wallets(&agent).await, wallets(&auditor).await), (5, 1, 5));
    page.end_page().await;
    world.finish().await;
}
