//! Jobs: enqueued with the operation, held by one worker, and never lost.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use domain::{
    Reference,
    event::PartnerEvent,
    id::JobId,
    job::{Job, JobKind},
    role::Role,
};
use services::{
    Error,
    bank::{Bank, Banks, FeedPage, Order, PayAnswer, QueryAnswer},
    db::Work,
    error::Never,
    job::{self, DeadJob, Outcome},
    party::{NewReserveAccount, register_reserve_account},
    signed_line::LineError,
    worker::Worker,
};
use time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    bank::{FakeBank, send_payouts},
    bank_movement::requested_payout,
    harness::{FIRST, World, bullet_terms, yuan},
    narrow::by_text,
};

/// Answers a question about the feed when it is let go, and says that it was asked.
#[derive(Default)]
struct HangingBank {
    asked: AtomicUsize,
    was_asked: Notify,
    lets_go: Notify,
}

impl Bank for HangingBank {
    fn pay<'a>(&'a self, _: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async { PayAnswer::Unknown("nobody asks it to pay".to_owned()) })
    }

    fn query<'a>(&'a self, _: &'a Reference, _: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async { QueryAnswer::Unknown("nobody asks it".to_owned()) })
    }

    fn movements<'a>(&'a self, _: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.was_asked.notify_one();
            self.lets_go.notified().await;
            Ok(FeedPage { movements: Vec::new(), unread: Vec::new(), cursor: after.to_owned() })
        })
    }
}

/// A world in which the feed of the one reserve account is the only job for a long while.
async fn world() -> (World, Uuid) {
    let world = World::new().await;
    let others = "update jobs set due_at = '2100-01-01' where kind <> 'feed.read'";
    sqlx::query(others).execute(&world.owner).await.unwrap();
    let account =
        sqlx::query_scalar("select subject from jobs where kind = 'feed.read'").fetch_one(&world.owner).await.unwrap();
    (world, account)
}

fn worker<'a>(world: &'a World, banks: &'a Banks<'a>) -> Worker<'a> {
    Worker::new(&world.db, banks)
}

/// The instant at which the one job may be taken, and whether a worker has it.
async fn standing(world: &World) -> (Duration, bool) {
    let (due_at, taken): (time::OffsetDateTime, bool) =
        sqlx::query_as("select due_at, taken_at is not null from jobs where kind = 'feed.read'")
            .fetch_one(&world.owner)
            .await
            .unwrap();
    (due_at - world.now(), taken)
}

#[tokio::test]
async fn a_job_is_enqueued_with_what_makes_it_necessary_or_not_at_all() {
    let (world, account) = world().await;
    for (commits, lease) in [(false, 0), (true, 1)] {
        let outcome = world
            .db
            .write(&world.system(), "test.enqueue", &commits, move |write| {
                Box::pin(async move {
                    write.enqueue(Job::ReadFeed(account), Duration::MINUTE);
                    if commits { Ok(()) } else { Err(Error::<Never>::NotFound) }
                })
            })
            .await;
        assert_eq!(outcome.is_ok(), commits);
        assert_eq!(world.number("select lease from jobs where kind = 'feed.read'").await, lease);
    }
    assert_eq!(standing(&world).await, (Duration::MINUTE, false));
    world.finish().await;
}

/// Eight workers, one job: the bank is asked once.
#[tokio::test]
async fn a_job_is_one_worker_s_at_a_time() {
    let (world, _) = world().await;
    let (bank, db) = (Arc::new(HangingBank::default()), world.db.clone());
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let (db, bank) = (db.clone(), bank.clone());
        tasks.spawn(async move {
            let banks = Banks::one(&*bank);
            bank.lets_go.notify_one();
            Worker::new(&db, &banks).work_off(JobKind::ReadFeed).await.unwrap().len()
        });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(bank.asked.load(Ordering::SeqCst), 1);
    assert_eq!(standing(&world).await, (Duration::SECOND, false), "it is done again after its while");
    world.finish().await;
}

