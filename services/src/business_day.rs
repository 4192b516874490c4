//! The business date: the date on which what is done counts. It turns at the close of a day: [`crate::end_of_day`].

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Context, Db, Error, Write,
    error::{Conflict, Never},
};

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

/// The business date that is open, for screens that compute from today. A page asks the database once.
///
/// # Errors
/// When the database fails.
pub async fn business_date(db: &Db, context: &Context) -> Result<Date, Error<Never>> {
    let known = db.snapshot().map(|page| page.business_date.clone()).unwrap_or_default();
    if let Some(date) = known.get() {
        return Ok(*date);
    }
    db.read(context, move |connection| {
        Box::pin(async move {
            // Asked by two parts of a page at once, which wait for one another.
            if let Some(date) = known.get() {
                return Ok(*date);
            }
            let date = sqlx::query_scalar!("select open_on from business_day").fetch_one(connection).await?;
            Ok(*known.get_or_init(|| date))
        })
    })
    .await
}

/// Keeps everybody from writing until the end, and gives the date that is open.
///
/// # Errors
/// `Conflict` when others write for too long.
pub(crate) async fn lock<R>(write: &mut Write) -> Result<Date, Error<R>> {
    // Whoever writes from now on waits behind us; so we wait for no longer than they should.
    sqlx::query!("set local lock_timeout = '500ms'").execute(write.connection()).await?;
    // Our own shared lock does not stand in the way of our exclusive one; everybody else's does.
    let locked = sqlx::query!("select pg_advisory_xact_lock(4051, 0)").fetch_one(write.connection()).await;
    match locked {
        Err(error) if is_lock_timeout(&error) => return Err(Error::Conflict(Conflict::Changed)),
        locked => locked?,
    };
    sqlx::query!("set local lock_timeout = default").execute(write.connection()).await?;
    Ok(sqlx::query_scalar!("select open_on from business_day for update").fetch_one(write.connection()).await?)
}

/// Somebody else's writing took longer than those who come after may wait.
pub(crate) fn is_lock_timeout(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|database| database.code()).as_deref() == Some("55P03")
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
