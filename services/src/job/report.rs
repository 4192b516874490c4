//! How jobs stand, for the institution's people, and trying again what was given up.

use domain::{
    id::JobId,
    job::{Job, JobKind},
    role::Role,
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::sql;
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, total},
};

/// How the jobs of a kind stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobsOfKind {
    pub kind: JobKind,
    /// Due, and not taken.
    pub waiting: i64,
    /// How long the one that waits the longest has been due.
    pub waits: Duration,
    /// A worker is at them.
    pub taken: i64,
    /// Not due yet.
    pub later: i64,
    /// Failed, and to be tried again.
    pub failing: i64,
    /// What one of those failed with.
    pub failure: Option<String>,
    /// Given up.
    pub dead: i64,
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    pub id: JobId,
    pub job: Job,
    /// How often it failed.
    pub failures: u32,
    /// What the last failure was.
    pub failure: String,
    pub recorded_at: OffsetDateTime,
    pub dead_at: OffsetDateTime,
}

/// How the jobs of every kind stand.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn jobs(db: &Db, context: &Context) -> Result<Vec<JobsOfKind>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let at = db.true_now();
    db.read(context, move |connection| Box::pin(async move { Ok(standing(connection, at).await?) })).await
}

/// Every kind, whether there are any or not.
pub(crate) async fn standing(
    connection: &mut PgConnection,
    at: OffsetDateTime,
) -> Result<Vec<JobsOfKind>, sqlx::Error> {
    let mut rows = sql::list_standing(connection, at).await?;
    let of = |kind: JobKind| {
        let place = rows.iter().position(|row| row.kind == kind.code());
        let row = place.map(|place| rows.swap_remove(place)).unwrap_or_default();
        JobsOfKind {
            kind,
            waiting: row.waiting,
            waits: row.oldest_due_at.map_or(Duration::ZERO, |due_at| at - due_at),
            taken: row.taken,
            later: row.later,
            failing: row.failing,
            failure: row.failure,
            dead: row.dead,
        }
    };
    Ok(JobKind::ALL.map(of).to_vec())
}

/// The jobs that were given up, the latest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn dead_jobs(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<()>>,
    page: PageRequest,
) -> Result<Page<DeadJob>, Error<Never>> {
    let list: Narrowed<()> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &list.narrow).await?;
            let rows = sql::list_dead(connection, (&list, &bounds), page).await?;
            let listed = Page::of(rows, page, |row: &DeadJob| Cursor { at: row.dead_at, id: row.id.0 });
            let total = total!(list, sql::count_dead(connection, &bounds));
            Ok(listed.with_total(total))
        })
    })
    .await
}

/// Has a job that was given up tried again, as if it had never failed.
///
/// # Errors
/// `Forbidden` for anybody but an operator; `NotFound` when it was not given up, or tried again meanwhile.
pub async fn retry_job(db: &Db, context: &Context, id: JobId) -> Result<(), Error<Never>> {
    context.operator::<Never>(&[Role::OperatorMaker])?;
    db.write(context, "job.retry", &id, move |write| {
        Box::pin(async move {
            let job = sql::lock_dead(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            write.envelope.changed(&(), &(job.kind().code(), job.subject()))?;
            write.enqueue(job, Duration::ZERO);
            Ok(())
        })
    })
    .await
}
