//! How many payouts a second reach a bank that takes its time.

use std::time::{Duration, Instant};

use domain::Reference;
use services::{
    Db,
    bank::{Bank, BankError, FeedPage, Order, PayAnswer, QueryAnswer},
    db::Work,
    payout::send_payouts,
};

use crate::Outcome;

const ANSWERS_AFTER: Duration = Duration::from_millis(200);

struct SlowBank;

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

    fn movements<'a>(&'a self, _: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, BankError>> {
        Box::pin(async { Ok(FeedPage { movements: Vec::new(), unread: Vec::new(), cursor: after.to_owned() }) })
    }
}

/// Pays out what waits, in one step of the worker. Payouts a second, from the payable to the bank's answer on file.
pub async fn measure(db: &Db) -> Outcome<f64> {
    let began = Instant::now();
    let sent = send_payouts(db, &SlowBank).await.map_err(|error| format!("{error:?}"))?;
    Ok(f64::from(u32::try_from(sent)?) / began.elapsed().as_secs_f64())
}
