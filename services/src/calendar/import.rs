//! A file of days: each row is read and looked at by itself, before anything of it counts.

use std::collections::HashSet;

use domain::{
    calendar::{CalendarDay, CalendarRefusal},
    operating_data::ImportRefusal,
    role::Role,
};
use files::calendar::{DayRow, read};

use crate::{Context, Db, Error, business_day::business_date};

/// What a file says.
#[derive(Debug, Default)]
pub struct CalendarFile {
    pub days: Vec<CalendarDay>,
    /// The rows that say nothing that the calendar may.
    pub refused: Vec<RefusedDay>,
}

/// A row, and what is wrong with it.
#[derive(Debug)]
pub struct RefusedDay {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub text: String,
    pub refusal: CalendarRefusal,
}

/// Reads a file of days, and changes nothing.
///
/// # Errors
/// `Forbidden` to anybody but a maker; refused when the file is no table, or has no rows or too many. Whatever is wrong with a row is told
/// with it.
pub async fn read_calendar_file(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<CalendarFile, Error<ImportRefusal>> {
    context.operator::<ImportRefusal>(&[Role::OperatorMaker])?;
    let today = business_date(db, context).await.map_err(Error::into_defect)?;
    let name = file_name.to_owned();
    let rows = tokio::task::spawn_blocking(move || read(&name, &bytes)).await.map_err(Error::defect)?;
    let (mut file, mut seen) = (CalendarFile::default(), HashSet::new());
    for DayRow { row, text, day } in rows.map_err(Error::Refused)? {
        let checked = match day {
            None => Err(CalendarRefusal::Unreadable { line: row, text: text.clone() }),
            Some(day) if !seen.insert(day.on) => Err(CalendarRefusal::Twice { on: day.on.to_string() }),
            Some(day) => day.check(today).map(|()| day),
        };
        match checked {
            Ok(day) => file.days.push(day),
            Err(refusal) => file.refused.push(RefusedDay { row, text, refusal }),
        }
    }
    Ok(file)
}
