//! How the limit stands to what the shop earns, beside what the funder's product allows.

use domain::{
    Amount,
    application::{ApplicationState, Decision, LimitFit, WEIGHED_MONTHS, limit_in_months, missing_months},
};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        status::{Tone, status},
        table::Table,
    },
    texts::terms::percent,
};
use rust_decimal::Decimal;

use crate::{
    api::review::{ApplicantView, ReviewView},
    texts::{applicant::applicant, funder},
};

/// A figure, what it means, and how it stands to the product, where the product says something about it.
struct Ratio {
    name: &'static str,
    note: &'static str,
    value: String,
    fit: Option<LimitFit>,
}

/// The figures; nothing where nothing is known of the business.
pub fn ratios(view: &ReviewView, known: &ApplicantView) -> Option<AnyView> {
    if known.months.is_empty() {
        return None;
    }
    let data = applicant();
    let (low, high) = view.product_limits;
    let range = format!("{}～{}", low.grouped(), high.grouped());
    let table = Table::<Ratio>::new(data.ratios())
        .words(data.ratio(), |ratio| Cell::text(ratio.name).note(ratio.note))
        .figures(data.value(), |ratio| Cell::text(&ratio.value))
        .words(data.own_limits(), move |ratio| match ratio.fit {
            Some(fit) => Cell::text(&range).note(status(tone(fit), applicant().fit(fit))),
            None => Cell::blank(),
        });
    let shown = view! {
        <section class="card">
            <h2>{data.ratios()}</h2>
            {table.of(&of(view, known))}
        </section>
    };
    Some(shown.into_any())
}

const fn tone(fit: LimitFit) -> Tone {
    match fit {
        LimitFit::Below => Tone::Due,
        LimitFit::Within => Tone::Done,
        LimitFit::Above => Tone::Bad,
    }
}

fn of(view: &ReviewView, known: &ApplicantView) -> Vec<Ratio> {
    let (data, summary) = (applicant(), &known.summary);
    let none = || funder().none().to_owned();
    let limit = |name: &'static str, limit: Amount| Ratio {
        name,
        note: data.ratio_note(),
        value: limit_in_months(limit, summary.average_commission)
            .map_or_else(none, |months| data.months_value(&format!("{months:.2}"))),
        fit: Some(LimitFit::of(limit, view.product_limits)),
    };
    let figure = |name: &'static str, note: &'static str, value: String| Ratio { name, note, value, fit: None };
    let asked = view.asked_limit();
    let mut ratios = vec![limit(data.asked_ratio(), asked)];
    let proposed = proposed_limit(view).filter(|other| *other != asked);
    ratios.extend(proposed.map(|other| limit(data.proposed_ratio(), other)));
    ratios.extend([
        figure(data.trend(), data.trend_note(), summary.trend.map_or_else(none, signed)),
        figure(data.volatility(), data.volatility_note(), summary.volatility.map_or_else(none, percent)),
        figure(data.missing(), data.missing_note(), data.missing_value(missing_months(&known.months), WEIGHED_MONTHS)),
    ]);
    ratios
}

/// The limit that a colleague proposes, while that waits for its second person.
fn proposed_limit(view: &ReviewView) -> Option<Amount> {
    match view.proposal.as_ref().filter(|_| view.state == ApplicationState::InReview)?.decision {
        Decision::Approve { limit } => Some(limit),
        Decision::Reject { .. } => None,
    }
}

/// A change in percent, with its sign.
fn signed(fraction: Decimal) -> String {
    let sign = if fraction.is_sign_negative() || fraction.is_zero() { "" } else { "+" };
    format!("{sign}{}", percent(fraction))
}
