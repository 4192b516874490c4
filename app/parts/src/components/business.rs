//! How the shop's business goes: a picture of its commissions, and every figure in a table.

use std::iter;

use domain::{
    application::WEIGHED_MONTHS,
    operating_data::{Month, OperatingRow, Summary},
};
use leptos::prelude::*;

use super::{
    cell::Cell,
    chart::{Bar, bars},
    money::money,
    table::Table,
    value::fact,
};
use crate::texts::{business::business as texts, word};

/// A month, with what it has.
type MonthRow = (Month, Option<OperatingRow>);

/// A shop's months, the oldest first, and what they come to.
pub fn business(months: &[OperatingRow], summary: &Summary, note: &'static str) -> AnyView {
    let data = texts();
    if months.is_empty() {
        return view! {
            <section class="card">
                <h2>{word().operating_data()}</h2>
                <p class="muted">{word().no_operating_data()}</p>
            </section>
        }
        .into_any();
    }
    let rows = latest(months);
    let shown: Vec<Bar> = rows.iter().enumerate().map(bar).collect();
    let described = data.months_described(rows.len(), &summary.average_commission.grouped());
    view! {
        <section class="card">
            <h2>
                {word().operating_data()} " "
                <small class="muted">{note}</small>
            </h2>
            {summed(summary)}
            <figure class="chart">
                <figcaption>{data.by_month()} <small>{word().ten_thousand()}</small></figcaption>
                {bars(&shown, 720, described)}
                <details>
                    <summary>{word().data_table()}</summary>
                    {table(&rows)}
                </details>
            </figure>
        </section>
    }
    .into_any()
}

/// The last months up to the newest, oldest first, gaps included. A history begins with its first row.
fn latest(months: &[OperatingRow]) -> Vec<MonthRow> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let back = iter::successors(Some(last.month), |month| Some(month.before()));
    let looked_at = usize::try_from(WEIGHED_MONTHS).unwrap_or(usize::MAX);
    let of = |month: Month| (month, months.iter().find(|row| row.month == month).copied());
    let mut rows: Vec<MonthRow> = back.take(looked_at).take_while(|month| *month >= first.month).map(of).collect();
    rows.reverse();
    rows
}

/// Names of every third month, so that they stand apart.
fn bar((place, (month, row)): (usize, &MonthRow)) -> Bar {
    let label = if place % 3 == 0 { month.to_string() } else { String::new() };
    Bar { fen: row.map_or(0, |row| row.commissions.fen()), label, tone: "" }
}

fn summed(summary: &Summary) -> impl IntoView + use<> {
    let data = texts();
    let average = |amount| {
        view! {
            {money(amount)}
            " "
            <small class="muted">{data.average_note()}</small>
        }
    };
    view! {
        <dl class="facts facts--3">
            {fact(data.history(), data.history_value(summary.months, summary.missing_months))}
            {fact(data.average_commission(), average(summary.average_commission))}
            {fact(data.average_sales(), average(summary.average_sales))}
        </dl>
    }
}

fn table(rows: &[MonthRow]) -> AnyView {
    let data = texts();
    let figures = Table::<MonthRow>::new(word().operating_data())
        .words(word().month(), move |(month, row)| {
            Cell::time(month.to_string()).note_of(row.is_none().then(|| data.no_data()))
        })
        .figures(data.prepayments(), |(_, row)| row.map(|row| row.prepayments))
        .figures(data.sales(), |(_, row)| row.map(|row| row.sales))
        .figures(data.commissions(), |(_, row)| row.map(|row| row.commissions));
    figures.compact().of(rows)
}

#[cfg(test)]
mod tests {
    use domain::Amount;

    use super::*;

    fn row(month: &str) -> OperatingRow {
        let amount = Amount::from_fen(100);
        OperatingRow { month: month.parse().unwrap(), prepayments: amount, sales: amount, commissions: amount }
    }

    #[test]
    fn a_gap_has_its_place_and_a_long_history_its_end() {
        let told = |rows: &[OperatingRow]| -> Vec<(String, bool)> {
            latest(rows).into_iter().map(|(month, row)| (month.to_string(), row.is_some())).collect()
        };
        assert_eq!(told(&[]), []);
        let gap = [("2026-08".to_owned(), true), ("2026-09".to_owned(), false), ("2026-10".to_owned(), true)];
        assert_eq!(told(&[row("2026-08"), row("2026-10")]), gap);
        let long = told(&[row("2023-01"), row("2026-10")]);
        assert_eq!((long.len(), long[0].0.as_str()), (24, "2024-11"));
    }
}
