use domain::{
    id::JobId,
    job::{Job, JobKind},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::DeadJob;
use crate::{
    Error,
    page::{Bounds, Narrowed, PageRequest, Total, bounded, by_time},
};

/// A job that a worker has taken.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub id: Uuid,
    /// Which time it was taken.
    pub lease: i64,
    pub job: Job,
    /// How often in a row it has come to nothing.
    pub tries: u32,
    /// How often in a row it has failed.
    pub failures: u32,
}

/// What a job is from now on.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// When it is due again; none when it is done.
    pub due_at: Option<OffsetDateTime>,
    pub tries: u32,
    pub failures: u32,
    pub failure: Option<String>,
    /// Given up.
    pub dead_at: Option<OffsetDateTime>,
}

fn job<R>(kind: &str, subject: Option<Uuid>) -> Result<Job, Error<R>> {
    JobKind::from_code(kind)
        .and_then(|kind| Job::of(kind, subject))
        .ok_or_else(|| Error::defect(format!("a job is {kind} about {subject:?}")))
}

/// Whether anything of some kinds is due.
pub async fn any_due(connection: &mut PgConnection, kinds: &[String], at: OffsetDateTime) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select jobs_are_due($1, $2) as "due!""#, kinds, at).fetch_one(connection).await
}

/// Takes what is due, the longest due first: so many of each kind, until `until`.
pub async fn take<R>(
    connection: &mut PgConnection,
    wanted: &[(JobKind, usize)],
    at: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<Taken>, Error<R>> {
    let kinds: Vec<String> = wanted.iter().map(|(kind, _)| kind.code().to_owned()).collect();
    let rooms: Vec<i64> = wanted.iter().map(|(_, room)| i64::try_from(*room).unwrap_or(i64::MAX)).collect();
    let rows = sqlx::query!(
        r#"update jobs set lease = lease + 1, taken_at = $3, due_at = $4
           where id in (
               select due.id from unnest($1::text[], $2::bigint[]) as wanted (kind, room)
               cross join lateral (
                   select id from jobs where kind = wanted.kind and dead_at is null and due_at <= $3
                   order by due_at limit wanted.room for update skip locked) due
               where has_work(wanted.kind))
           returning id, kind, subject, lease, tries, failures"#,
        &kinds,
        &rooms,
        at,
        until
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Taken {
                id: row.id,
                lease: row.lease,
                job: job(&row.kind, row.subject)?,
                tries: row.tries.unsigned_abs(),
                failures: row.failures.unsigned_abs(),
            })
        })
        .collect()
}

