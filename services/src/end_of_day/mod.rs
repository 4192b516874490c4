//! The close of a business date, in ordered steps. Each step may be done again after whatever has cut it short: what is done is
//! not done twice, and a date that is closed stays as it is.

mod cut_off;
mod debit;
mod failure;
mod lapse;
mod look;
mod report;
mod sql;

use std::time::Duration as Wait;

use domain::{
    actor::SystemPart,
    end_of_day::{DayStep, last_to_close},
    event::PartnerEvent,
    hexadecimal,
    job::Job,
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use tokio::time::sleep;

use crate::{
    Context, Db, Error,
    business_day::business_date,
    debt_transfer,
    error::{Conflict, Never},
    job::Outcome,
    loan::{keep_cash_days, list_due_soon, list_late},
    outside_payment, revenue_share,
};

pub use cut_off::{CloseDayRefusal, cut_off};
pub use report::{
    ClosedDay, ClosedDayFilter, DayFailureRow, DayFigureRow, DayReport, DayStepRow, OpenDay, closed_days, day_report,
    open_day,
};

/// How often, and how many times, a page looks whether a date is closed.
const LOOK_EVERY: Wait = Wait::from_millis(200);
const LOOKS: usize = 60;
/// How far the demonstration's time is moved at once.
const LONGEST_LEAP_DAYS: i64 = 366;
/// How long the close waits when it could not keep others from writing.
const PAUSE: Duration = Duration::seconds(1);

/// What a step has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Done {
    done: usize,
    failed: usize,
}

/// Closes a date that is over, step by step, and gives the one that is open then.
///
/// # Errors
/// Refused when another date is open; `Conflict` when others could not be kept from writing, or another closes it too: nothing is half done, and it is to be asked
/// again.
pub async fn close(db: &Db, on: Date) -> Result<Date, Error<CloseDayRefusal>> {
    finish(db).await?;
    let open_on = business_date(db, &worker(db)).await.map_err(Error::into_defect)?;
    if open_on != on {
        return Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on }));
    }
    step(db, on, DayStep::Lapse, lapse::lapse(db, on)).await?;
    step(db, on, DayStep::Debit, debit::debit(db, on)).await?;
    let turned = async {
        let done = cut_off(db, &worker(db), on).await?;
        Ok(Done { done, failed: failed_at_cut_off(db, on).await? })
    };
    step(db, on, DayStep::CutOff, turned).await?;
    follow_turn(db, on).await?;
    on.next_day().ok_or_else(|| Error::defect("the calendar has ended"))
}

/// Does what follows the turn of the last date, where that was cut short.
///
/// # Errors
/// `Conflict` when another does it too; when the database fails.
pub async fn finish(db: &Db) -> Result<(), Error<CloseDayRefusal>> {
    let unfinished = find(db, |connection| Box::pin(sql::find_unfinished(connection))).await?;
    let Some(turned) = unfinished else { return Ok(()) };
    let done = find(db, move |connection| Box::pin(sql::count_overdue(connection, turned))).await?;
    let failed = failed_at_cut_off(db, turned).await?;
    step(db, turned, DayStep::CutOff, async { Ok(Done { done, failed }) }).await?;
    follow_turn(db, turned).await
}

/// What follows the turn of a date, in its order.
async fn follow_turn(db: &Db, on: Date) -> Result<(), Error<CloseDayRefusal>> {
    step(db, on, DayStep::Transfer, transfer(db, on)).await?;
    step(db, on, DayStep::Remind, remind(db, on)).await?;
    invoice(db, on).await?;
    // These only look: where they cannot, the next date is closed all the same, and they are tried again until then.
    let looks = [
        step(db, on, DayStep::Reconcile, look::reconcile(db, on)).await,
        step(db, on, DayStep::Verify, look::verify(db, on)).await,
    ];
    for error in looks.into_iter().filter_map(Result::err) {
        tracing::error!(%on, ?error, "a date was closed without a look at it");
    }
    Ok(())
}

async fn failed_at_cut_off(db: &Db, on: Date) -> Result<usize, Error<CloseDayRefusal>> {
    find(db, move |connection| Box::pin(sql::count_failed(connection, on, DayStep::CutOff))).await
}

