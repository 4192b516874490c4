//! The worker: moves what waits for the outside world. Every step is idempotent and safe beside a second worker.

use std::{fmt::Debug, time::Duration};

use services::{Db, application, bank::Bank, bank_movement, draw, payout, sweep::sweep};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How long each part of the worker rests between two rounds.
const REST: Duration = Duration::from_secs(1);

/// Sends payouts and asks after those under way, reads the bank's feed, and lets applications lapse, and draws that have waited
/// `draw_days` business dates, again and again until `stop` resolves. None of the three waits for another: a bank that answers no order may still tell its feed.
pub async fn work(db: &Db, bank: &dyn Bank, draw_days: u16, stop: impl Future<Output = ()>) {
    let stopped = CancellationToken::new();
    tokio::join!(
        async {
            stop.await;
            stopped.cancel();
        },
        again(&stopped, || pay(db, bank)),
        again(&stopped, || read_feed(db, bank)),
        again(&stopped, || tidy_up(db, draw_days)),
    );
}

/// Round after round; one that has begun is finished.
async fn again<R: Future<Output = ()>>(stopped: &CancellationToken, round: impl Fn() -> R) {
    let mut ticks = interval(REST);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => round().await,
            () = stopped.cancelled() => return,
        }
    }
}

async fn pay(db: &Db, bank: &dyn Bank) {
    tell("send payouts", payout::send_payouts(db, bank).await);
    tell("query payouts", payout::query_payouts(db, bank).await);
}

async fn read_feed(db: &Db, bank: &dyn Bank) {
    tell("read the bank's feed", bank_movement::pull_feed(db, bank).await);
}

async fn tidy_up(db: &Db, draw_days: u16) {
    tell("lapse applications", application::lapse_overdue(db).await);
    tell("lapse draws", draw::lapse_waiting(db, draw_days).await);
    tell("sweep", sweep(db).await);
}

/// A step that fails is logged and tried again in the next round.
fn tell(step: &str, outcome: Result<usize, impl Debug>) {
    match outcome {
        Ok(0) => {}
        Ok(count) => tracing::info!(step, count, "done"),
        Err(error) => tracing::error!(step, ?error, "failed"),
    }
}
