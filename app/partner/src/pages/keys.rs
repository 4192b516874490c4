//! The keys with which the visitor's own systems sign: those that count, the one that is to come, and how to change one.

use domain::partner_key::{KeyState, MOST_LIVE};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Called, key::EndKey},
    components::{
        cell::Cell,
        form::{Form, TextArea, error_of, numbered},
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::{fact, or_dash, when},
    },
    texts::{key::key, word},
};

use crate::{
    api::key::{ApproveKey, KeysView, OwnKeyView, RegisterOwnKey, keys},
    texts::team::team,
};

#[must_use]
pub fn page() -> AnyView {
    load(keys(), content)
}

fn content(view: KeysView) -> AnyView {
    let texts = key();
    let live = view.now.iter().filter(|key| key.state == KeyState::Live).count();
    let none = (live == 0).then(|| view! { <p class="card">{texts.none()}</p> });
    let now = view.now.iter().enumerate().map(|(place, key)| current(key, &view, place)).collect_view();
    let register = (live == view.now.len() && live < MOST_LIVE).then(|| register(&view, live == 0));
    let before = (!view.before.is_empty()).then(|| {
        view! { <section class="section"><h2>{texts.history()}</h2>{history().of(&view.before)}</section> }
    });
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {none} {now} {register} {before}
    }
    .into_any()
}

/// A form of one button about a key, of which its `place` on the page tells its forms from others.
fn button<F: ServerFn>(
    key: &OwnKeyView,
    (view, place): (&KeysView, usize),
    class: &'static str,
    text: &'static str,
) -> AnyView {
    let form = F::PATH.rsplit('/').next().unwrap_or_default();
    let (request_no, id) = (numbered(&view.request_no, format_args!("{form}-{place}")), key.id.clone());
    view! {
        <Form to=F::PATH request_no=request_no>
            <input type="hidden" name="key" value=id />
            <button class=class>{text}</button>
        </Form>
    }
    .into_any()
}

/// Who did it, and when.
fn by((who, at): &(Option<Called>, String)) -> AnyView {
    let who = who.as_ref().map(|who| team().actor(who).to_owned());
    match at.as_str() {
        "" => or_dash("").into_any(),
        at => view! { {who} " " {when(at)} }.into_any(),
    }
}

/// A key that counts, or is to.
fn current(item: &OwnKeyView, view: &KeysView, place: usize) -> AnyView {
    let texts = key();
    let waits = item.state == KeyState::Registered;
    let tone = if waits { Tone::Due } else { Tone::Active };
    let (name, algorithm, fingerprint) = (item.key_id.clone(), item.algorithm.name(), item.fingerprint.clone());
    view! {
        <section class="card stack">
            <h2>{name}</h2>
            <p>{status(tone, texts.states(item.state))}</p>
            <dl class="facts facts--3">
                <div class="facts__wide">
                    <dt>{texts.fingerprint()}</dt>
                    <dd><code class="ref">{fingerprint}</code></dd>
                </div>
                {fact(texts.algorithm(), algorithm.into_any())}
                {fact(texts.registered(), by(&item.registered))}
                {(!waits).then(|| fact(texts.approved(), by(&item.approved)))}
                {(!waits).then(|| fact(texts.last_used(), when(&item.last_used_at)))}
            </dl>
            {if waits { to_come(item, view, place) } else { end(item, view, place) }}
        </section>
    }
    .into_any()
}

/// What is left to do before a key counts.
fn to_come(item: &OwnKeyView, view: &KeysView, place: usize) -> AnyView {
    let texts = key();
    let approve = if view.approves && item.other_registered {
        view! {
            <p>{texts.compare()}</p>
            {button::<ApproveKey>(item, (view, place), "button", texts.approve())}
        }
        .into_any()
    } else {
        view! { <p>{texts.other_approver()}</p> }.into_any()
    };
    let withdraw = button::<EndKey>(item, (view, place), "button button--quiet", texts.withdraw());
    view! { {approve} {withdraw} }.into_any()
}

fn end(item: &OwnKeyView, view: &KeysView, place: usize) -> AnyView {
    let texts = key();
    view! {
        <details class="details">
            <summary>{texts.end()}</summary>
            <div>
                <p>{texts.end_text()}</p>
                {button::<EndKey>(item, (view, place), "button button--danger", texts.end_now())}
            </div>
        </details>
    }
    .into_any()
}

/// What was typed is not shown again: it is never kept, because it may be a private key.
fn register(view: &KeysView, first: bool) -> AnyView {
    let texts = key();
    let open = first || error_of(RegisterOwnKey::PATH).is_some();
    view! {
        <details class="details" open=open>
            <summary>{texts.register()}</summary>
            <div>
                <Form to=RegisterOwnKey::PATH request_no=view.request_no.clone() class="form">
                    <p>{texts.register_text(MOST_LIVE)}</p>
                    <div class="field">
                        <label for="public_key">{texts.pasted()}</label>
                        <p class="field__hint">{texts.pasted_hint()}</p>
                        <TextArea id="public_key" name="public_key" required=true most=2_000 />
                    </div>
                    <div class="form__actions"><button class="button">{texts.register_now()}</button></div>
                </Form>
            </div>
        </details>
    }
    .into_any()
}

fn history() -> Table<OwnKeyView> {
    let texts = key();
    let said = |(who, at): &(Option<Called>, String)| {
        Cell::time(at).note_of(who.as_ref().map(|who| team().actor(who).to_owned()))
    };
    Table::<OwnKeyView>::new(texts.history())
        .words(texts.name(), |item| Cell::reference(&item.key_id))
        .prose(texts.fingerprint(), |item| Cell::digest(&item.fingerprint))
        .words(word().state(), move |item| Cell::status(Tone::Neutral, texts.states(item.state)))
        .words(texts.registered(), move |item| said(&item.registered))
        .words(texts.ended(), move |item| said(&item.ended))
        .words(texts.last_used(), |item| Cell::time(&item.last_used_at))
}
