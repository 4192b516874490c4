//! What the worker does by itself: how its jobs stand, and those that it has given up.

use domain::{
    id::PayoutId,
    job::{Job, JobKind},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::page::Page;

/// How the jobs of a kind stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobsView {
    pub kind: JobKind,
    /// Due, and not taken.
    pub waiting: i64,
    /// Whole seconds since the longest due of them was.
    pub waits_seconds: i64,
    pub taken: i64,
    pub later: i64,
    /// Failed, and to be tried again.
    pub failing: i64,
    /// What one of those failed with; empty where none has.
    pub failure: String,
    pub dead: i64,
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJobView {
    pub id: String,
    pub kind: JobKind,
    /// The payout that it is about.
    pub payout: Option<PayoutId>,
    pub failures: u32,
    pub failure: String,
    pub dead_at: String,
    /// Of the form with which the visitor may have it tried again; empty when the visitor may not.
    pub request_no: String,
}

/// The jobs of every kind.
pub async fn jobs() -> Answer<Vec<JobsView>> {
    let rows = services::job::jobs(&db(), &reader()?).await.told()?;
    Ok(rows
        .into_iter()
        .map(|row| JobsView {
            kind: row.kind,
            waiting: row.waiting,
            waits_seconds: row.waits.whole_seconds(),
            taken: row.taken,
            later: row.later,
            failing: row.failing,
            failure: row.failure.unwrap_or_default(),
            dead: row.dead,
        })
        .collect())
}

/// A page of the jobs that were given up, as it is asked for.
pub async fn dead_jobs(query: NarrowQuery, after: Option<String>) -> Answer<Page<DeadJobView>> {
    let (list, context) = (query.read(())?, reader()?);
    let rows = services::job::dead_jobs(&db(), &context, list, page(after)).await.told()?;
    let retries = role(&context)? == Role::OperatorMaker;
    Ok(rows.map(|row| DeadJobView {
        id: row.id.to_string(),
        kind: row.job.kind(),
        payout: match row.job {
            Job::SendPayout(id) | Job::QueryPayout(id) => Some(id),
            _ => None,
        },
        failures: row.failures,
        failure: row.failure,
        dead_at: instant(row.dead_at),
        request_no: if retries { new_request_no() } else { String::new() },
    }))
}

/// Has a job that was given up tried again.
#[server(endpoint = "job/retry")]
pub async fn retry_job(request_no: String, job: String) -> Answer<()> {
    services::job::retry_job(&db(), &writer(&request_no)?, id(&job)?).await.told()
}
