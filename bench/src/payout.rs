//! How many payouts a second reach a bank that takes its time.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use domain::{Reference, job::JobKind};
use services::{
    Db,
    bank::{Bank, Banks, FeedPage, Order, PayAnswer, QueryAnswer},
    db::Work,
    job::Outcome as JobOutcome,
    payout::drain_payables,
    signed_line::LineError,
    worker::Worker,
};
use tokio::sync::Notify;

use crate::Outcome;

const ANSWERS_AFTER: Duration = Duration::from_millis(200);

pub struct SlowBank;

impl Bank for SlowBank {
    fn calls_at_once(&self) -> usize {
        256
    }

    fn pay<'a>(&'a self, _: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async {
            tokio::time::sleep(ANSWERS_AFTER).await;
            PayAnswer::Accepted
        })
    }

    fn query<'a>(&'a self, _: &'a Reference, _: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async { QueryAnswer::NotFound })
    }

    fn movements<'a>(&'a self, _: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(async { Ok(FeedPage { movements: Vec::new(), unread: Vec::new(), cursor: after.to_owned() }) })
    }
}

/// Pays out what waits, as the worker does. Payouts a second, from the payable to the bank's answer on file.
pub async fn measure(db: &Db) -> Outcome<f64> {
    let began = Instant::now();
    let mut waiting = 0;
    loop {
        let requested = drain_payables(db).await.map_err(|error| format!("{error:?}"))?;
        if requested == 0 {
            break;
        }
        waiting += requested;
    }
    let (sent, all) = (AtomicUsize::new(0), Notify::new());
    let tell = |kind, outcome: &JobOutcome| {
        let one = kind == JobKind::SendPayout && *outcome == JobOutcome::Done;
        if one && sent.fetch_add(1, Ordering::Relaxed) + 1 == waiting {
            all.notify_one();
        }
    };
    Worker::new(db, &Banks::one(&SlowBank)).work(tell, all.notified()).await;
    Ok(f64::from(u32::try_from(waiting)?) / began.elapsed().as_secs_f64())
}
