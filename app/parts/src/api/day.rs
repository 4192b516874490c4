//! Moving the demonstration's time, and closing days.

use domain::calendar::add_days;
use leptos::prelude::*;
use services::end_of_day::CloseDaysCommand;
use time::Date;

use super::{Answer, Told, bad_field, date, db, reader, writer};
use crate::api::RequestProblem;

/// Closes days from the open one, `from`, on: one (`day`), seven (`week`), up to and with the next one on which something falls
/// due (`due`), or up to the one on which commissions are expected (`commission`). Comes back when they are closed, or after a while.
#[server(endpoint = "day/move")]
pub async fn move_time(request_no: String, from: String, leap: String) -> Answer<()> {
    let (db, from) = (db(), date(&from)?);
    let last = match leap.as_str() {
        "day" => Some(from),
        "week" => add_days(from, 6),
        "commission" => next_commission(from).await?,
        _ => next_due(from).await?,
    };
    let last = last.ok_or_else(|| bad_field(RequestProblem::DateUnreadable))?;
    services::end_of_day::close_days(&db, &writer(&request_no)?, CloseDaysCommand { last }).await.told()?;
    services::end_of_day::wait_for_close(&db, &reader()?, last).await.told()
}

/// The date before commissions are expected; the open one where none are, or are today.
async fn next_commission(open: Date) -> Answer<Option<Date>> {
    let day = services::end_of_day::open_day(&db(), &reader()?).await.told()?;
    Ok(Some(day.next_commission_on.and_then(Date::previous_day).unwrap_or(open)))
}

/// The next date on which something falls due; the open one where nothing does.
async fn next_due(open: Date) -> Answer<Option<Date>> {
    let day = services::end_of_day::open_day(&db(), &reader()?).await.told()?;
    Ok(Some(day.next_due_on.unwrap_or(open)))
}
