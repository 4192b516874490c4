//! The business date: the date on which what is done counts. It turns when it is told to, and a day that is over stays as it is.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Context, Db, Error, Write, error::Never, ledger, loan::fall_overdue};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CloseDayRefusal {
    #[error("the open business date is {open_on}")]
    NotTheOpenDate { open_on: Date },
    #[error("the next date must be later")]
    NotLater,
}

impl CloseDayRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotTheOpenDate { .. } => "day.not_open",
            Self::NotLater => "day.not_later",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum OpenFirstDayRefusal {
    #[error("journals were posted or days closed before: the calendar has begun")]
    AlreadyBegun,
}

impl OpenFirstDayRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AlreadyBegun => "day.already_begun",
        }
    }
}

#[derive(Serialize)]
struct CloseDayCommand {
    open_on: Date,
    next_on: Date,
}

/// The business date that is open, for screens that compute from today. A page asks the database once.
///
/// # Errors
/// When the database fails.
pub async fn business_date(db: &Db, context: &Context) -> Result<Date, Error<Never>> {
    let known = db.snapshot().map(|page| page.business_date.clone()).unwrap_or_default();
    if let Some(date) = known.get() {
        return Ok(*date);
    }
    let date = db
        .read(context, |connection| {
            Box::pin(
                async move { Ok(sqlx::query_scalar!("select open_on from business_day").fetch_one(connection).await?) },
            )
        })
        .await?;
    Ok(*known.get_or_init(|| date))
}

/// Closes `open_on` and opens `next_on`: the books of the day are closed, and what fell due and is unpaid is overdue. Waits
/// for every write that is under way, and holds new ones off meanwhile.
///
/// # Errors
/// When `open_on` is not open or `next_on` not later.
pub async fn close_day(db: &Db, context: &Context, open_on: Date, next_on: Date) -> Result<(), Error<CloseDayRefusal>> {
    context.system_only()?;
    let actor = context.actor_name();
    db.write(context, "day.close", &CloseDayCommand { open_on, next_on }, move |write| {
        Box::pin(async move {
            let open = lock(write).await?;
            if open != open_on {
                return Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on: open }));
            }
            if next_on <= open_on {
                return Err(Error::Refused(CloseDayRefusal::NotLater));
            }
            ledger::close(write, open_on).await?;
            sqlx::query!("update business_day set open_on = $1", next_on).execute(write.connection()).await?;
            fall_overdue(write, next_on, &actor).await?;
            write.envelope.about(open_on);
            write.envelope.changed(&open_on, &next_on)
        })
    })
    .await
}

/// Keeps everybody from writing until the end, and gives the date that is open.
async fn lock(write: &mut Write) -> Result<Date, sqlx::Error> {
    // Our own shared lock does not stand in the way of our exclusive one; everybody else's does.
    sqlx::query!("select pg_advisory_xact_lock(4051, 0)").fetch_one(write.connection()).await?;
    sqlx::query_scalar!("select open_on from business_day for update").fetch_one(write.connection()).await
}

/// Makes `on` the first business date of a ledger in which nothing was posted and no day was closed.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; refused once the calendar has begun.
pub async fn open_first_day(db: &Db, context: &Context, on: Date) -> Result<(), Error<OpenFirstDayRefusal>> {
    context.system_only()?;
    db.write(context, "day.open_first", &on, move |write| {
        Box::pin(async move {
            let before = lock(write).await?;
            let opened = sqlx::query!(
                "update business_day set open_on = $1
                 where not exists (select from journals) and not exists (select from closed_days)",
                on
            )
            .execute(write.connection())
            .await?;
            if opened.rows_affected() == 0 {
                return Err(Error::Refused(OpenFirstDayRefusal::AlreadyBegun));
            }
            write.envelope.about(on);
            write.envelope.changed(&before, &on)
        })
    })
    .await
}