fn worker(db: &Db) -> Context {
    Context::system(SystemPart::EndOfDay, hexadecimal::text(&db.secret()))
}

async fn find<T: Send + 'static>(
    db: &Db,
    find: impl for<'w> FnOnce(&'w mut sqlx::PgConnection) -> crate::db::Work<'w, Result<T, sqlx::Error>> + Send + 'static,
) -> Result<T, Error<CloseDayRefusal>> {
    db.read(&worker(db), move |connection| Box::pin(async move { Ok(find(connection).await?) })).await
}

/// Does a step, unless it was done, and writes down when it began and ended, and what has cut it short.
async fn step(
    db: &Db,
    on: Date,
    step: DayStep,
    work: impl Future<Output = Result<Done, Error<CloseDayRefusal>>>,
) -> Result<(), Error<CloseDayRefusal>> {
    let at = db.true_now();
    let begun = db
        .note(&worker(db), move |connection| {
            Box::pin(async move { Ok(sql::begin_step(connection, on, step, at).await?) })
        })
        .await?;
    if !begun {
        return Ok(());
    }
    let outcome = work.await;
    let at = db.true_now();
    // What others have only kept waiting is no failure.
    if let Err(error @ (Error::Failed(_) | Error::Unknown)) = &outcome {
        let failure = format!("{error:?}");
        let told = db
            .note::<_, CloseDayRefusal, _>(&worker(db), move |connection| {
                Box::pin(async move { Ok(sql::interrupt_step(connection, on, step, &failure).await?) })
            })
            .await;
        if let Err(error) = told {
            tracing::error!(?error, "what has cut a step short was not written down");
        }
    }
    let done = outcome?;
    db.note(&worker(db), move |connection| {
        Box::pin(async move { Ok(sql::end_step(connection, on, step, at, done).await?) })
    })
    .await
}

/// Debts and loans of transfers that may count on the date after `on` change hands, before anything comes in on it.
async fn transfer(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let today = on.next_day().ok_or_else(|| Error::defect("the calendar has ended"))?;
    let (done, failed) = debt_transfer::follow_of_day(db, today).await.map_err(Error::into_defect)?;
    Ok(Done { done, failed })
}

/// Tells the holders of loans who has to pay soon and who is still late, as the date after `on` begins, and both sides what is to be passed on of it,
/// and keeps what each has received and is to receive.
async fn remind(db: &Db, on: Date) -> Result<Done, Error<CloseDayRefusal>> {
    let context = Context::system(SystemPart::EndOfDay, format!("remind {on}"));
    let done = db
        .write(&context, "day.remind", &on, move |write| {
            Box::pin(async move {
                let today = on.next_day().ok_or_else(|| Error::<Never>::defect("the calendar has ended"))?;
                let due = list_due_soon(write.connection(), today).await?;
                for loan in &due {
                    let (reference, due_on, amount) =
                        (loan.reference.parse().map_err(Error::defect)?, loan.due_on, loan.amount);
                    let told = PartnerEvent::LoanDueSoon { reference, due_on, amount };
                    write.envelope.tell(loan.holder, loan.id, &told)?;
                }
                let late = list_late(write.connection(), today).await?;
                for loan in &late {
                    let (reference, days, amount) =
                        (loan.reference.parse().map_err(Error::defect)?, loan.days, loan.amount);
                    let told = PartnerEvent::LoanStillOverdue { reference, days, amount };
                    write.envelope.tell(loan.holder, loan.id, &told)?;
                }
                outside_payment::tell_due(write, on).await?;
                keep_cash_days(write.connection(), on, today).await?;
                write.envelope.about(on);
                Ok(due.len() + late.len())
            })
        })
        .await
        .map_err(Error::into_defect)?;
    Ok(Done { done, failed: 0 })
}

/// After the last day of a month its interest is invoiced.
async fn invoice(db: &Db, on: Date) -> Result<(), Error<CloseDayRefusal>> {
    if on.next_day().is_some_and(|next| next.month() == on.month()) {
        return Ok(());
    }
    let invoiced = async {
        let done = revenue_share::invoice_month(db, on).await.map_err(Error::into_defect)?;
        Ok(Done { done, failed: 0 })
    };
    step(db, on, DayStep::Invoice, invoiced).await
}

