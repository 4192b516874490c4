//! How the open date stands, and what is told of those that were closed.

use std::collections::HashMap;

use domain::{
    Amount,
    end_of_day::{DayFailure, DayFigure, DayStep},
    hexadecimal,
    id::{AgentId, WalletId},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, bounded, total},
};

/// The open date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDay {
    pub open_on: Date,
    /// The last date that is to be closed, while it is not yet.
    pub closing_until: Option<Date>,
    /// The first date after the open one, or itself, on which something falls due.
    pub next_due_on: Option<Date>,
    /// The first date after the open one on which a carrier's money is expected for commissions that were released.
    pub next_commission_on: Option<Date>,
}

/// How many wallets are listed at most that a close could not debit.
const FAILURES_LISTED: i64 = 200;

/// The close of a date, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayReport {
    pub on: Date,
    pub steps: Vec<DayStepRow>,
    /// Wallets that could not be debited, those first that still are not.
    pub failures: Vec<DayFailureRow>,
}

/// A wallet that a close could not debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayFailureRow {
    pub wallet: WalletId,
    pub wallet_reference: String,
    pub agent: AgentId,
    pub agent_name: String,
    /// The step in which it failed the last time.
    pub step: DayStep,
    pub kind: DayFailure,
    /// As the log has it.
    pub failure: String,
    pub failed_at: OffsetDateTime,
    /// How often it failed.
    pub tries: i32,
    /// It was done after that, in the same close.
    pub mended: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStepRow {
    pub step: DayStep,
    pub began_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
    pub done: i64,
    pub failed: i64,
    /// How many things it does one by one, and how many of them it has tried; none where it does all at once.
    pub items: i64,
    pub tried: i64,
    /// What has cut it short, while it is not done again.
    pub failure: Option<String>,
    /// What it has found that is not as it should be; empty where it has found nothing.
    pub findings: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFigureRow {
    pub figure: DayFigure,
    pub items: i64,
    pub amount: Amount,
}

/// A date that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedDay {
    pub on: Date,
    pub closed_at: OffsetDateTime,
    /// In hexadecimal: its own digest with that of all dates before.
    pub chain: String,
    pub steps: Vec<DayStepRow>,
    /// How many wallets it could not debit.
    pub failed: i64,
    /// What happened, without what did not.
    pub figures: Vec<DayFigureRow>,
}

/// How the open date stands.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn open_day(db: &Db, context: &Context) -> Result<OpenDay, Error<Never>> {
    context.person::<Never>()?;
    db.read(context, |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                "select open_on, wanted_on,
                        (select min(due_on) from loans where state = 'active' and due_on >= d.open_on) as next_due_on,
                        (select min(expected_on) from commission_files
                         where state in ('released', 'distributing') and expected_on > d.open_on) as next_commission_on
                 from business_day d"
            )
            .fetch_one(&mut *connection)
            .await?;
            let closing_until = row.wanted_on.filter(|last| *last >= row.open_on);
            Ok(OpenDay {
                open_on: row.open_on,
                closing_until,
                next_due_on: row.next_due_on,
                next_commission_on: row.next_commission_on,
            })
        })
    })
    .await
}

/// How the close of a date has come along, of the open one where none is named.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn day_report(db: &Db, context: &Context, on: Option<Date>) -> Result<DayReport, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let on = match on {
                Some(on) => on,
                None => sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?,
            };
            let steps = list_steps(connection, &[on]).await?.remove(&on).unwrap_or_default();
            let failures = list_failures(connection, on).await?;
            Ok(DayReport { on, steps, failures })
        })
    })
    .await
}

async fn list_failures(connection: &mut sqlx::PgConnection, on: Date) -> Result<Vec<DayFailureRow>, Error<Never>> {
    let rows = sqlx::query!(
        "select f.wallet_id, w.reference, a.id as agent_id, a.shop_name, f.step, f.kind, f.failure, f.failed_at, f.tries,
                f.mended
         from day_failures f join wallets w on w.id = f.wallet_id join agents a on a.id = w.agent_id
         where f.business_date = $1 order by f.mended, w.reference limit $2",
        on,
        FAILURES_LISTED,
    )
    .fetch_all(connection)
    .await?;
    let mut failures = Vec::with_capacity(rows.len());
    for row in rows {
        failures.push(DayFailureRow {
            wallet: WalletId(row.wallet_id),
            wallet_reference: row.reference,
            agent: AgentId(row.agent_id),
            agent_name: row.shop_name,
            step: row.step.parse().map_err(Error::defect)?,
            kind: row.kind.parse().map_err(Error::defect)?,
            failure: row.failure,
            failed_at: row.failed_at,
            tries: row.tries,
            mended: row.mended,
        });
    }
    Ok(failures)
}

