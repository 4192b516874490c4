//! The loans by age, as a picture and as the same figures in a table.

use domain::{Amount, ageing::Age};
use leptos::prelude::*;
use services::page::Page;

use super::{
    cell::Cell,
    chart::{Share, strip},
    load::load,
    money::money,
    page_header::PageHeader,
    query::asked_for,
    table::Table,
};
use crate::{
    api::ageing::{AgeView, AgeingView, ageing as ask},
    texts::{ageing::ageing as texts, terms::percent, word},
};

/// The page, the same for a funder and for the institution.
#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {load(ask(asked_for("on")), content)}
    }
    .into_any()
}

fn content(view: AgeingView) -> AnyView {
    let AgeingView { on, closed, today, ages } = view;
    let known = if closed { texts().at_close(&on) } else { texts().as_of(&on) };
    view! {
        <form method="get" class="filters">
            <div class="field">
                <label for="on">{word().date()}</label>
                <input id="on" name="on" type="date" max=today value=on />
            </div>
            <button class="button button--quiet">{word().show()}</button>
        </form>
        <p class="muted">{known}</p>
        {figures(&ages)}
    }
    .into_any()
}

fn figures(ages: &[AgeView]) -> AnyView {
    if nothing(ages) {
        // A file has its headings all the same.
        let rows = Page { rows: Vec::new(), next: None::<String>, total: None };
        return table(ages).page(rows, view! { <p class="muted">{texts().none()}</p> }.into_any());
    }
    let total = sum(ages);
    let (late, bad) = (overdue(ages), sum_of(ages, |age| age == Age::Over90));
    let rows = Page { rows: ages.to_vec(), next: None::<String>, total: None };
    view! {
        <dl class="stats">
            <div class="stats__item"><dt>{word().outstanding()}</dt><dd>{money(total)}</dd></div>
            <div class=toned(late)><dt>{word().overdue_amount()}</dt><dd>{money(late)}</dd></div>
            <div class=toned(bad)><dt>{texts().non_performing()}</dt><dd>{share(bad, total)}</dd></div>
        </dl>
        <figure class="card chart">
            <figcaption>{texts().title()} <small>{texts().unit()}</small></figcaption>
            {picture(ages)}
        </figure>
        {table(ages).page(rows, ().into_any())}
    }
    .into_any()
}

/// What should be nothing is marked where it is not.
const fn toned(amount: Amount) -> &'static str {
    if amount.is_positive() { "stats__item stats__item--bad" } else { "stats__item" }
}

/// The same on a page of many things, with the way to all of it.
pub fn summary(ages: &[AgeView], list: &'static str) -> AnyView {
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
                <figcaption><a href=list>{texts().title()}</a> " " <small>{texts().unit()}</small></figcaption>
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

/// What is outstanding of all loans.
fn sum(ages: &[AgeView]) -> Amount {
    sum_of(ages, |_| true)
}

/// What is outstanding of some classes.
fn sum_of(ages: &[AgeView], which: fn(Age) -> bool) -> Amount {
    ages.iter().filter(|row| which(row.age)).map(|row| row.outstanding).sum()
}

/// What is outstanding of loans that are overdue.
pub fn overdue(ages: &[AgeView]) -> Amount {
    sum_of(ages, |age| age != Age::NotOverdue)
}

fn share(part: Amount, of: Amount) -> String {
    part.to_decimal().checked_div(of.to_decimal()).map(percent).unwrap_or_default()
}

fn picture(ages: &[AgeView]) -> AnyView {
    let shares: Vec<Share> = ages
        .iter()
        .map(|row| Share { fen: row.outstanding.fen(), name: texts().ages(row.age).to_owned(), tone: tone(row.age) })
        .collect();
    strip(&shares, texts().described(&sum(ages).grouped(), &overdue(ages).grouped()))
}

const fn tone(age: Age) -> &'static str {
    match age {
        Age::NotOverdue => "",
        Age::UpTo30 => "due",
        Age::From31To60 => "late",
        Age::From61To90 => "bad",
        Age::Over90 => "worst",
    }
}

fn table(ages: &[AgeView]) -> Table<AgeView> {
    let texts = texts();
    let (total, loans) = (sum(ages), ages.iter().map(|age| age.loans).sum::<u32>());
    Table::<AgeView>::new(texts.title())
        .words(texts.age(), move |row| texts.ages(row.age))
        .total(word().total())
        .figures(word().loan_count(), |age| age.loans.to_string())
        .total(loans.to_string())
        .figures(word().outstanding(), |age| age.outstanding)
        .total(total)
        .figures(texts.share(), move |age| Cell::text(share(age.outstanding, total)))
        .total(share(total, total))
        .compact()
}