/// A worker that is killed says nothing more. What it had is another's after half a minute, and not before.
#[tokio::test]
async fn what_a_killed_worker_had_is_done_by_another() {
    let (world, _) = world().await;
    let bank = HangingBank::default();
    let banks = Banks::one(&bank);
    tokio::select! {
        () = worker(&world, &banks).work(|_, _| {}, std::future::pending()) => unreachable!("it never stops by itself"),
        () = bank.was_asked.notified() => {}
    }
    assert_eq!(standing(&world).await, (Duration::seconds(30), true));
    let another = FakeBank::silent().with_feed(Vec::new());
    let read = async || worker(&world, &Banks::one(&another)).work_off(JobKind::ReadFeed).await.unwrap().len();
    assert_eq!(read().await, 0, "it may still be at it");
    world.set_now(world.now() + Duration::seconds(30));
    assert_eq!(read().await, 1);
    world.finish().await;
}

/// While it works it says so, however long that takes.
#[tokio::test]
async fn a_worker_keeps_what_it_is_at() {
    let (world, _) = world().await;
    let bank = HangingBank::default();
    let story = async {
        bank.was_asked.notified().await;
        for _ in 0..4 {
            world.set_now(world.now() + Duration::seconds(20));
            while standing(&world).await.0 < Duration::seconds(20) {
                tokio::task::yield_now().await;
            }
        }
    };
    worker(&world, &Banks::one(&bank)).work(|_, _| {}, story).await;
    assert_eq!(bank.asked.load(Ordering::SeqCst), 1);
    world.finish().await;
}

/// It is due anew from when it was enqueued again, and what the first time came to does not undo that.
#[tokio::test]
async fn what_is_enqueued_again_while_it_is_done_is_done_again() {
    let (world, account) = world().await;
    let bank = HangingBank::default();
    let enqueue = async {
        world
            .db
            .write(&world.system(), "test.enqueue", &(), move |write| {
                Box::pin(async move {
                    write.enqueue(Job::ReadFeed(account), Duration::ZERO);
                    Ok::<_, Error<Never>>(())
                })
            })
            .await
            .unwrap();
    };
    let story = async {
        bank.was_asked.notified().await;
        enqueue.await;
        bank.lets_go.notify_one();
        let again = tokio::time::timeout(std::time::Duration::from_secs(20), bank.was_asked.notified()).await;
        assert!(again.is_ok(), "it is due at once, not after its while");
        bank.lets_go.notify_one();
    };
    worker(&world, &Banks::one(&bank)).work(|_, _| {}, story).await;
    assert_eq!(bank.asked.load(Ordering::SeqCst), 2);
    world.finish().await;
}

#[tokio::test]
async fn a_worker_stops_within_a_second_and_gives_back_what_it_is_at() {
    let (world, _) = world().await;
    let (bank, mut asked) = (HangingBank::default(), None);
    let stop = async {
        bank.was_asked.notified().await;
        asked = Some(Instant::now());
    };
    worker(&world, &Banks::one(&bank)).work(|_, _| {}, stop).await;
    assert!(asked.unwrap().elapsed().as_secs_f64() < 1.0);
    assert_eq!(standing(&world).await, (Duration::ZERO, false));
    assert_eq!(world.number("select max(tries + failures)::bigint from jobs").await, 0, "that is no failure");
    world.finish().await;
}

/// One feed hangs and another is due, which is one more than the bank takes calls: what is of another kind is done all the same.
#[tokio::test]
async fn a_kind_of_which_too_much_is_due_keeps_no_other_waiting() {
    let (world, _) = world().await;
    let second = NewReserveAccount {
        account_no: "5000021029200123456".to_owned(),
        name: "联融支付有限公司客户备付金".to_owned(),
        currency: "CNY".to_owned(),
        bank: "icbc".to_owned(),
        branch: String::new(),
    };
    register_reserve_account(&world.db, &world.system(), second).await.unwrap();
    let (bank, lapsed) = (HangingBank::default(), Notify::new());
    let story = async {
        bank.was_asked.notified().await;
        let lapse = "update jobs set due_at = 'epoch' where kind = 'draws.lapse'";
        sqlx::query(lapse).execute(&world.owner).await.unwrap();
        lapsed.notified().await;
    };
    let tell = |kind: JobKind, _: &Outcome| {
        if kind == JobKind::LapseDraws {
            lapsed.notify_one();
        }
    };
    let banks = Banks::one(&bank);
    let working = worker(&world, &banks).work(tell, story);
    let worked = tokio::time::timeout(std::time::Duration::from_secs(20), working).await;
    assert!(worked.is_ok(), "draws wait for the bank");
    assert_eq!(bank.asked.load(Ordering::SeqCst), 1, "the other feed waits for its turn");
    world.finish().await;
}