/// The steps of the closes of some dates, each date's in their order.
async fn list_steps(
    connection: &mut sqlx::PgConnection,
    dates: &[Date],
) -> Result<HashMap<Date, Vec<DayStepRow>>, Error<Never>> {
    let rows = sqlx::query!(
        "select business_date, step, began_at, ended_at, done, failed, items, tried, failure, findings from day_steps
         where business_date = any($1) order by began_at, step",
        dates
    )
    .fetch_all(connection)
    .await?;
    let mut steps: HashMap<Date, Vec<DayStepRow>> = HashMap::new();
    for row in rows {
        steps.entry(row.business_date).or_default().push(DayStepRow {
            step: row.step.parse().map_err(Error::defect)?,
            began_at: row.began_at,
            ended_at: row.ended_at,
            done: row.done,
            failed: row.failed,
            items: row.items,
            tried: row.tried,
            failure: row.failure,
            findings: row.findings,
        });
    }
    Ok(steps)
}

/// What happened on some dates, each date's in the order of what is counted.
async fn list_figures(
    connection: &mut sqlx::PgConnection,
    dates: &[Date],
) -> Result<HashMap<Date, Vec<DayFigureRow>>, Error<Never>> {
    let rows = sqlx::query!(
        "select business_date, figure, items, amount_fen from day_figures where business_date = any($1) and items > 0",
        dates
    )
    .fetch_all(connection)
    .await?;
    let mut figures: HashMap<Date, Vec<DayFigureRow>> = HashMap::new();
    for row in rows {
        figures.entry(row.business_date).or_default().push(DayFigureRow {
            figure: row.figure.parse().map_err(Error::defect)?,
            items: row.items,
            amount: Amount::from_fen(row.amount_fen),
        });
    }
    figures.values_mut().for_each(|rows| rows.sort_by_key(|row| row.figure));
    Ok(figures)
}

/// Which of the closed dates are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedDayFilter {
    All,
    /// Those on which a wallet could not be debited, and still was not when they were over.
    Failed,
}

struct RawDay {
    business_date: Date,
    closed_at: OffsetDateTime,
    chain: Vec<u8>,
    failed: i64,
}

/// A statement about the closed dates that `$bounds` narrow: what it selects, and what else it says from `$5` on. A text is a part of the
/// date or of the digest. (There is one a day.)
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $failed:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from closed_days c
                where (not $4::bool or exists (select from day_failures f where f.business_date = c.business_date and not f.mended))",
            [$($then)*],
            on "c.business_date",
            said "c.business_date::text, encode(c.chain, 'hex')",
            $bounds,
            $failed
            $(, $value)*
        )
    };
}

/// A page of the dates that were closed, the latest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn closed_days(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<ClosedDayFilter>>,
    page: PageRequest,
) -> Result<Page<ClosedDay>, Error<Never>> {
    let list: Narrowed<ClosedDayFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// A page of what is asked for of the closed dates, with how many they are.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<ClosedDayFilter>,
    page: PageRequest,
) -> Result<Page<ClosedDay>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let failed = list.part == ClosedDayFilter::Failed;
    let oldest_first = list.sort == Some(Sort::Oldest);
    // A date is listed once: it is its own place.
    let after = page.after.map(Cursor::day);
    let days = listed!(
        query_as of RawDay,
        r#"select c.business_date as "business_date!", c.closed_at as "closed_at!", c.chain as "chain!",
                  (select count(*) from day_failures f
                   where f.business_date = c.business_date and not f.mended) as "failed!""#,
        ["and ($5::date is null or case when $6::bool then c.business_date > $5 else c.business_date < $5 end)
          order by case when $6 then c.business_date end, c.business_date desc limit $7"],
        failed,
        bounds,
        after,
        oldest_first,
        page.rows_to_read()
    )
    .fetch_all(&mut *connection)
    .await?;
    let dates: Vec<Date> = days.iter().map(|day| day.business_date).collect();
    let mut steps = list_steps(connection, &dates).await?;
    let mut figures = list_figures(connection, &dates).await?;
    let rows = days.into_iter().map(|day| ClosedDay {
        on: day.business_date,
        closed_at: day.closed_at,
        chain: hexadecimal::text(&day.chain),
        steps: steps.remove(&day.business_date).unwrap_or_default(),
        failed: day.failed,
        figures: figures.remove(&day.business_date).unwrap_or_default(),
    });
    let listed = Page::of(rows.collect(), page, |row: &ClosedDay| Cursor::on(row.on, uuid::Uuid::nil()));
    let total = total!(
        list,
        listed!(query_scalar, r#"select count(*) as "count!""#, [""], failed, bounds).fetch_one(connection)
    );
    Ok(listed.with_total(total))
}
