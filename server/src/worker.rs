//! The worker: moves what waits for the outside world. Every job is idempotent and safe beside a second worker.

use domain::job::JobKind;
use services::{job::Outcome, worker::Worker};

/// Does jobs as they fall due until `stop` resolves.
pub async fn work(worker: Worker<'_>, stop: impl Future<Output = ()>) {
    worker.work(tell, stop).await;
}

/// A failure is told where it is met.
fn tell(kind: JobKind, outcome: &Outcome) {
    tracing::debug!(kind = kind.code(), ?outcome, "a job has ended");
}
