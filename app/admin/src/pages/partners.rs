//! Partners, their licences, and the keys with which their systems sign.

use domain::{partner_key::KeyState, standing::PartnerState};
use leptos::prelude::*;
use parts::{
    api::key::KeyView,
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::copy_button,
    },
    texts::{key::key, word},
};

use super::links;
use crate::{
    api::party::{PartnerView, partners},
    texts::{admin, audit::audit, party::party},
};

pub const PATH: &str = links::PARTNERS;

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().partners()>{party().partners_note()}</PageHeader>
        {load(partners(), list)}
    }
    .into_any()
}

fn list(partners: Vec<PartnerView>) -> AnyView {
    let texts = party();
    if partners.is_empty() {
        return empty(Icon::List, texts.no_partners_title(), texts.no_partners_text());
    }
    let card = |partner: PartnerView| {
        let (href, name, state) = (format!("{PATH}/{}", partner.id), partner.name.clone(), standing(&partner));
        view! {
            <section class="card">
                <h2 class="card__title"><a href=href>{name}</a> {state}</h2>
                {facts(&partner)}
                <h3>{texts.keys()}</h3>
                {keys(partner.keys)}
            </section>
        }
    };
    partners.into_iter().map(card).collect_view().into_any()
}

/// Whether it does new business.
pub fn standing(partner: &PartnerView) -> AnyView {
    match partner.state {
        PartnerState::Active => status(Tone::Active, word().active()),
        PartnerState::Suspended => status(Tone::Bad, party().suspended()),
    }
    .into_any()
}

pub fn facts(partner: &PartnerView) -> impl IntoView + use<> {
    let texts = party();
    let expired = partner.licence_expired.then(|| status(Tone::Bad, word().expired()));
    let partner = partner.clone();
    let copy = copy_button(texts.bank_account(), &partner.bank_account_no);
    view! {
        <dl class="facts facts--3">
            <div><dt>{texts.code()}</dt><dd>{texts.kinds(partner.kind)} " " <code class="ref">{partner.code}</code></dd></div>
            <div><dt>{texts.licence_no()}</dt><dd><code class="ref">{partner.licence_no}</code></dd></div>
            <div><dt>{texts.licence_until()}</dt><dd><time>{partner.licence_expires_on}</time> " " {expired}</dd></div>
            <div><dt>{texts.regions()}</dt><dd>{texts.regions_of(&partner.regions)}</dd></div>
            <div class="facts__wide">
                <dt>{texts.bank_account()}</dt>
                <dd>
                    <code class="ref unbroken">{partner.bank_account_no}</code> {copy}
                    <small class="block">{partner.bank_name}</small>
                </dd>
            </div>
            <div><dt>{texts.payouts()}</dt><dd>{texts.schedule(partner.payouts)} " " <time>{partner.payouts.text()}</time></dd></div>
        </dl>
    }
}

pub fn keys(keys: Vec<KeyView>) -> AnyView {
    let texts = party();
    if keys.is_empty() {
        return view! { <p class="muted">{texts.no_keys()}</p> }.into_any();
    }
    let (own, said) = (key(), |(who, at): &(Option<String>, String)| {
        Cell::time(at).note_of(who.as_ref().map(|who| audit().actors(who)))
    });
    let table = Table::<KeyView>::new(texts.keys())
        .words(own.name(), |key| Cell::reference(&key.key_id).note_of(used(key)))
        .words(texts.public_key(), |key| Cell::digest(&key.public_key).note(key.algorithm.name()))
        .words(own.registered(), move |key| said(&key.registered))
        .words(own.approved(), move |key| said(&key.approved))
        .words(word().state(), move |key| {
            let tone = match key.state {
                KeyState::Live => Tone::Active,
                KeyState::Registered => Tone::Due,
                KeyState::Ended | KeyState::Withdrawn => Tone::Neutral,
            };
            let ended_at = key.ended.1.clone();
            Cell::status(tone, own.states(key.state)).note_of((!ended_at.is_empty()).then_some(ended_at))
        });
    table.of(&keys)
}

/// When it was last used.
fn used(item: &KeyView) -> Option<impl IntoView + use<>> {
    let at = item.last_used_at.clone();
    (!at.is_empty()).then(|| view! { {key().last_used()} " " <time>{at}</time> })
}
