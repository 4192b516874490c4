//! How much of each class of late loans moved to the next, month by month, and where each class went in the last month.

use domain::{
    Amount,
    ageing::{Age, Roll},
};
use leptos::prelude::*;
use services::page::Page;

use super::{
    cell::Cell,
    chart::{Bar, bars, named},
    empty::empty,
    icon::Icon,
    load::load,
    page_header::PageHeader,
    table::Table,
};
use crate::{
    api::ageing::{RollMonthView, roll_rates},
    texts::{ageing::ageing as texts, terms::percent, word},
};

/// The page, the same for a funder and for the institution.
#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts().roll_rates()>{texts().roll_note()}</PageHeader>
        {load(roll_rates(), content)}
    }
    .into_any()
}

fn content(months: Vec<RollMonthView>) -> AnyView {
    let Some(last) = months.first().cloned() else {
        return empty(Icon::List, texts().nothing(), texts().nothing_text());
    };
    let picture = picture(&months, &last);
    let rows = Page { rows: months, next: None::<String>, total: None };
    view! {
        {picture}
        <section class="section">
            <h2 class="card__title">{texts().roll_trend()}</h2>
            {trend().page(rows, ().into_any())}
        </section>
        <section class="section">
            <h2 class="card__title">{texts().roll_of(&last.month)}</h2>
            {classes(&last.month).of(&last.rolls)}
        </section>
    }
    .into_any()
}

/// What became overdue, the oldest month first. Nothing to look at where nothing did.
fn picture(months: &[RollMonthView], last: &RollMonthView) -> Option<AnyView> {
    let shown: Vec<Bar> = months
        .iter()
        .rev()
        .enumerate()
        .map(|(place, month)| {
            let label = if named(place, months.len()) { month.month.clone() } else { String::new() };
            Bar { fen: newly_late(month).fen(), label, tone: "due" }
        })
        .collect();
    let described = texts().newly_late_described(&last.month, &newly_late(last).grouped());
    shown.iter().any(|bar| bar.fen > 0).then(|| {
        view! {
            <figure class="card chart chart--wide">
                <figcaption>{texts().newly_late()} <small>{word().ten_thousand()}</small></figcaption>
                {bars(&shown, 920, described)}
            </figure>
        }
        .into_any()
    })
}

/// What was not overdue at the beginning of a month and was at its end.
fn newly_late(month: &RollMonthView) -> Amount {
    let current = month.rolls.iter().filter(|roll| roll.age == Age::NotOverdue);
    current
        .flat_map(|roll| Age::ALL.into_iter().zip(roll.to))
        .filter(|(age, _)| *age != Age::NotOverdue)
        .map(|(_, to)| to)
        .sum()
}

fn trend() -> Table<RollMonthView> {
    let table = Table::<RollMonthView>::new(texts().roll_trend()).words(word().month(), |month| month.month.clone());
    Age::ALL.into_iter().filter(|age| age.next().is_some()).fold(table, |table, age| {
        table.figures(texts().rolled(age), move |month: &RollMonthView| {
            let roll = month.rolls.iter().find(|roll| roll.age == age);
            Cell::text(roll.and_then(|roll| Some(share(roll, roll.rolled()?))).unwrap_or_default())
        })
    })
}

fn classes(month: &str) -> Table<Roll> {
    let table = Table::<Roll>::new(texts().roll_of(month))
        .words(texts().age(), |roll| texts().ages(roll.age))
        .figures(texts().opening(), |roll| roll.opening);
    let table = Age::ALL.into_iter().zip(0_usize..).fold(table, |table, (age, place)| {
        table.figures(texts().ages(age), move |roll: &Roll| {
            Cell::text(roll.to.get(place).map(|to| share(roll, *to)).unwrap_or_default())
        })
    });
    table
        .figures(texts().repaid(), |roll| Cell::text(share(roll, roll.repaid)))
        .figures(texts().transferred(), |roll| Cell::text(share(roll, roll.transferred)))
        .figures(texts().written_off(), |roll| Cell::text(share(roll, roll.written_off)))
}

/// Nothing where the class held nothing.
fn share(roll: &Roll, part: Amount) -> String {
    roll.share(part).map(percent).unwrap_or_default()
}
