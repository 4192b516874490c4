//! How the open date stands, and what is told of those that were closed.

use std::collections::HashMap;

use domain::{
    Amount,
    end_of_day::{DayFigure, DayStep},
    hexadecimal,
};
use time::{Date, OffsetDateTime};

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
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
    /// The steps of its close so far.
    pub steps: Vec<DayStepRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStepRow {
    pub step: DayStep,
    pub began_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
    pub done: i64,
    pub failed: i64,
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
            let steps = list_steps(connection, &[row.open_on]).await?.remove(&row.open_on).unwrap_or_default();
            let closing_until = row.wanted_on.filter(|last| *last >= row.open_on);
            Ok(OpenDay {
                open_on: row.open_on,
                closing_until,
                next_due_on: row.next_due_on,
                next_commission_on: row.next_commission_on,
                steps,
            })
        })
    })
    .await
}

/// The steps of the closes of some dates, each date's in their order.
async fn list_steps(
    connection: &mut sqlx::PgConnection,
    dates: &[Date],
) -> Result<HashMap<Date, Vec<DayStepRow>>, Error<Never>> {
    let rows = sqlx::query!(
        "select business_date, step, began_at, ended_at, done, failed from day_steps
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

/// A page of the dates that were closed, the latest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn closed_days(db: &Db, context: &Context, page: PageRequest) -> Result<Page<ClosedDay>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let from = page.newest_first();
            let days = sqlx::query!(
                "select business_date, closed_at, chain from closed_days where business_date < $1
                 order by business_date desc limit $2",
                from.day(),
                page.rows_to_read(),
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
                figures: figures.remove(&day.business_date).unwrap_or_default(),
            });
            Ok(Page::of(rows.collect(), page, |row: &ClosedDay| Cursor::on(row.on, uuid::Uuid::nil())))
        })
    })
    .await
}
