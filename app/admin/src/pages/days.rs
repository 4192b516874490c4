//! The open business date, its close, and what happened on those that were closed.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::Form,
        icon::Icon,
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        query::asked_for,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
    },
    texts::{narrow::narrow, word},
};
use services::end_of_day::ClosedDayFilter;

use super::{freezes::PATH as FREEZES, links};
use crate::{
    api::day::{
        CloseDay, ClosedDayView, DayFailureView, DayReportView, DayStepView, OpenDayView, closed_days, day_report,
        open_day,
    },
    texts::{admin, day::day},
};

const PATH: &str = "/admin/days";
/// The closed date whose steps are shown, in the address.
const ON: &str = "on";
/// The closed dates on which a wallet could not be debited, in the address.
const FAILED: &str = "failed";

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().end_of_day()>{day().note()}</PageHeader>
        {load(open_day(), open)}
        {load(day_report(asked_for(ON)), report)}
        <section class="section">
            <h2>{day().closed_title()}</h2>
            {closed()}
        </section>
    }
    .into_any()
}

/// The dates that were closed, as the address asks for them.
fn closed() -> AnyView {
    let (texts, failed) = (day(), asked_state(&["", FAILED]) == FAILED);
    let (filter, here) = if failed { (ClosedDayFilter::Failed, FAILED) } else { (ClosedDayFilter::All, "") };
    let filters = Filters { path: PATH, hint: narrow().partner_file_hint(), day: word().business_date(), amount: "" };
    NarrowedList::asked(filters, empty(Icon::Clock, texts.none_title(), texts.none_text()))
        .parts(word().state(), here, vec![tab("", word().all()), tab(FAILED, texts.with_failures())])
        .narrowed(failed)
        .view(move |query, after| closed_days(filter, query, after), |page, none| closed_table().page(page, none))
}

fn open(view: OpenDayView) -> AnyView {
    let texts = day();
    let due = if view.next_due_on.is_empty() { texts.nothing_due().to_owned() } else { view.next_due_on.clone() };
    let closing = !view.closing_until.is_empty();
    view! {
        {(view.behind > 1).then(|| view! { <Alert kind="warn" title=texts.behind(view.behind) /> })}
        {closing.then(|| view! { <Alert kind="info" title=texts.closing(&view.closing_until) /> })}
        <div class="grid-2">
            <dl class="card facts facts--2">
                <div><dt>{texts.open_on()}</dt><dd><time>{view.open_on.clone()}</time></dd></div>
                <div><dt>{texts.next_due()}</dt><dd>{due}</dd></div>
            </dl>
            {(!view.request_no.is_empty()).then(|| close(view.request_no, view.open_on))}
        </div>
    }
    .into_any()
}

/// How a close has come along, once it has begun.
fn report(view: DayReportView) -> AnyView {
    let texts = day();
    if view.steps.is_empty() {
        return ().into_any();
    }
    let title = texts.steps_title(&view.on);
    let failures = (!view.failures.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.failures_title()}</h2>
                <p>{texts.failures_text()}</p>
                {failures_table().of(&view.failures)}
            </section>
        }
    });
    view! {
        <section class="section">
            <h2>{title.clone()}</h2>
            {steps_table(title).of(&view.steps)}
        </section>
        {failures}
    }
    .into_any()
}

fn close(request_no: String, on: String) -> impl IntoView {
    let texts = day();
    view! {
        <Form to=CloseDay::PATH request_no class="card stack">
            <input type="hidden" name="on" value=on />
            <p>{texts.close_text()}</p>
            <div class="form__actions"><button class="button">{texts.close()}</button></div>
        </Form>
    }
}

fn steps_table(title: String) -> Table<DayStepView> {
    let texts = day();
    Table::<DayStepView>::new(title)
        .words(texts.step(), move |item| texts.steps(item.step))
        .words(word().state(), move |item| {
            if !item.failure.is_empty() {
                Cell::status(Tone::Bad, texts.running()).note(texts.interrupted(&item.failure))
            } else if item.ended_at.is_empty() {
                Cell::status(Tone::Waiting, texts.running())
            } else if item.findings.is_empty() {
                Cell::status(Tone::Done, texts.finished())
            } else {
                Cell::status(Tone::Bad, texts.found()).note(item.findings.clone())
            }
        })
        .figures(word().progress(), move |item| {
            if item.items == 0 { texts.at_once().to_owned() } else { texts.progress_of(item.tried, item.items) }
        })
        .figures(texts.done(), |item| item.done.to_string())
        .figures(texts.failed(), |item| item.failed.to_string())
        .figures(texts.seconds(), |item| item.seconds.to_string())
}

fn failures_table() -> Table<DayFailureView> {
    let texts = day();
    Table::<DayFailureView>::new(texts.failures_title())
        .words(word().shop(), |item| {
            let href = format!("{FREEZES}/{}", item.wallet);
            links::shop(&item.agent_name, &item.agent).note(view! { <a href=href>{item.wallet_reference.clone()}</a> })
        })
        .words(word().state(), move |item| {
            if item.mended {
                Cell::status(Tone::Done, texts.mended())
            } else {
                Cell::status(Tone::Bad, texts.not_mended())
            }
        })
        .prose(word().reason(), move |item| Cell::text(texts.failure_kinds(item.kind)).note(item.failure.clone()))
        .words(texts.failed_in(), move |item| texts.steps(item.step))
        .figures(texts.tries(), |item| item.tries.to_string())
        .words(texts.failed_at(), |item| Cell::time(&item.failed_at))
}

fn closed_table() -> Table<ClosedDayView> {
    let texts = day();
    Table::<ClosedDayView>::new(texts.closed_title())
        .sortable()
        .words(texts.on(), |item| Cell::time(&item.on).to(format!("{PATH}?{ON}={}", item.on)))
        .sorted_by(SortKey::Time)
        .prose(texts.what(), told)
        .words(texts.closed_at(), |item| Cell::time(&item.closed_at))
        .figures(texts.seconds(), |item| item.seconds.to_string())
        .figures(texts.failed(), |item| item.failed.to_string())
        .words(word().checksum(), |item| Cell::reference(&item.chain))
}

/// What happened on a date, as a list.
fn told(item: &ClosedDayView) -> Cell {
    let texts = day();
    if item.figures.is_empty() {
        return Cell::text(texts.quiet());
    }
    let one = |(figure, items, amount): &(domain::end_of_day::DayFigure, i64, domain::Amount)| {
        let name = texts.figures(*figure);
        if amount.is_zero() { texts.figure(name, *items) } else { texts.figure_of(name, *items, &amount.grouped()) }
    };
    Cell::text(item.figures.iter().map(one).collect::<Vec<_>>().join(texts.figures_end()))
}
