use domain::{
    Amount,
    end_of_day::{DayFigure, DayStep},
    id::PartnerId,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Done, failure::Failed};

/// The open date, and what is to become of it.
pub struct Open {
    pub open_on: Date,
    /// The last date that somebody wants closed.
    pub wanted_on: Option<Date>,
    /// The database's own clock.
    pub database_at: OffsetDateTime,
}

pub async fn find_open(connection: &mut PgConnection) -> Result<Open, sqlx::Error> {
    sqlx::query_as!(Open, r#"select open_on, wanted_on, clock_timestamp() as "database_at!" from business_day"#)
        .fetch_one(connection)
        .await
}

pub async fn update_wanted(connection: &mut PgConnection, last: Date) -> Result<(), sqlx::Error> {
    sqlx::query!("update business_day set wanted_on = greatest(wanted_on, $1)", last).execute(connection).await?;
    Ok(())
}

pub async fn update_open(connection: &mut PgConnection, next: Date) -> Result<(), sqlx::Error> {
    sqlx::query!("update business_day set open_on = $1", next).execute(connection).await?;
    Ok(())
}

/// The last date that turned, while anything that follows the turn is not done.
pub async fn find_unfinished(connection: &mut PgConnection) -> Result<Option<Date>, sqlx::Error> {
    sqlx::query_scalar!(
        "select c.business_date from day_steps c join business_day b on c.business_date = b.open_on - 1
         where c.step = 'cut_off'
           and exists (select from unnest(array['remind', 'reconcile', 'verify', 'invoice']) as wanted (step)
                       where (wanted.step <> 'invoice' or extract(day from b.open_on) = 1)
                         and not exists (select from day_steps s where s.business_date = c.business_date
                                                                 and s.step = wanted.step and s.ended_at is not null))"
    )
    .fetch_optional(connection)
    .await
}

/// How many loans became overdue at the close of a date.
pub async fn count_overdue(connection: &mut PgConnection, on: Date) -> Result<usize, sqlx::Error> {
    let items =
        sqlx::query_scalar!("select items from day_figures where business_date = $1 and figure = 'overdue'", on)
            .fetch_optional(connection)
            .await?;
    Ok(usize::try_from(items.unwrap_or_default()).unwrap_or(usize::MAX))
}

/// False when it was done.
pub async fn begin_step(
    connection: &mut PgConnection,
    on: Date,
    step: DayStep,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let begun = sqlx::query!(
        "insert into day_steps (business_date, step, began_at) values ($1, $2, $3)
         on conflict (business_date, step) do update set began_at = day_steps.began_at where day_steps.ended_at is null",
        on,
        step.code(),
        at
    )
    .execute(connection)
    .await?;
    Ok(begun.rows_affected() > 0)
}

pub async fn end_step(
    connection: &mut PgConnection,
    on: Date,
    step: DayStep,
    at: OffsetDateTime,
    done: Done,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update day_steps set ended_at = $3, done = $4, failed = $5, failure = null
         where business_date = $1 and step = $2 and ended_at is null",
        on,
        step.code(),
        at,
        count(done.done),
        count(done.failed),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What has cut a step short.
pub async fn interrupt_step(
    connection: &mut PgConnection,
    on: Date,
    step: DayStep,
    failure: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update day_steps set failure = $3 where business_date = $1 and step = $2 and ended_at is null",
        on,
        step.code(),
        failure,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How far a step has come that goes on.
pub async fn update_progress(
    connection: &mut PgConnection,
    on: Date,
    step: DayStep,
    items: usize,
    tried: usize,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update day_steps set items = $3, tried = $4 where business_date = $1 and step = $2 and ended_at is null",
        on,
        step.code(),
        count(items),
        count(tried),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a step that goes on has found.
pub async fn update_findings(
    connection: &mut PgConnection,
    on: Date,
    step: DayStep,
    findings: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update day_steps set findings = $3 where business_date = $1 and step = $2 and ended_at is null",
        on,
        step.code(),
        findings,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Wallets that could not be debited: on which date, in which step, when.
pub async fn upsert_failed(
    connection: &mut PgConnection,
    (on, step, at): (Date, DayStep, OffsetDateTime),
    failed: &[Failed],
) -> Result<(), sqlx::Error> {
    let wallets: Vec<Uuid> = failed.iter().map(|failed| failed.wallet.0).collect();
    let kinds: Vec<String> = failed.iter().map(|failed| failed.kind.code().to_owned()).collect();
    let failures: Vec<String> = failed.iter().map(|failed| failed.failure.clone()).collect();
    sqlx::query!(
        "insert into day_failures (business_date, step, failed_at, wallet_id, kind, failure)
         select $1, $2, $3, * from unnest($4::uuid[], $5::text[], $6::text[])
         on conflict (business_date, wallet_id) do update
         set step = excluded.step, failed_at = excluded.failed_at, kind = excluded.kind, failure = excluded.failure,
             tries = day_failures.tries + 1, mended = false",
        on,
        step.code(),
        at,
        &wallets,
        &kinds,
        &failures,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Wallets that were debited, some of which could not be before.
pub async fn mend_failed(connection: &mut PgConnection, on: Date, wallets: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update day_failures set mended = true where business_date = $1 and wallet_id = any($2) and not mended",
        on,
        wallets,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many wallets failed last in a step of the close of a date.
pub async fn count_failed(connection: &mut PgConnection, on: Date, step: DayStep) -> Result<usize, sqlx::Error> {
    let failed = sqlx::query_scalar!(
        r#"select count(*) as "failed!" from day_failures where business_date = $1 and step = $2 and not mended"#,
        on,
        step.code(),
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(failed).unwrap_or(usize::MAX))
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

pub async fn insert_figures(
    connection: &mut PgConnection,
    on: Date,
    figures: &[(DayFigure, usize, Amount)],
) -> Result<(), sqlx::Error> {
    let codes: Vec<String> = figures.iter().map(|(figure, ..)| figure.code().to_owned()).collect();
    let items: Vec<i64> = figures.iter().map(|(_, items, _)| count(*items)).collect();
    let amounts: Vec<i64> = figures.iter().map(|(.., amount)| amount.fen()).collect();
    sqlx::query!(
        "insert into day_figures (business_date, figure, items, amount_fen)
         select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[])",
        on,
        &codes,
        &items,
        &amounts,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What wallets have paid by themselves on a date, the freezes that began and ended, and what had waited too long.
pub async fn count_day(
    connection: &mut PgConnection,
    on: Date,
) -> Result<Vec<(DayFigure, usize, Amount)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select case cause when 'due' then 'debited' else 'swept' end as "figure!", count(*) as "items!",
                  sum(amount_fen)::bigint as "fen!"
           from repayments where debited_on = $1 and cause in ('due', 'swept') group by cause
           union all
           select 'frozen', count(*), 0 from freezes where ordered_on = $1
           union all
           select 'freed', count(*), 0 from freezes where lifted_on = $1 and not deducted
           union all
           select 'lapsed',
                  (select count(*) from audit
                   where business_date = $1 and operation in ('draw.lapse', 'application.lapse') and answer = '{"ok": true}')
                  + (select count(*) from audit
                     where business_date = $1 and operation = 'transfer.follow' and after = '"cancelled"'), 0"#,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let figure = DayFigure::from_code(&row.figure)?;
            Some((figure, usize::try_from(row.items).unwrap_or(usize::MAX), Amount::from_fen(row.fen)))
        })
        .collect())
}

/// Who has no file yet has them from this date on.
pub async fn begin_files(connection: &mut PgConnection, on: Date) -> Result<(), sqlx::Error> {
    sqlx::query!("update partners set files_from = $1 where files_from is null", on).execute(connection).await?;
    Ok(())
}

/// Who is told of another date.
pub async fn list_partners(connection: &mut PgConnection) -> Result<Vec<PartnerId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select id from partners order by id").fetch_all(connection).await?;
    Ok(ids.into_iter().map(PartnerId).collect())
}
