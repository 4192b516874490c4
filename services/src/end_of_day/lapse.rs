//! The first step of a close: what has waited for too long by the end of the date ends, while the date is open. Its jobs do the same during a
//! day; where somebody moves the date they alone would come when it is another.

use time::{Date, Duration};

use super::{CloseDayRefusal, Done};
use crate::{Db, Error, application, clock, debt_transfer, draw};

/// Ends applications, draws and transfers of debts whose time is over with the date.
///
/// # Errors
/// When the database fails.
pub async fn lapse(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let next = on.next_day().ok_or_else(|| Error::defect("the calendar has ended"))?;
    let last = clock::start(next) - Duration::MICROSECOND;
    let ended = [
        application::lapse_overdue(db, last).await.map_err(Error::into_defect)?,
        draw::lapse_waiting(db).await.map_err(Error::into_defect)?,
        debt_transfer::end_without_notice(db, last).await.map_err(Error::into_defect)?,
    ];
    let (done, failed) = ended.into_iter().fold((0, 0), |(done, failed), each| (done + each.0, failed + each.1));
    Ok(Done { done, failed })
}
