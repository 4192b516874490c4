//! What is to come in, by day and by week beside what past weeks have brought, as pictures and as the same figures in tables.

use domain::Amount;
use leptos::prelude::*;

use super::{
    cell::Cell,
    chart::{Bar, bars, bars_before},
    load::{load, load_aside},
    money::money,
    page_header::PageHeader,
    query::query_string,
    table::Table,
    value::whole,
};
use crate::{
    api::expected::{ExpectedDayView, ExpectedView, WeekView, expected},
    texts::{expected::expected as texts, terms::percent, word},
};

/// The parameter by which a list of loans is asked for those of which something falls due on a day.
pub const DUE: &str = "due";
/// Where a funder's days lead to.
const LOANS: &str = "/funder/loans";
/// How wide each picture is, in its own units: two stand beside each other, and one fills a phone.
const WIDE: i64 = 460;

/// The page, for a funder and for the institution.
#[must_use]
pub fn page() -> AnyView {
    load(expected(), content)
}

fn content(view: ExpectedView) -> AnyView {
    let own = texts();
    let note = if view.of_institution { own.note_of_institution() } else { own.note() };
    let body = if view.is_empty() {
        view! { <p class="muted">{own.nothing()}</p> }.into_any()
    } else {
        view! { <div class="grid-2">{by_day(&view.days)} {by_week(&view)}</div> }.into_any()
    };
    let weeks = (!view.is_empty()).then(|| section(own.by_week(), week_table().of(&view.weeks)));
    let sums = sums(&view);
    let due: Vec<ExpectedDayView> = view.days.into_iter().filter(|day| day.loans > 0).collect();
    let loans = (!view.of_institution).then_some(LOANS);
    let days = (!due.is_empty()).then(|| section(own.by_day(), day_table(loans).of(&due)));
    view! {
        <PageHeader title=own.title()>{note}</PageHeader>
        {sums}
        {body}
        {days}
        {weeks}
    }
    .into_any()
}

fn section(title: &'static str, table: AnyView) -> AnyView {
    view! {
        <section class="section">
            <h2 class="card__title">{title}</h2>
            {table}
        </section>
    }
    .into_any()
}

/// What falls due within so many days.
fn within(days: &[ExpectedDayView], count: usize) -> Amount {
    days.iter().take(count).map(|day| day.amount).sum()
}

fn sums(view: &ExpectedView) -> AnyView {
    let own = texts();
    let (late_loans, late) = view.late;
    let late_class = if late.is_positive() { "stats__item stats__item--bad" } else { "stats__item" };
    view! {
        <dl class="stats">
            <div class="stats__item"><dt>{own.week()}</dt><dd>{money(within(&view.days, 7))}</dd></div>
            <div class="stats__item"><dt>{own.month()}</dt><dd>{money(within(&view.days, view.days.len()))}</dd></div>
            <div class="stats__item"><dt>{own.quarter()}</dt><dd>{money(view.all())}</dd></div>
            <div class=late_class>
                <dt>{own.late()}</dt>
                <dd>{money(late)} " " <small>{own.loans_of(late_loans)}</small></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// The month and the day below every fifth bar, say, so that they stand apart.
fn label(on: &str, place: usize, every: usize) -> String {
    if place.is_multiple_of(every) { on.get(5..).unwrap_or_default().to_owned() } else { String::new() }
}

fn by_day(days: &[ExpectedDayView]) -> AnyView {
    let own = texts();
    view! {
        <figure class="card chart">
            <figcaption>{own.by_day()} " " <small>{word().ten_thousand()}</small></figcaption>
            {picture(days)}
        </figure>
    }
    .into_any()
}

/// The next days on a page of many things, with the way to all of it.
pub fn summary(list: &'static str) -> AnyView {
    load_aside(expected(), move |view| {
        let own = texts();
        let due: Vec<ExpectedDayView> = view.days.iter().filter(|day| day.loans > 0).cloned().collect();
        let table = (!due.is_empty()).then(|| {
            view! { <details><summary>{word().data_table()}</summary>{day_table(Some(LOANS)).of(&due)}</details> }
        });
        let picture = picture(&view.days);
        view! {
            <section class="card">
                <figure class="chart">
                    <figcaption>
                        <a href=list>{own.title()}</a> " " <small>{own.by_day()} " · " {word().ten_thousand()}</small>
                    </figcaption>
                    {picture}
                    {table}
                </figure>
            </section>
        }
        .into_any()
    })
}

fn picture(days: &[ExpectedDayView]) -> AnyView {
    let own = texts();
    let all = within(days, days.len());
    let bar = |(place, day): (usize, &ExpectedDayView)| Bar {
        fen: day.amount.fen(),
        label: label(&day.on, place, 5),
        tone: "",
    };
    let shown: Vec<Bar> = days.iter().enumerate().map(bar).collect();
    if all.is_positive() {
        bars(&shown, WIDE, own.days_described(&all.grouped()))
    } else {
        view! { <p class="muted">{own.nothing_by_day()}</p> }.into_any()
    }
}

/// What is due stands behind; what was received of it, in the weeks that are over, before it.
fn by_week(view: &ExpectedView) -> AnyView {
    let own = texts();
    let bar = |(place, week): (usize, &WeekView)| Bar {
        fen: week.received.unwrap_or_default().fen(),
        label: label(&week.from, place, 4),
        tone: "",
    };
    let shown: Vec<Bar> = view.weeks.iter().enumerate().map(bar).collect();
    let behind: Vec<i64> = view.weeks.iter().map(|week| week.due.fen()).collect();
    let past = || view.weeks.iter().filter(|week| week.received.is_some());
    let (due, received): (Amount, Amount) =
        (past().map(|week| week.due).sum(), past().filter_map(|week| week.received).sum());
    let described = own.weeks_described(&view.all().grouped(), &due.grouped(), &received.grouped());
    view! {
        <figure class="card chart">
            <figcaption>{own.by_week()} " " <small>{word().ten_thousand()}</small></figcaption>
            {bars_before(&shown, &behind, WIDE, described)}
            <p class="chart__legend">
                <span class="chart__key chart__key--second">{own.due_short()}</span>
                <span class="chart__key">{own.received_short()}</span>
            </p>
        </figure>
    }
    .into_any()
}

/// Each day leads to its loans below `list`, if there is one.
fn day_table(list: Option<&'static str>) -> Table<ExpectedDayView> {
    let own = texts();
    Table::<ExpectedDayView>::new(own.by_day())
        .words(own.day(), move |day| {
            let href = list.map(|list| format!("{list}{}", query_string([(DUE.to_owned(), day.on.clone())])));
            Cell::time(&day.on).to(href.unwrap_or_default()).note(own.weekday(day.weekday))
        })
        .figures(word().loan_count(), |day| day.loans.to_string())
        .figures(word().amount(), |day| day.amount)
        .figures(own.until(), |day| day.until)
        .compact()
}

fn week_table() -> Table<WeekView> {
    let own = texts();
    Table::<WeekView>::new(own.by_week())
        .words(own.days(), move |week| Cell::time(&week.from).note(whole(own.to(&week.to))))
        .figures(own.due(), |week| week.due)
        .figures(own.received(), |week| week.received)
        .figures(own.rate(), |week| Cell::text(rate(week).unwrap_or_default()))
        .compact()
}

/// Nothing of a week that is to come, or in which nothing was due.
fn rate(week: &WeekView) -> Option<String> {
    week.received?.to_decimal().checked_div(week.due.to_decimal()).map(percent)
}