/// The job: finishes what was cut short, and closes every date that is over, in order, and every one that was asked for.
pub async fn end_days(db: &Db) -> Outcome {
    let server = db.follows_calendar().then(|| db.true_now());
    match finish(db).await {
        Ok(()) => {}
        Err(Error::Conflict(Conflict::Changed | Conflict::StillRunning)) => {
            return Outcome::Again(db.true_now() + PAUSE);
        }
        Err(error) => return error.into(),
    }
    loop {
        let open = match find(db, |connection| Box::pin(sql::find_open(connection))).await {
            Ok(open) => open,
            Err(error) => return error.into(),
        };
        let calendar = server.map(|server| (server, open.database_at));
        if last_to_close(calendar, open.wanted_on).is_none_or(|last| last < open.open_on) {
            return Outcome::Done;
        }
        match close(db, open.open_on).await {
            // Another has closed it.
            Ok(_) | Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { .. })) => {}
            Err(Error::Conflict(Conflict::Changed | Conflict::StillRunning)) => {
                return Outcome::Again(db.true_now() + PAUSE);
            }
            Err(error) => return error.into(),
        }
    }
}

/// The last date that is to be closed: the one that is named, or the last that is over, which is none where no calendar is followed.
///
/// # Errors
/// Refused for a named one that is not over; in the demonstration, for one more than a year ahead.
pub async fn last_wanted(db: &Db, named: Option<Date>) -> Result<Option<Date>, Error<CloseDayRefusal>> {
    let open = find(db, |connection| Box::pin(sql::find_open(connection))).await?;
    let server = db.follows_calendar().then(|| db.true_now());
    match named {
        None => Ok(last_to_close(server.map(|server| (server, open.database_at)), None)),
        Some(last) if furthest(server, &open).is_some_and(|furthest| last <= furthest) => Ok(Some(last)),
        Some(_) => Err(Error::Refused(CloseDayRefusal::NotOver)),
    }
}

/// The last date that may be closed: the last that is over by the clocks of both the server and the database; where no calendar is
/// followed, one a year ahead.
fn furthest(server: Option<OffsetDateTime>, open: &sql::Open) -> Option<Date> {
    match server {
        Some(server) => last_to_close(Some((server, open.database_at)), None),
        None => open.open_on.checked_add(Duration::days(LONGEST_LEAP_DAYS)),
    }
}

/// Asks for days to be closed, up to and with `last`; they are, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseDaysCommand {
    /// The last date that is closed.
    pub last: Date,
}

/// Has the open date and those after it closed, up to and with `last`, in order. No day is closed before it is over; in the
/// demonstration, where days are over when somebody wants it, up to a year.
///
/// # Errors
/// `Forbidden` for anybody but an operator, and in the demonstration for agents; refused for a date that is closed, and for one
/// that is not over.
pub async fn close_days(db: &Db, context: &Context, command: CloseDaysCommand) -> Result<(), Error<CloseDayRefusal>> {
    if db.follows_calendar() {
        context.operator::<CloseDayRefusal>(&[Role::OperatorMaker])?;
    } else if !context.person::<CloseDayRefusal>()?.role.is_staff() {
        return Err(Error::Forbidden);
    }
    let server = db.follows_calendar().then(|| db.true_now());
    db.write(context, "day.close_until", &command, move |write| {
        Box::pin(async move {
            let CloseDaysCommand { last } = command;
            let open = sql::find_open(write.connection()).await?;
            if last < open.open_on {
                return Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on: open.open_on }));
            }
            if furthest(server, &open).is_none_or(|furthest| last > furthest) {
                return Err(Error::Refused(CloseDayRefusal::NotOver));
            }
            sql::update_wanted(write.connection(), last).await?;
            write.enqueue(Job::EndDays, Duration::ZERO);
            write.envelope.about(last);
            write.envelope.changed(&open.open_on, &last)
        })
    })
    .await
}

/// Waits until a date is closed, but for no longer than a page may take.
///
/// # Errors
/// When the database fails.
pub async fn wait_for_close(db: &Db, context: &Context, last: Date) -> Result<(), Error<Never>> {
    for _ in 0..LOOKS {
        if business_date(db, context).await? > last {
            return Ok(());
        }
        sleep(LOOK_EVERY).await;
    }
    Ok(())
}
