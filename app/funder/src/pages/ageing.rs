//! The loans by age, as a picture and as the same figures in a table.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    components::{cell::Cell, table::Table},
    texts::{terms::percent, word},
};

use super::chart::{Bar, bars};
use crate::{
    api::workbench::AgeView,
    texts::{FunderTexts, funder},
};

pub fn ageing(ages: Vec<AgeView>) -> AnyView {
    let texts = funder();
    let total: Amount = ages.iter().map(|age| age.outstanding).sum();
    if ages.iter().all(|age| age.loans == 0) {
        return view! {
            <section class="card">
                <h2>{texts.ageing()}</h2>
                <p class="muted">{texts.ageing_empty()}</p>
            </section>
        }
        .into_any();
    }
    let overdue: Amount = ages.iter().filter(|age| age.from_days > 0).map(|age| age.outstanding).sum();
    let shown: Vec<Bar> = ages.iter().map(bar).collect();
    let described = texts.ageing_described(&total.grouped(), &overdue.grouped());
    view! {
        <section class="card">
            <figure class="chart">
                <figcaption>{texts.ageing()} <small>{texts.ageing_unit()}</small></figcaption>
                {bars(&shown, 460, described)}
                <details>
                    <summary>{texts.data_table()}</summary>
                    {table(&ages, total)}
                </details>
            </figure>
        </section>
    }
    .into_any()
}

fn bar(age: &AgeView) -> Bar {
    let tone = match age.from_days {
        0 => "",
        1..=30 => "due",
        _ => "bad",
    };
    Bar { fen: age.outstanding.fen(), label: short_name(age, funder()), tone }
}

/// Under a bar, where there is little room.
fn short_name(age: &AgeView, texts: FunderTexts) -> String {
    match (age.from_days, age.to_days) {
        (0, _) => texts.not_overdue_short().to_owned(),
        (from, Some(to)) => format!("{from}–{to}"),
        (from, None) => format!("≥{from}"),
    }
}

fn name(age: &AgeView, texts: FunderTexts) -> String {
    match (age.from_days, age.to_days) {
        (0, _) => texts.not_overdue().to_owned(),
        (from, Some(to)) => texts.days_between(from, to),
        (from, None) => texts.days_over(from.saturating_sub(1)),
    }
}

fn table(ages: &[AgeView], total: Amount) -> AnyView {
    let texts = funder();
    let loans: u32 = ages.iter().map(|age| age.loans).sum();
    let share = move |amount: Amount| {
        Cell::text(amount.to_decimal().checked_div(total.to_decimal()).map(percent).unwrap_or_default())
    };
    let table = Table::<AgeView>::new(texts.ageing())
        .words(texts.age(), move |age| name(age, texts))
        .total(word().total())
        .figures(texts.loan_count(), |age| age.loans.to_string())
        .total(loans.to_string())
        .figures(texts.outstanding_yuan(), |age| age.outstanding)
        .total(total)
        .figures(texts.share(), move |age| share(age.outstanding))
        .total(share(total));
    table.compact().of(ages)
}
