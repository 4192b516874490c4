//! Closes whose process is killed: begun again by another, they end as if nobody had been.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
};

use domain::{
    approval::Action,
    calendar::CHINA,
    freeze::{FreezeOrder, FreezeReason},
};
use services::{
    Db, Error,
    end_of_day::{self, CloseDayRefusal},
    payout, wallet,
};
use sha2::{Digest, Sha256};
use time::{Date, Duration, macros::date};

use crate::{
    approval::two_people,
    bank::{FakeBank, send_payouts},
    dice::Dice,
    draw::{instruct, request_for},
    harness::{World, bullet_terms, master_keys, yuan},
    repayment::sweep::top_up_of,
};

const DAYS: i64 = 24;
const KILLS: usize = 10;
/// For ever.
const ALIVE: u64 = u64::MAX;

/// A process that may look at its clock and draw numbers so often, and then does nothing any more.
pub struct Process {
    pub db: Db,
    lived: Arc<AtomicU64>,
}

impl Process {
    pub async fn begin(world: &World, on: Date, life: u64) -> Self {
        let lived = Arc::new(AtomicU64::new(0));
        let live = {
            let lived = lived.clone();
            move || {
                let before = lived.fetch_add(1, Ordering::Relaxed);
                assert!(before < life, "the process was killed");
                before
            }
        };
        let now = world.now();
        let clock = {
            let live = live.clone();
            Arc::new(move || {
                live();
                now
            })
        };
        let randomness = Arc::new(move |buffer: &mut [u8]| {
            let drawn = live();
            for (place, chunk) in buffer.chunks_mut(32).enumerate() {
                let block = Sha256::digest(format!("{on} {life} {drawn} {place}"));
                chunk.copy_from_slice(&block[..chunk.len()]);
            }
        });
        let db = Db::connect(&world.url, 4, clock, randomness).await.unwrap().with_master_keys(master_keys(&["0"]));
        Self { db, lived }
    }

    /// Closes a date, as far as it lives. Gives how long that was.
    async fn close(self, on: Date, life: u64) -> u64 {
        let ended = until_death(end_of_day::close(&self.db, on)).await;
        self.db.drain().await;
        let lived = self.lived.load(Ordering::Relaxed);
        match ended {
            // Another had turned the date before it was killed.
            Some(Ok(_) | Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { .. }))) => {}
            told => assert!(lived > life, "{told:?}"),
        }
        lived
    }
}

/// Goes on until it ends or panics.
pub async fn until_death<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(poll) => poll.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}

/// What a process was at when it was killed is undone once the server has seen that it is gone.
pub async fn until_gone(world: &World) {
    let busy = "select count(*) from pg_stat_activity
                where datname = current_database() and application_name = 'lianrong' and state <> 'idle'";
    while world.number(busy).await > 0 {}
}

/// What happens to five shops, the same in every world.
struct Days {
    world: World,
    dice: Dice,
    lines: u64,
}

impl Days {
    async fn begin() -> Self {
        let world = World::new().await;
        for agent in 1..=world.agents.len() {
            world.open_line(agent, yuan("100000"), bullet_terms(), &["7d"]).await;
        }
        Self { world, dice: Dice(20_261_120), lines: 0 }
    }

    async fn day(&mut self, on: Date) {
        self.world.set_now(on.with_hms(10, 0, 0).unwrap().assume_offset(CHINA));
        send_payouts(&self.world.db, &FakeBank::accepting()).await;
        for agent in 1..=self.world.agents.len() {
            if self.dice.one_in(2) {
                self.borrow(agent).await;
            }
            if self.dice.one_in(4) {
                self.lines += 1;
                let amount = self.dice.yuan(4_000);
                top_up_of(&self.world, agent, &format!("IN{}", self.lines), amount).await;
            }
            if self.dice.one_in(3) {
                self.withdraw(agent).await;
            }
        }
        if self.dice.one_in(3) {
            let wallet = self.world.agents[usize::try_from(self.dice.roll(5)).unwrap()].wallet;
            let (amount, expires_on) = (Some(self.dice.yuan(2_000)), on.checked_add(Duration::days(3)));
            let order = FreezeOrder {
                reason: FreezeReason::Court,
                amount,
                expires_on,
                asked_by: "（2026）川01执188号".to_owned(),
            };
            two_people(&self.world, Action::Freeze { wallet, order }).await;
        }
    }

    async fn borrow(&mut self, agent: usize) {
        let (amount, arrives) = (self.dice.yuan(3_000), !self.dice.one_in(4));
        // Refused while frozen, late, or while something falls due today.
        let Ok(requested) = request_for(&self.world, agent, amount, "7d").await else { return };
        if instruct(&self.world, requested.draw, &amount.to_string()).await.is_ok() && arrives {
            self.world.record_receipt(requested.draw, amount).await;
        }
    }

    /// All of it, as far as it may.
    async fn withdraw(&self, agent: usize) {
        let holds = wallet::wallet(&self.world.db, &self.world.agent(agent), None).await.unwrap().balance;
        drop(payout::withdraw(&self.world.db, &self.world.agent(agent), holds).await);
    }

    async fn close(&self, on: Date, life: u64) -> u64 {
        let lived = Process::begin(&self.world, on, life).await.close(on, life).await;
        until_gone(&self.world).await;
        lived
    }
}

/// Of each close after the first week a process is killed, somewhere between its first step and its last, also in the middle of
/// a transaction; another one goes on. After every close all is as in a world in which nobody was killed.
#[tokio::test]
async fn a_close_ends_the_same_wherever_its_process_is_killed() {
    let (mut whole, mut killed) = (Days::begin().await, Days::begin().await);
    let (mut points, mut kills) = (Dice(20_261_209), 0);
    for day in 0..DAYS {
        let on = date!(2026 - 11 - 20).checked_add(Duration::days(day)).unwrap();
        whole.day(on).await;
        killed.day(on).await;
        let life = whole.close(on, ALIVE).await;
        let point = if day < 7 { ALIVE } else { points.roll(life) };
        if killed.close(on, point).await > point {
            kills += 1;
            killed.close(on, ALIVE).await;
        }
        let (killed, whole) = (killed.world.kept().await, whole.world.kept().await);
        for (killed, whole) in killed.iter().zip(&whole) {
            assert_eq!(killed, whole, "{on}, killed at {point} of {life}");
        }
    }
    assert!(kills >= KILLS, "{kills}");
    for (what, least) in [
        ("select count(*) from repayments where cause = 'due'", 5),
        ("select count(*) from repayments where cause = 'swept'", 1),
        ("select count(*) from freezes where reason = 'overdue'", 3),
        ("select count(*) from freezes where reason = 'court' and lifted_on is not null", 2),
        ("select count(*) from payouts where agent_id is not null and state = 'returned'", 1),
        ("select count(*) from draws where state = 'lapsed'", 1),
    ] {
        let happened = whole.world.number(what).await;
        assert!(happened >= least, "{what}: {happened}");
    }
    whole.world.finish().await;
    killed.world.finish().await;
}
