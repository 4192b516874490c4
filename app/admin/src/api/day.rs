//! Business dates: the open one, and those that were closed.

use domain::{
    Amount,
    calendar::days_between,
    end_of_day::{DayFailure, DayFigure, DayStep},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Demonstration, Told, date, db, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer,
};
use services::{
    end_of_day::{CloseDaysCommand, ClosedDay, ClosedDayFilter, DayFailureRow, DayStepRow},
    page::Page,
};

/// The open date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDayView {
    pub open_on: String,
    /// Empty while nothing is to be closed.
    pub closing_until: String,
    pub next_due_on: String,
    /// How many days the open date is behind the calendar in China; nothing in the demonstration.
    pub behind: u32,
    /// Of the form with which it is closed; empty where the visitor may not, or it is not over.
    pub request_no: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStepView {
    pub step: DayStep,
    pub began_at: String,
    /// Empty while it goes on.
    pub ended_at: String,
    pub seconds: i64,
    pub done: i64,
    pub failed: i64,
    /// How many things it does one by one, and how many of them it has tried; none where it does all at once.
    pub items: i64,
    pub tried: i64,
    /// What has cut it short; empty where nothing has.
    pub failure: String,
    /// What it has found that is not as it should be; empty where it has found nothing.
    pub findings: String,
}

/// How the close of a date has come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayReportView {
    pub on: String,
    pub steps: Vec<DayStepView>,
    pub failures: Vec<DayFailureView>,
}

/// A wallet that a close could not debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayFailureView {
    pub wallet: String,
    pub wallet_reference: String,
    pub agent: String,
    pub agent_name: String,
    pub step: DayStep,
    pub kind: DayFailure,
    pub failure: String,
    pub failed_at: String,
    pub tries: i32,
    pub mended: bool,
}

/// A date that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedDayView {
    pub on: String,
    pub closed_at: String,
    /// The first digits of its digest.
    pub chain: String,
    pub seconds: i64,
    pub failed: i64,
    pub figures: Vec<(DayFigure, i64, Amount)>,
}

fn step(row: DayStepRow) -> DayStepView {
    DayStepView {
        step: row.step,
        began_at: instant(row.began_at),
        seconds: row.ended_at.map_or(0, |ended_at| (ended_at - row.began_at).whole_seconds()),
        ended_at: row.ended_at.map(instant).unwrap_or_default(),
        done: row.done,
        failed: row.failed,
        items: row.items,
        tried: row.tried,
        failure: row.failure.unwrap_or_default(),
        findings: row.findings,
    }
}

fn failure(row: DayFailureRow) -> DayFailureView {
    DayFailureView {
        wallet: row.wallet.to_string(),
        wallet_reference: row.wallet_reference,
        agent: row.agent.to_string(),
        agent_name: row.agent_name,
        step: row.step,
        kind: row.kind,
        failure: row.failure,
        failed_at: instant(row.failed_at),
        tries: row.tries,
        mended: row.mended,
    }
}

/// The open date.
pub async fn open_day() -> Answer<OpenDayView> {
    let (db, context) = (db(), reader()?);
    let day = services::end_of_day::open_day(&db, &context).await.told()?;
    let demonstration = expect_context::<Demonstration>().0;
    let today = domain::calendar::date_in_china(db.true_now());
    let behind = if demonstration { 0 } else { days_between(day.open_on, today) };
    let closes = role(&context)? == Role::OperatorMaker && (demonstration || behind > 0);
    Ok(OpenDayView {
        open_on: day.open_on.to_string(),
        closing_until: day.closing_until.map(|on| on.to_string()).unwrap_or_default(),
        next_due_on: day.next_due_on.map(|on| on.to_string()).unwrap_or_default(),
        behind,
        request_no: if closes { new_request_no() } else { String::new() },
    })
}

/// How the close of a date has come along, of the open one where none is named.
pub async fn day_report(on: Option<String>) -> Answer<DayReportView> {
    let on = on.map(|on| date(&on)).transpose()?;
    let report = services::end_of_day::day_report(&db(), &reader()?, on).await.told()?;
    Ok(DayReportView {
        on: report.on.to_string(),
        steps: report.steps.into_iter().map(step).collect(),
        failures: report.failures.into_iter().map(failure).collect(),
    })
}

/// A page of the dates that were closed, as it is asked for.
pub async fn closed_days(
    filter: ClosedDayFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<Page<ClosedDayView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::end_of_day::closed_days(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(closed))
}

fn closed(day: ClosedDay) -> ClosedDayView {
    let took = |step: &DayStepRow| step.ended_at.map_or(0, |ended_at| (ended_at - step.began_at).whole_seconds());
    ClosedDayView {
        on: day.on.to_string(),
        closed_at: instant(day.closed_at),
        chain: day.chain.chars().take(12).collect(),
        seconds: day.steps.iter().map(took).sum(),
        failed: day.failed,
        figures: day.figures.into_iter().map(|row| (row.figure, row.items, row.amount)).collect(),
    }
}

/// Has the open date closed.
#[server(endpoint = "day/close")]
pub async fn close_day(request_no: String, on: String) -> Answer<()> {
    let (db, last) = (db(), date(&on)?);
    services::end_of_day::close_days(&db, &writer(&request_no)?, CloseDaysCommand { last }).await.told()?;
    services::end_of_day::wait_for_close(&db, &reader()?, last).await.told()
}
