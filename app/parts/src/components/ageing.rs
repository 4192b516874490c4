//! The loans by age, as a picture and as the same figures in a table.

use domain::Amount;
use leptos::prelude::*;
use services::page::Page;

use super::{
    cell::Cell,
    chart::{Share, strip},
    load::load,
    money::money,
    page_header::PageHeader,
    table::Table,
};
use crate::{
    api::ageing::{AgeView, ageing as ask},
    texts::{
        ageing::{AgeingTexts, ageing as texts},
        terms::percent,
        word,
    },
};

/// From so many days on a loan performs no more.
const NON_PERFORMING_FROM: u32 = 91;

/// The page, the same for a funder and for the institution.
#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {load(ask(), content)}
    }
    .into_any()
}

fn content(ages: Vec<AgeView>) -> AnyView {
    if nothing(&ages) {
        return view! { <p class="muted">{texts().none()}</p> }.into_any();
    }
    let total = sum(&ages, 0);
    let (overdue, bad) = (sum(&ages, 1), sum(&ages, NON_PERFORMING_FROM));
    let class = if bad.is_positive() { "stats__item stats__item--bad" } else { "stats__item" };
    let rows = Page { rows: ages.clone(), next: None::<String>, total: None };
    view! {
        <dl class="stats">
            <div class="stats__item"><dt>{texts().outstanding()}</dt><dd>{money(total)}</dd></div>
            <div class="stats__item"><dt>{texts().overdue()}</dt><dd>{money(overdue)}</dd></div>
            <div class=class><dt>{texts().non_performing()}</dt><dd>{share(bad, total)}</dd></div>
        </dl>
        <figure class="card chart">
            <figcaption>{texts().title()} <small>{texts().unit()}</small></figcaption>
            {picture(&ages)}
        </figure>
        {table(&ages).page(rows, ().into_any())}
    }
    .into_any()
}

/// The same on a page of many things.
pub fn summary(ages: &[AgeView]) -> AnyView {
    if nothing(ages) {
        return view! {
            <section class="card">
                <h2>{texts().title()}</h2>
                <p class="muted">{texts().none()}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <figure class="chart">
                <figcaption>{texts().title()} <small>{texts().unit()}</small></figcaption>
                {picture(ages)}
                <details>
                    <summary>{word().data_table()}</summary>
                    {table(ages).of(ages)}
                </details>
            </figure>
        </section>
    }
    .into_any()
}

fn nothing(ages: &[AgeView]) -> bool {
    ages.iter().all(|age| age.loans == 0)
}

/// What is outstanding of loans that are overdue for so many days, or more.
fn sum(ages: &[AgeView], from_days: u32) -> Amount {
    ages.iter().filter(|age| age.from_days >= from_days).map(|age| age.outstanding).sum()
}

fn share(part: Amount, of: Amount) -> String {
    part.to_decimal().checked_div(of.to_decimal()).map(percent).unwrap_or_default()
}

fn picture(ages: &[AgeView]) -> AnyView {
    let shares: Vec<Share> = ages
        .iter()
        .map(|age| Share { fen: age.outstanding.fen(), name: name(age, texts()), tone: tone(age.from_days) })
        .collect();
    strip(&shares, texts().described(&sum(ages, 0).grouped(), &sum(ages, 1).grouped()))
}

const fn tone(from_days: u32) -> &'static str {
    match from_days {
        0 => "",
        1..=30 => "due",
        31..=60 => "late",
        61..=90 => "bad",
        _ => "worst",
    }
}

fn name(age: &AgeView, texts: AgeingTexts) -> String {
    match (age.from_days, age.to_days) {
        (0, _) => texts.not_overdue().to_owned(),
        (from, Some(to)) => texts.days_between(from, to),
        (from, None) => texts.days_over(from.saturating_sub(1)),
    }
}

fn table(ages: &[AgeView]) -> Table<AgeView> {
    let texts = texts();
    let (total, loans) = (sum(ages, 0), ages.iter().map(|age| age.loans).sum::<u32>());
    Table::<AgeView>::new(texts.title())
        .words(texts.age(), move |age| name(age, texts))
        .total(word().total())
        .figures(word().loan_count(), |age| age.loans.to_string())
        .total(loans.to_string())
        .figures(texts.outstanding(), |age| age.outstanding)
        .total(total)
        .figures(texts.share(), move |age| Cell::text(share(age.outstanding, total)))
        .total(share(total, total))
        .compact()
}
