//! Jobs: what the worker does by itself, enqueued by the operation that makes it necessary and in its transaction.
//!
//! A job is a row of its kind and its subject. Whoever takes it has it for a while, and says from time to time that it still
//! works; a worker that is gone loses what it had. So a job may be done twice, and what it does is an operation that bears it.

mod report;
mod sql;
mod work;

use domain::job::Job;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::{Duration, OffsetDateTime};

use crate::{
    Write,
    envelope::{Arrays, Change},
};

pub(crate) use report::standing;
pub use report::{DeadJob, JobsOfKind, dead_jobs, jobs, retry_job};
pub(crate) use sql::Taken;
pub use work::Outcome;
pub(crate) use work::{work, work_off};

impl Write {
    /// Has a job done after a while, with the operation. One that is enqueued already is due then and begins anew, even while
    /// a worker has it. It waits with the other changes: whoever asks the database for something after this flushes first.
    pub fn enqueue(&mut self, job: Job, after: Duration) {
        self.envelope.change(Enqueued { job, at: self.true_at, due_at: self.true_at + after });
    }
}

/// Has jobs done now, with the transaction: as [`Write::enqueue`], where there is no operation.
pub(crate) async fn enqueue(
    connection: &mut PgConnection,
    jobs: Vec<Job>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows: Vec<Enqueued> = jobs.into_iter().map(|job| Enqueued { job, at, due_at: at }).collect();
    let mut sql = QueryBuilder::default();
    Enqueued::write(&rows, &mut sql);
    sql.build().execute(connection).await?;
    Ok(())
}

struct Enqueued {
    job: Job,
    at: OffsetDateTime,
    due_at: OffsetDateTime,
}

impl Change for Enqueued {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        // Jobs are locked in one order, here and where a worker lets go of them.
        let mut rows: Vec<&Self> = rows.iter().collect();
        rows.sort_by_key(|row| (row.job.kind().code(), row.job.subject()));
        sql.push("insert into jobs (kind, subject, recorded_at, due_at) select * from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.job.kind().code()))
            .column(rows.iter().map(|row| row.job.subject()))
            .column(rows.iter().map(|row| row.at))
            .column(rows.iter().map(|row| row.due_at))
            .end();
        sql.push(
            " on conflict (kind, subject) do update set due_at = excluded.due_at, lease = jobs.lease + 1, taken_at = null, \
             tries = 0, failures = 0, failure = null, dead_at = null",
        );
    }
}
