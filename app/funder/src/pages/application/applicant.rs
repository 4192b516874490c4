//! Who applies, and for what.

use leptos::prelude::*;
use parts::{
    components::{
        business::business,
        money::money,
        status::{Tone, status},
        value::fact,
    },
    texts::{purpose::purpose_name, word},
};

use super::{contact, ratios::ratios, same_owner::same_owner};
use crate::{
    api::review::{ApplicantView, ReviewView},
    texts::{applicant::applicant, funder},
};

/// A licence that ends within so many days is worth a look.
const SOON: i64 = 60;

pub fn sheets(view: &ReviewView, known: &ApplicantView) -> AnyView {
    view! {
        {identity(known)}
        {wish(view, known)}
        {same_owner(&known.same_owner)}
        {ratios(view, known)}
        {business(&known.months, &known.summary, applicant().business_note())}
    }
    .into_any()
}

fn identity(known: &ApplicantView) -> impl IntoView + use<> {
    let data = applicant();
    let left = match known.licence_days {
        days if days < 0 => Some(status(Tone::Bad, word().expired()).into_any()),
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
                {fact(word().licence_no(), known.licence_no.clone())}
                {fact(word().licence_until(), expires)}
                {fact(data.region(), known.region.clone())}
                {fact(word().carrier(), known.carrier.clone())}
                {fact(data.joined(), view! { <time>{known.joined_on.clone()}</time> })}
                {fact(word().agent_number(), known.number.clone())}
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
