//! Partners, their licences, and the keys with which their systems sign.

use domain::standing::PartnerState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::when,
    },
    texts::word,
};

use crate::{
    api::party::{KeyView, PartnerView, partners},
    texts::{admin, party::party},
};

pub const PATH: &str = "/admin/partners";

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
    let expired = partner.licence_expired.then(|| status(Tone::Bad, texts.expired()));
    let partner = partner.clone();
    view! {
        <dl class="facts facts--3">
            <div><dt>{texts.code()}</dt><dd>{texts.kinds(partner.kind)} " " <code class="ref">{partner.code}</code></dd></div>
            <div><dt>{texts.licence_no()}</dt><dd><code class="ref">{partner.licence_no}</code></dd></div>
            <div><dt>{texts.licence_until()}</dt><dd><time>{partner.licence_expires_on}</time> " " {expired}</dd></div>
            <div><dt>{texts.regions()}</dt><dd>{partner.regions.join("、")}</dd></div>
            <div>
                <dt>{texts.bank_account()}</dt>
                <dd>
                    <code class="ref unbroken">{partner.bank_account_no}</code>
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
    let table = Table::<KeyView>::new(texts.keys())
        .words(texts.key_id(), |key| Cell::reference(&key.key_id))
        .words(texts.public_key(), |key| {
            let public_key = key.public_key.clone();
            Cell::view(view! { <code>{public_key}</code> })
        })
        .words(texts.active_from(), |key| Cell::time(&key.active_from))
        .words(word().state(), move |key| {
            if key.revoked_at.is_empty() {
                return Cell::status(Tone::Active, texts.key_active());
            }
            let revoked_at = when(&key.revoked_at);
            Cell::view(view! { {texts.revoked()} " " {revoked_at} })
        });
    table.of(&keys)
}