async fn only_dead(world: &World) -> DeadJob {
    let page = job::dead_jobs(&world.db, &world.operator(Role::Auditor), (), FIRST).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    page.rows.into_iter().next().unwrap()
}

#[tokio::test]
async fn what_fails_too_often_waits_for_people_who_have_it_tried_again() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    services::payout::drain_payables(&world.db).await.unwrap();
    let reference: String = sqlx::query_scalar("select reference from payouts").fetch_one(&world.owner).await.unwrap();
    sqlx::query("update payouts set reference = 'none'").execute(&world.owner).await.unwrap();
    let bank = FakeBank::accepting();
    for _ in 0..12 {
        assert!(job::dead_jobs(&world.db, &world.operator(Role::Auditor), (), FIRST).await.unwrap().rows.is_empty());
        assert_eq!(send_payouts(&world.db, &bank).await, 0);
        world.set_now(world.now() + Duration::minutes(15));
    }
    let dead = only_dead(&world).await;
    assert!(matches!(dead.job, Job::SendPayout(_)) && dead.failures == 12 && !dead.failure.is_empty(), "{dead:?}");
    let why: String = dead.failure.chars().take(10).collect();
    for (typed, count) in [(why.as_str(), 1), ("no such reason", 0)] {
        let found = job::dead_jobs(&world.db, &world.operator(Role::Auditor), by_text((), typed), FIRST).await.unwrap();
        assert_eq!((found.rows.len(), found.total.is_some()), (count, true), "{typed}");
    }
    let standing = job::jobs(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    let sends = standing.iter().find(|of| of.kind == dead.job.kind()).unwrap();
    assert_eq!((sends.dead, sends.waiting, sends.failing), (1, 0, 0));

    sqlx::query("update payouts set reference = $1").bind(reference).execute(&world.owner).await.unwrap();
    assert_eq!(send_payouts(&world.db, &bank).await, 0, "nobody has said that it may go on");
    let strangers =
        [world.operator(Role::Auditor), world.operator(Role::OperatorChecker), world.agent(1), world.system()];
    for stranger in strangers {
        assert!(matches!(job::retry_job(&world.db, &stranger, dead.id).await, Err(Error::Forbidden)));
    }
    let maker = world.operator(Role::OperatorMaker);
    let absent = job::retry_job(&world.db, &maker, JobId(Uuid::nil())).await;
    assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
    let maker = world.operator(Role::OperatorMaker);
    job::retry_job(&world.db, &maker, dead.id).await.unwrap();
    job::retry_job(&world.db, &maker, dead.id).await.unwrap();
    let other = job::retry_job(&world.db, &world.operator(Role::OperatorMaker), dead.id).await;
    assert!(matches!(other, Err(Error::NotFound)), "it is not given up any more: {other:?}");
    assert_eq!(world.number("select count(*) from audit where operation = 'job.retry' and outcome = 'done'").await, 1);
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    world.finish().await;
}

/// In an idle world there is nothing to number and nothing to pay out: neither is begun, and neither is said to wait.
#[tokio::test]
async fn what_has_nothing_to_do_is_not_begun_until_it_has() {
    let world = World::new().await;
    let bank = FakeBank::silent();
    let banks = Banks::one(&bank);
    let done = async |kind| worker(&world, &banks).work_off(kind).await.unwrap().len();
    let standing = async |kind| {
        let rows = job::jobs(&world.db, &world.operator(Role::Auditor)).await.unwrap();
        let of = rows.into_iter().find(|of| of.kind == kind).unwrap();
        (of.waiting, of.later)
    };
    for kind in [JobKind::NumberEvents, JobKind::DrainPayables] {
        done(kind).await;
        world.set_now(world.now() + Duration::MINUTE);
        assert_eq!((done(kind).await, standing(kind).await), (0, (0, 1)), "{kind:?}");
    }
    let funder = world.funders[0];
    world
        .db
        .write(&world.system(), "test.tell", &(), move |write| {
            Box::pin(async move {
                let subject = write.id();
                write.envelope.tell::<Never>(funder, subject, &PartnerEvent::TransferApproved {})
            })
        })
        .await
        .unwrap();
    assert_eq!(standing(JobKind::NumberEvents).await, (1, 0));
    assert_eq!((done(JobKind::NumberEvents).await, done(JobKind::NumberEvents).await), (1, 0));
    world.finish().await;
}
