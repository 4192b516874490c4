//! Which days are worked.

use domain::{
    calendar::{CalendarDay, DayKind, read_days},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, ApiError, Told, bad_field, batch, date, db, new_request_no, reader, role, writer};
use services::{
    Context, Db,
    calendar::{CalendarFile, ChangeCalendarCommand, RefusedDay},
};

/// Where a file of days is sent.
pub const UPLOAD: &str = "/admin/files/calendar";

/// A day that is not as its weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDayView {
    pub on: String,
    /// From Monday, 1, to Sunday, 7.
    pub weekday: u8,
    pub kind: DayKind,
    pub name: String,
    /// Whether it can still be changed.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYearView {
    pub year: i32,
    pub days: Vec<CalendarDayView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarView {
    pub today: String,
    /// The year that is missing, if one is.
    pub missing: Option<i32>,
    /// The last year first.
    pub years: Vec<CalendarYearView>,
    /// Of the forms that change it; empty where the visitor may not.
    pub request_no: String,
}

/// The calendar.
pub async fn calendar() -> Answer<CalendarView> {
    let (db, context) = (db(), reader()?);
    let row = services::calendar::calendar(&db, &context).await.told()?;
    let mut years: Vec<CalendarYearView> = Vec::new();
    for CalendarDay { on, kind, name } in row.days {
        let weekday = on.weekday().number_from_monday();
        let day = CalendarDayView { on: on.to_string(), weekday, kind, name, open: on >= row.today };
        match years.last_mut().filter(|year| year.year == on.year()) {
            Some(year) => year.days.push(day),
            None => years.push(CalendarYearView { year: on.year(), days: vec![day] }),
        }
    }
    for year in &mut years {
        year.days.reverse();
    }
    let changes = role(&context)? == Role::OperatorMaker;
    Ok(CalendarView {
        today: row.today.to_string(),
        missing: row.missing,
        years,
        request_no: if changes { new_request_no() } else { String::new() },
    })
}

async fn change(request_no: &str, command: ChangeCalendarCommand) -> Answer<()> {
    services::calendar::change_calendar(&db(), &writer(request_no)?, command).await.told().map(|_| ())
}

/// Takes in a list of days as it was typed or copied from a spreadsheet.
#[server(endpoint = "calendar/import")]
pub async fn import_calendar(request_no: String, days: String) -> Answer<()> {
    let days = read_days(&days).map_err(bad_field)?;
    change(&request_no, ChangeCalendarCommand { days, plain: Vec::new() }).await
}

/// Takes in the days of a file, in the visitor's name: all of them, or, where some rows are wrong, none, and tells what is wrong with each.
///
/// # Errors
/// Why the file could not be read, or what is wrong with its rows.
pub async fn import_calendar_file(db: &Db, context: &Context, file_name: &str, bytes: Vec<u8>) -> Answer<()> {
    let file = services::calendar::read_calendar_file(db, context, file_name, bytes).await.told()?;
    let CalendarFile { days, refused } = file;
    if refused.is_empty() {
        let command = ChangeCalendarCommand { days, plain: Vec::new() };
        return services::calendar::change_calendar(db, context, command).await.told().map(|_| ());
    }
    let named = |RefusedDay { row, text, refusal }| (format!("{row} {text}"), ApiError::of(refusal));
    batch::of_file(0, refused.into_iter().map(named).collect(), 0)
}

/// Makes a day as its weekday again.
#[server(endpoint = "calendar/plain")]
pub async fn plain_day(request_no: String, on: String) -> Answer<()> {
    change(&request_no, ChangeCalendarCommand { days: Vec::new(), plain: vec![date(&on)?] }).await
}
