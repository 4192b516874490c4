//! Where the calendar of business dates begins.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Context, Db, Error};

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

/// Makes `on` the first business date of a ledger in which nothing was posted and no day was closed.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself; refused once the calendar has begun.
pub async fn open_first_day(db: &Db, context: &Context, on: Date) -> Result<(), Error<OpenFirstDayRefusal>> {
    context.system_only()?;
    db.write(context, "day.open_first", &on, move |write| {
        Box::pin(async move {
            // Nobody may post while the date is set, exactly as when one is closed.
            sqlx::query!("select pg_advisory_xact_lock(4051, 0)").fetch_one(write.connection()).await?;
            let before = sqlx::query_scalar!("select open_on from business_day for update")
                .fetch_one(write.connection())
                .await?;
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
