//! How the loans of each month of credit have turned out, month by month on the book.

use domain::{Amount, vintage::Vintage};
use leptos::prelude::*;
use services::page::Page;

use super::{
    cell::Cell,
    chart::{Bar, bars},
    empty::empty,
    icon::Icon,
    load::load,
    page_header::PageHeader,
    table::Table,
};
use crate::{
    api::ageing::vintages,
    texts::{ageing::ageing as texts, terms::percent, word},
};

/// The months on the book, as people who work with them name them in either language.
const MONTHS_ON_BOOK: [&str; 12] =
    ["MOB 0", "MOB 1", "MOB 2", "MOB 3", "MOB 4", "MOB 5", "MOB 6", "MOB 7", "MOB 8", "MOB 9", "MOB 10", "MOB 11"];

/// The page, the same for a funder and for the institution.
#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts().vintages()>{texts().vintage_note()}</PageHeader>
        {load(vintages(), content)}
    }
    .into_any()
}

fn content(vintages: Vec<Vintage>) -> AnyView {
    if vintages.is_empty() {
        return empty(Icon::List, texts().nothing(), texts().nothing_text());
    }
    let picture = picture(&vintages);
    let rows = Page { rows: vintages, next: None::<String>, total: None };
    view! { {picture} {table().page(rows, ().into_any())} }.into_any()
}

/// What was ever late so far.
fn ever_late(vintage: &Vintage) -> Amount {
    vintage.ever.last().copied().unwrap_or_default()
}

/// What was ever late of each month's credits; no picture of nothing.
fn picture(vintages: &[Vintage]) -> AnyView {
    if vintages.iter().all(|vintage| ever_late(vintage).is_zero()) {
        return ().into_any();
    }
    let shown: Vec<Bar> = vintages
        .iter()
        .enumerate()
        .map(|(place, vintage)| {
            let label = if place % 3 == 0 { vintage.month.to_string() } else { String::new() };
            Bar { fen: ever_late(vintage).fen(), label, tone: "bad" }
        })
        .collect();
    let credited: Amount = vintages.iter().map(|vintage| vintage.credited).sum();
    let late: Amount = vintages.iter().map(ever_late).sum();
    view! {
        <figure class="card chart chart--wide">
            <figcaption>{texts().ever_late()} <small>{word().ten_thousand()}</small></figcaption>
            {bars(&shown, 920, texts().ever_late_described(&credited.grouped(), &late.grouped()))}
        </figure>
    }
    .into_any()
}

fn table() -> Table<Vintage> {
    let table = Table::<Vintage>::new(texts().vintages())
        .words(texts().vintage(), |vintage| vintage.month.to_string())
        .figures(texts().credited(), |vintage| vintage.credited);
    MONTHS_ON_BOOK.into_iter().enumerate().fold(table, |table, (place, heading)| {
        table.figures(heading, move |vintage: &Vintage| {
            let share = |parts: &[Amount]| parts.get(place).and_then(|part| vintage.share(*part)).map(percent);
            let now =
                share(vintage.now.as_slice()).filter(|_| vintage.now.get(place).is_some_and(|part| part.is_positive()));
            Cell::text(share(vintage.ever.as_slice()).unwrap_or_default()).note_of(now.map(|now| texts().still(&now)))
        })
    })
}