/// Keeps what was taken until another instant. The array of keys stands beside the join so that a plan which was made for a few
/// jobs still finds each by its key among many. Jobs are locked in the order in which they are enqueued.
pub async fn keep(connection: &mut PgConnection, taken: &[Taken], until: OffsetDateTime) -> Result<(), sqlx::Error> {
    let (ids, leases): (Vec<Uuid>, Vec<i64>) = taken.iter().map(|taken| (taken.id, taken.lease)).unzip();
    sqlx::query!(
        r#"with held as (select id from jobs where id = any ($1) order by kind collate "C", subject for update)
           update jobs set due_at = $3
           from held join unnest($1::uuid[], $2::bigint[]) as t (id, lease) on t.id = held.id
           where jobs.id = any ($1) and jobs.id = t.id and jobs.lease = t.lease"#,
        &ids,
        &leases,
        until
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets go of what was taken, unless it was enqueued anew or taken by another meanwhile.
pub async fn settle(connection: &mut PgConnection, settled: &[(Taken, Settled)]) -> Result<(), sqlx::Error> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let column = |of: fn(&Settled) -> Option<OffsetDateTime>| settled.iter().map(|(_, to)| of(to)).collect::<Vec<_>>();
    let (ids, leases): (Vec<Uuid>, Vec<i64>) = settled.iter().map(|(taken, _)| (taken.id, taken.lease)).unzip();
    let (tries, failures): (Vec<i32>, Vec<i32>) =
        settled.iter().map(|(_, to)| (number(to.tries), number(to.failures))).unzip();
    let failure: Vec<Option<String>> = settled.iter().map(|(_, to)| to.failure.clone()).collect();
    sqlx::query!(
        r#"with held as (select id from jobs where id = any ($1) order by kind collate "C", subject for update),
           told as (
             select t.* from held
             join unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::int[], $5::int[], $6::text[], $7::timestamptz[])
                      as t (id, lease, due_at, tries, failures, failure, dead_at) on t.id = held.id),
           done as (delete from jobs using told
                    where jobs.id = any ($1) and jobs.id = told.id and jobs.lease = told.lease and told.due_at is null)
           update jobs set due_at = told.due_at, taken_at = null, tries = told.tries, failures = told.failures,
                           failure = told.failure, dead_at = told.dead_at
           from told
           where jobs.id = any ($1) and jobs.id = told.id and jobs.lease = told.lease and told.due_at is not null"#,
        &ids,
        &leases,
        &column(|to| to.due_at) as _,
        &tries,
        &failures,
        &failure as _,
        &column(|to| to.dead_at) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How jobs of a kind stand.
#[derive(Default)]
pub struct Standing {
    pub kind: String,
    pub waiting: i64,
    pub oldest_due_at: Option<OffsetDateTime>,
    pub taken: i64,
    pub later: i64,
    pub failing: i64,
    pub failure: Option<String>,
    pub dead: i64,
}

pub async fn list_standing(connection: &mut PgConnection, at: OffsetDateTime) -> Result<Vec<Standing>, sqlx::Error> {
    sqlx::query_as!(
        Standing,
        r#"select kind as "kind!", count(*) filter (where dead_at is null and is_due) as "waiting!",
                  min(due_at) filter (where dead_at is null and is_due) as oldest_due_at,
                  count(*) filter (where dead_at is null and due_at > $1 and taken_at is not null) as "taken!",
                  count(*) filter (where dead_at is null and not is_due and (due_at <= $1 or taken_at is null)) as "later!",
                  count(*) filter (where dead_at is null and failures > 0) as "failing!",
                  max(failure) filter (where dead_at is null) as failure,
                  count(*) filter (where dead_at is not null) as "dead!"
           from (select *, due_at <= $1 and (subject is not null or has_work(kind)) as is_due from jobs) j group by kind"#,
        at
    )
    .fetch_all(connection)
    .await
}

/// A statement about the jobs that were given up, as `$bounds` narrow them: what it selects, and what else it says from `$4` on. A text
/// is a part of why they failed, or what they are about.
macro_rules! dead {
    ($what:literal, [$($then:tt)*], $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query,
            [$what],
            " from jobs j where j.dead_at is not null",
            [$($then)*],
            at "j.dead_at",
            said "j.failure, j.subject::text",
            $bounds,
            $($value),*
        )
    };
}

/// A page of the jobs that were given up, the latest first where nothing else is asked for.
pub async fn list_dead<R>(
    connection: &mut PgConnection,
    (list, bounds): (&Narrowed<()>, &Bounds),
    page: PageRequest,
) -> Result<Vec<DeadJob>, Error<R>> {
    let rows = by_time!(
        dead!(
            r#"select j.id as "id!", j.kind as "kind!", j.subject, j.failures as "failures!",
                      coalesce(j.failure, '') as "failure!", j.recorded_at as "recorded_at!", j.dead_at as "dead_at!""#;
            bounds
        ),
        ("j.dead_at", "j.id"),
        ("$4", "$5", "$6", "$7"),
        list,
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DeadJob {
                id: JobId(row.id),
                job: job(&row.kind, row.subject)?,
                failures: row.failures.unsigned_abs(),
                failure: row.failure,
                recorded_at: row.recorded_at,
                dead_at: row.dead_at,
            })
        })
        .collect()
}

/// How many of them there are as they are asked for.
pub async fn count_dead(connection: &mut PgConnection, bounds: &Bounds) -> Result<Total, sqlx::Error> {
    let counted = dead!(r#"select count(*) as "count!""#, [""], bounds).fetch_one(connection).await?;
    Ok(Total::counted(counted.count))
}

/// The job, locked, if it was given up.
pub async fn lock_dead<R>(connection: &mut PgConnection, id: JobId) -> Result<Option<Job>, Error<R>> {
    let row = sqlx::query!("select kind, subject from jobs where id = $1 and dead_at is not null for update", id.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| job(&row.kind, row.subject)).transpose()
}
