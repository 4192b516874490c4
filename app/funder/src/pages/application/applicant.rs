//! Who applies, for what, and how its business goes.

use domain::operating_data::{OperatingRow, Summary};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        money::money,
        status::{Tone, status},
        table::Table,
    },
    texts::{purpose::purpose_name, terms::percent, word},
};

use super::{contact, fact};
use crate::{
    api::review::{ApplicantView, ReviewView},
    texts::{applicant::applicant, funder},
};

/// How many months are shown before one asks for more.
const SHOWN: usize = 12;
/// A licence that ends within so many days is worth a look.
const SOON: i64 = 60;

pub fn sheets(view: &ReviewView, known: &ApplicantView) -> AnyView {
    view! {
        {identity(known)}
        {wish(view, known)}
        {business(&known.months, &known.summary)}
    }
    .into_any()
}

fn identity(known: &ApplicantView) -> impl IntoView + use<> {
    let data = applicant();
    let left = match known.licence_days {
        days if days < 0 => Some(status(Tone::Bad, data.licence_expired()).into_any()),
        days if days <= SOON => Some(status(Tone::Due, data.licence_days(days)).into_any()),
        _ => None,
    };
    let expires = view! {
        <time>{known.licence_expires_on.clone()}</time>
        " "
        {left}
    };
    view! {
        <section class="card">
            <h2>{data.applicant()}</h2>
            <dl class="facts facts--3">
                {fact(data.legal_person(), known.legal_person.clone())}
                {fact(data.licence_no(), known.licence_no.clone())}
                {fact(data.licence_expires(), expires)}
                {fact(data.region(), known.region.clone())}
                {fact(data.carrier(), known.carrier.clone())}
                {fact(data.joined(), view! { <time>{known.joined_on.clone()}</time> })}
                {fact(data.number(), known.number.clone())}
                {fact(data.phone(), known.phone_masked.clone())}
            </dl>
        </section>
    }
}

fn wish(view: &ReviewView, known: &ApplicantView) -> impl IntoView + use<> {
    let (data, need) = (applicant(), known.need.clone());
    let requested = match need.requested_limit {
        Some(limit) => money(limit).into_any(),
        None => funder().none().into_any(),
    };
    let (whom, unmasking) =
        (contact::facts(&known.contact), contact::unmasking(&known.contact, &view.id, &view.request_no));
    view! {
        <section class="card">
            <h2>{data.asks_for()}</h2>
            <dl class="facts facts--2">
                {fact(data.requested(), requested)}
                {fact(word().purpose(), purpose_name(&need.purpose))}
                {whom}
                {(!need.use_of_funds.is_empty()).then(|| fact(data.use_of_funds(), need.use_of_funds))}
                {(!need.answer.is_empty()).then(|| fact(data.answer(), need.answer))}
            </dl>
            {unmasking}
        </section>
    }
}

fn business(months: &[OperatingRow], summary: &Summary) -> AnyView {
    let data = applicant();
    if months.is_empty() {
        return view! {
            <section class="card">
                <h2>{word().operating_data()}</h2>
                <p class="muted">{data.no_business()}</p>
            </section>
        }
        .into_any();
    }
    let newest: Vec<OperatingRow> = months.iter().rev().cloned().collect();
    let (recent, earlier) = newest.split_at(newest.len().min(SHOWN));
    let earlier = (!earlier.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{data.earlier_months()}</summary>
                <div>{month_table(earlier, data.earlier_months())}</div>
            </details>
        }
    });
    view! {
        <section class="card">
            <h2>
                {word().operating_data()} " "
                <small class="muted">{data.business_note()}</small>
            </h2>
            {summed(summary)}
            {month_table(recent, word().operating_data())}
            {earlier}
        </section>
    }
    .into_any()
}

fn summed(summary: &Summary) -> impl IntoView + use<> {
    let (data, none) = (applicant(), funder().none());
    let signed = |fraction: rust_decimal::Decimal| {
        let sign = if fraction.is_sign_negative() || fraction.is_zero() { "" } else { "+" };
        format!("{sign}{}", percent(fraction))
    };
    let noted = |value: String, note: &'static str| {
        view! {
            {value}
            " "
            <small class="muted">{note}</small>
        }
    };
    view! {
        <dl class="facts facts--3">
            {fact(data.history(), data.history_value(summary.months, summary.missing_months))}
            {fact(data.average_commission(), money(summary.average_commission))}
            {fact(data.average_sales(), money(summary.average_sales))}
            {fact(data.trend(), noted(summary.trend.map_or(none.to_owned(), signed), data.trend_note()))}
            {fact(data.volatility(), noted(summary.volatility.map_or(none.to_owned(), percent), data.volatility_note()))}
        </dl>
    }
}

fn month_table(rows: &[OperatingRow], label: &'static str) -> AnyView {
    let data = applicant();
    let table = Table::<OperatingRow>::new(label)
        .words(data.month(), |row| Cell::time(row.month.to_string()))
        .figures(data.prepayments(), |row| row.prepayments)
        .figures(data.sales(), |row| row.sales)
        .figures(data.commissions(), |row| row.commissions);
    table.compact().of(rows)
}
