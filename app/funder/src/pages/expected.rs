//! What comes in, day by day, as a picture and as the same figures in a table.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        chart::{Bar, bars},
        load::load,
        money::money,
        page_header::PageHeader,
        table::Table,
    },
    texts::word,
};

use crate::{
    api::expected::{ExpectedDayView, ExpectedView, expected},
    texts::{expected::expected as texts, funder},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {load(expected(), content)}
    }
    .into_any()
}

fn content(view: ExpectedView) -> AnyView {
    let own = texts();
    let all = view.days.last().map(|day| day.until).unwrap_or_default();
    let week = view.days.get(6).map(|day| day.until).unwrap_or_default();
    let (late_loans, late) = view.late;
    // Names of every fifth day, so that they stand apart.
    let bar = |(place, day): (usize, &ExpectedDayView)| Bar {
        fen: day.amount.fen(),
        label: if place % 5 == 0 { day.on.get(5..).unwrap_or_default().to_owned() } else { String::new() },
        tone: "",
    };
    let shown: Vec<Bar> = view.days.iter().enumerate().map(bar).collect();
    let due: Vec<ExpectedDayView> = view.days.into_iter().filter(|day| day.loans > 0).collect();
    let picture = if due.is_empty() {
        view! { <p class="muted">{own.nothing()}</p> }.into_any()
    } else {
        view! {
            <figure class="card chart chart--wide">
                <figcaption>{own.by_day()} <small>{own.unit()}</small></figcaption>
                {bars(&shown, 920, own.described(&all.grouped()))}
            </figure>
        }
        .into_any()
    };
    let late_class = if late.is_positive() { "stats__item stats__item--bad" } else { "stats__item" };
    view! {
        <dl class="stats">
            <div class="stats__item"><dt>{own.week()}</dt><dd>{money(week)}</dd></div>
            <div class="stats__item"><dt>{own.month()}</dt><dd>{money(all)}</dd></div>
            <div class=late_class>
                <dt>{own.late()}</dt>
                <dd>{money(late)} " " <small>{funder().loans_of(u32::try_from(late_loans).unwrap_or(u32::MAX))}</small></dd>
            </div>
        </dl>
        {picture}
        {(!due.is_empty()).then(|| table().of(&due))}
    }
    .into_any()
}

fn table() -> Table<ExpectedDayView> {
    let own = texts();
    Table::<ExpectedDayView>::new(own.title())
        .words(own.day(), move |day| Cell::time(&day.on).note(own.weekday(day.weekday)))
        .figures(word().loan_count(), |day| day.loans.to_string())
        .figures(word().amount(), |day| day.amount)
        .figures(own.until(), |day| day.until)
        .compact()
}
