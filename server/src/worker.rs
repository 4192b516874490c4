//! The worker: moves what waits for the outside world. Every job is idempotent and safe beside a second worker.

use domain::job::JobKind;
use services::{Db, bank::Banks, job::Outcome, network::Network, worker::Worker};

/// Does jobs as they fall due until `stop` resolves; draws that are not credited end after `draw_days` business dates.
pub async fn work(
    db: &Db,
    (banks, network): (&Banks<'_>, &dyn Network),
    draw_days: u16,
    stop: impl Future<Output = ()>,
) {
    Worker { db, banks, network, draw_days }.work(tell, stop).await;
}

/// A failure is told where it is met.
fn tell(kind: JobKind, outcome: &Outcome) {
    tracing::debug!(kind = kind.code(), ?outcome, "a job has ended");
}
