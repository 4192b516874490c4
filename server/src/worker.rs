//! The worker: moves what waits for the outside world. Every step is idempotent and safe beside a second worker.

use std::time::Duration;

use services::{Context, Db, application, bank::Bank, bank_movement, partner, payout};
use tokio::time::{MissedTickBehavior, interval};

/// How long the worker rests between two rounds.
const REST: Duration = Duration::from_secs(1);

/// Sends payouts, asks after unknown ones, reads the bank's feed and lets applications lapse, again and again until `stop` resolves.
pub async fn work(db: &Db, bank: &dyn Bank, stop: impl Future<Output = ()>) {
    let mut ticks = interval(REST);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            _ = ticks.tick() => round(db, bank).await,
            () = &mut stop => return,
        }
    }
}

/// One round. A step that fails is logged and tried again in the next round; the others go on.
async fn round(db: &Db, bank: &dyn Bank) {
    let steps = [
        ("send payouts", payout::send_payouts(db, bank).await),
        ("query payouts", payout::query_payouts(db, bank).await),
        ("read the bank's feed", bank_movement::pull_feed(db, bank).await),
    ];
    for (step, outcome) in steps {
        match outcome {
            Ok(0) => {}
            Ok(count) => tracing::info!(step, count, "done"),
            Err(error) => tracing::error!(step, ?error, "failed"),
        }
    }
    match application::lapse_overdue(db).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(step = "lapse applications", count, "done"),
        Err(error) => tracing::error!(step = "lapse applications", ?error, "failed"),
    }
    // Too old to be accepted again, so nothing is lost by forgetting them.
    if let Err(error) = partner::forget_nonces(db, &Context::system("worker", "")).await {
        tracing::error!(step = "forget nonces", ?error, "failed");
    }
}
