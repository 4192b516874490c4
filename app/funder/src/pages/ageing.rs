//! The loans by age, as a picture and as the same figures in a table.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    components::{cell::Cell, table::Table},
    texts::{terms::percent, word},
};
use rust_decimal::Decimal;

use crate::{
    api::workbench::AgeView,
    texts::{FunderTexts, funder},
};

/// The picture's measures, in its own units.
const LEFT: i64 = 56;
const RIGHT: i64 = 452;
const BOTTOM: i64 = 180;
const HEIGHT: i64 = 168;
const BAR: i64 = 40;
/// Lines across the picture, above the axis.
const STEPS: i64 = 4;

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
    let step = step_of(ages.iter().map(|age| age.outstanding.fen()).max().unwrap_or_default());
    let described = texts.ageing_described(&total.grouped(), &overdue.grouped());
    view! {
        <section class="card">
            <figure class="chart">
                <figcaption>{texts.ageing()} <small>{texts.ageing_unit()}</small></figcaption>
                <div class="chart__box">
                    <svg viewBox="0 0 460 208" role="img" aria-label=described>
                        {(0..=STEPS).map(|line| grid(line, step)).collect_view()}
                        {ages.iter().zip(0_i64..).map(|(age, place)| bar(age, place, step)).collect_view()}
                    </svg>
                </div>
                <details>
                    <summary>{texts.data_table()}</summary>
                    {table(&ages, total)}
                </details>
            </figure>
        </section>
    }
    .into_any()
}

/// The smallest of 1, 2 and 5 times a power of ten, in fen, of which [`STEPS`] reach the highest bar.
fn step_of(highest: i64) -> i64 {
    let mut power: i64 = 100;
    loop {
        for times in [1, 2, 5] {
            let step = power.saturating_mul(times);
            if step.saturating_mul(STEPS) >= highest {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// How high an amount reaches.
fn height(fen: i64, step: i64) -> i64 {
    let reached = i128::from(fen).saturating_mul(i128::from(HEIGHT)) / i128::from(step.saturating_mul(STEPS).max(1));
    i64::try_from(reached).unwrap_or(HEIGHT)
}

fn grid(line: i64, step: i64) -> impl IntoView {
    let fen = step.saturating_mul(line);
    let y = BOTTOM - height(fen, step);
    let class = if line == 0 { "chart__axis" } else { "chart__grid" };
    // Ten thousand yuan are a million fen.
    let label = Decimal::new(fen, 6).normalize().to_string();
    view! {
        <path class=class d=format!("M{LEFT} {y}H{RIGHT}") />
        <text class="chart__label chart__label--end" x=LEFT - 8 y=y + 4>
            {label}
        </text>
    }
}

fn bar(age: &AgeView, place: i64, step: i64) -> impl IntoView {
    let slot = (RIGHT - LEFT) / 5;
    let x = LEFT + place * slot + (slot - BAR) / 2;
    let mut tall = height(age.outstanding.fen(), step);
    // What there is can be seen, however little it is.
    if age.outstanding.is_positive() {
        tall = tall.max(2);
    }
    let class = match age.from_days {
        0 => "chart__bar",
        1..=30 => "chart__bar chart__bar--due",
        _ => "chart__bar chart__bar--bad",
    };
    view! {
        <rect class=class x=x y=BOTTOM - tall width=BAR height=tall />
        <text class="chart__label" x=x + BAR / 2 y=BOTTOM + 20>
            {short_name(age, funder())}
        </text>
    }
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

#[cfg(test)]
mod tests {
    use super::{height, step_of};

    #[test]
    fn the_highest_bar_fits_and_uses_most_of_the_picture() {
        for (highest, step) in [(0, 100), (1, 100), (400, 100), (401, 200), (1_900, 500), (361_240_000, 100_000_000)] {
            assert_eq!(step_of(highest), step, "{highest}");
            assert!(height(highest, step) <= 168);
        }
        assert_eq!(height(400_000_000, 100_000_000), 168);
        assert_eq!(height(200_000_000, 100_000_000), 84);
    }
}
