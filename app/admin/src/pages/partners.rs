//! Partners, their licences, and the keys with which their systems sign.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{empty, header, when},
    table::{cells, table, words},
};
use crate::{
    api::party::{KeyView, PartnerView, partners},
    texts::{admin, party::party},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {header(admin().partners(), party().partners_note(), None)}
        {load(partners(), list)}
    }
    .into_any()
}

fn list(partners: Vec<PartnerView>) -> AnyView {
    let texts = party();
    if partners.is_empty() {
        return empty(texts.no_partners_title(), texts.no_partners_text());
    }
    partners.into_iter().map(card).collect_view().into_any()
}

fn card(partner: PartnerView) -> AnyView {
    let texts = party();
    let state = if partner.status == "active" {
        status(Tone::Active, word().active())
    } else {
        status(Tone::Bad, texts.suspended())
    };
    let expired = partner.licence_expired.then(|| status(Tone::Bad, texts.expired()));
    view! {
        <section class="card">
            <h2 class="card__title">{partner.name} {state}</h2>
            <dl class="facts facts--3">
                <div><dt>{texts.code()}</dt><dd>{texts.kinds(&partner.kind)} " " <code class="ref">{partner.code}</code></dd></div>
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
            </dl>
            <h3>{texts.keys()}</h3>
            {keys(partner.keys)}
        </section>
    }
    .into_any()
}

fn keys(keys: Vec<KeyView>) -> AnyView {
    let texts = party();
    if keys.is_empty() {
        return view! { <p class="muted">{texts.no_keys()}</p> }.into_any();
    }
    let columns =
        vec![words(texts.key_id()), words(texts.public_key()), words(texts.active_from()), words(word().state())];
    let row = |key: KeyView| {
        let revoked = if key.revoked_at.is_empty() {
            status(Tone::Active, texts.key_active()).into_any()
        } else {
            view! { {texts.revoked()} " " {when(key.revoked_at)} }.into_any()
        };
        cells![
            view! { <code class="ref">{key.key_id}</code> },
            view! { <code>{key.public_key}</code> },
            when(key.active_from),
            revoked,
        ]
    };
    table(texts.keys(), columns, keys.into_iter().map(row).collect(), None)
}
