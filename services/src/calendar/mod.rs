//! Which days are worked. When the institution changes the calendar, due dates move on with it, in the same transaction.

mod import;
mod sql;

use domain::{
    calendar::{Calendar, CalendarDay, CalendarRefusal, DayKind, NAME_LIMIT},
    event::PartnerEvent,
    id::LoanFactId,
    loan::Loan,
    role::Role,
    terms::{HolidayRule, LoanTerms},
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use crate::{
    Context, Db, Error, Write, business_day,
    context::INSTITUTION,
    error::Never,
    loan::{
        fact::{NewFact, Recorded},
        sql::{LoanChange, lock_moving},
    },
};

pub use import::{CalendarFile, RefusedDay, read_calendar_file};

/// Days that become holidays or worked days, and days that are as their weekday again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCalendarCommand {
    pub days: Vec<CalendarDay>,
    pub plain: Vec<Date>,
}

/// The calendar as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRow {
    pub today: Date,
    /// All days that are not as their weekday, the last first.
    pub days: Vec<CalendarDay>,
    /// The year of which nothing is known although it is time to.
    pub missing: Option<i32>,
}

/// From this month on the next year's holidays are known: they are published in the first days of November.
const NEXT_YEAR_KNOWN_FROM: u8 = 11;

/// The calendar, for the institution's people.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn calendar(db: &Db, context: &Context) -> Result<CalendarRow, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let days = sql::list(connection).await?;
            let calendar: Calendar = days.iter().cloned().collect();
            Ok(CalendarRow { today, missing: missing(|year| calendar.knows(year), today), days })
        })
    })
    .await
}

/// The days that are not as their weekday, for whoever reckons due dates by them.
///
/// # Errors
/// When the database fails.
pub async fn special_days(db: &Db, context: &Context) -> Result<Vec<CalendarDay>, Error<Never>> {
    db.read(context, |connection| Box::pin(async move { Ok(sql::list(connection).await?) })).await
}

/// The first year of which a calendar that knows some should say something, and does not.
pub(crate) fn missing(knows: impl Fn(i32) -> bool, today: Date) -> Option<i32> {
    let next = (u8::from(today.month()) >= NEXT_YEAR_KNOWN_FROM).then(|| today.year().saturating_add(1));
    [Some(today.year()), next].into_iter().flatten().find(|year| !knows(*year))
}

/// The calendar, if any of these terms moves due dates by it; an empty one otherwise.
pub(crate) async fn find_for(
    connection: &mut PgConnection,
    mut terms: impl Iterator<Item = &LoanTerms>,
) -> Result<Calendar, sqlx::Error> {
    if terms.all(|terms| terms.holiday_rule == HolidayRule::Stays) {
        return Ok(Calendar::default());
    }
    find(connection).await
}

/// The calendar.
pub(crate) async fn find(connection: &mut PgConnection) -> Result<Calendar, sqlx::Error> {
    Ok(sql::list(connection).await?.into_iter().collect())
}

/// Changes the open day and days to come. Due dates that fall on a day that is not worked any more move on where their terms say so, never
/// back: with the calendar, while nobody else writes. What was paid on the open day, by its own debit or by hand, stays paid.
///
/// # Errors
/// `Forbidden` to anybody but a maker; refused for a day that is closed, is too far ahead, or cannot be so; `Conflict` when others
/// write for too long.
pub async fn change_calendar(
    db: &Db,
    context: &Context,
    command: ChangeCalendarCommand,
) -> Result<usize, Error<CalendarRefusal>> {
    context.operator::<CalendarRefusal>(&[Role::OperatorMaker])?;
    let actor = context.actor_name();
    db.write(context, "calendar.change", &command.clone(), move |write| {
        Box::pin(async move {
            if command.days.iter().any(|day| day.name.chars().count() > NAME_LIMIT) {
                return Err(Error::Refused(CalendarRefusal::NameTooLong));
            }
            let today = business_day::lock(write).await?;
            // However many loans it concerns, as at the turn of a day.
            sqlx::query!("set local statement_timeout = '2min'").execute(write.connection()).await?;
            let before: Calendar = sql::list(write.connection()).await?.into_iter().collect();
            let kinds = command.days.iter().map(|day| (day.on, Some(day.kind)));
            let changes: Vec<_> = kinds.chain(command.plain.iter().map(|on| (*on, None))).collect();
            let after = before.changed(today, &changes).map_err(Error::Refused)?;
            let at = write.at;
            sql::upsert(write.connection(), &command.days, &actor, at).await?;
            sql::delete(write.connection(), &command.plain).await?;
            let off: Vec<Date> = changes.iter().map(|(on, _)| *on).filter(|on| !after.is_worked(*on)).collect();
            let moved = move_due_dates(write, &after, &off, &actor).await?;
            write.envelope.about(today);
            let was: Vec<_> =
                before.days().filter(|(on, _)| changes.iter().any(|(changed, _)| changed == on)).collect();
            write.envelope.changed(&texts(&was), &(&command, moved))?;
            Ok(moved)
        })
    })
    .await
}

fn texts(days: &[(Date, DayKind)]) -> Vec<(String, DayKind)> {
    days.iter().map(|(on, kind)| (on.to_string(), *kind)).collect()
}

/// How many loans one statement writes.
const AT_ONCE: usize = 500;

/// Moves the due dates that lie on days which are not worked any more. Gives the number of loans.
async fn move_due_dates(
    write: &mut Write,
    calendar: &Calendar,
    off: &[Date],
    actor: &str,
) -> Result<usize, Error<CalendarRefusal>> {
    let (Some(first), Some(last)) = (off.iter().min(), off.iter().max()) else { return Ok(0) };
    let mut count = 0;
    for moving in lock_moving(write.connection(), off).await? {
        let Loan { position, holder, mut version } = moving.loan;
        let (position, moves) = position.with_holidays((*first, *last), calendar, moving.matures_on);
        for moved in moves {
            version = version.saturating_add(1);
            let (reference, from, to) = (moving.reference.parse().map_err(Error::defect)?, moved.from, moved.to);
            write.envelope.tell(holder, moving.id, &PartnerEvent::LoanDueDateMoved { reference, from, to })?;
            let id = LoanFactId(write.id());
            write.envelope.change(NewFact {
                id,
                loan: moving.id,
                agent: moving.agent,
                funder: moving.funder,
                version,
                recorded: Recorded::DueDateMoved(moved),
                value_on: write.business_date,
                recorded_on: write.business_date,
                at: write.at,
                by: actor.to_owned(),
                evidence: String::new(),
            });
            count += 1;
        }
        let after = Loan { position, holder, version };
        write.envelope.change(LoanChange { id: moving.id, after, on: write.business_date });
        if count % AT_ONCE == 0 {
            write.flush().await?;
        }
    }
    write.flush().await?;
    Ok(count)
}
