//! Where the visitor's side is told: the endpoint in force, the one that is to come, and how to check what it is sent.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::Called,
    components::{
        cell::Cell,
        form::{Form, error_of, kept, numbered},
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::{fact, or_dash, reference, when},
    },
    texts::word,
};

use super::notices::list;
use crate::{
    api::notice::{
        ApproveEndpoint, EndEndpoint, EndpointView, EndpointsView, RegisterEndpoint, RevealSecret, RotateSecret,
        TestEndpoint, endpoints,
    },
    texts::{notice::notice, team::team},
};

#[must_use]
pub fn page() -> AnyView {
    load(endpoints(), content)
}

fn content(view: EndpointsView) -> AnyView {
    let texts = notice();
    let in_force = view.in_force.as_ref().map(|endpoint| current(endpoint, &view));
    let none = view.in_force.is_none().then(|| view! { <p class="card">{texts.endpoint_none()}</p> });
    let registered = view.registered.as_ref().map(|endpoint| current(endpoint, &view));
    let register = view.registered.is_none().then(|| register(&view));
    let before = (!view.before.is_empty()).then(|| {
        view! { <section class="section"><h2>{texts.history()}</h2>{history().of(&view.before)}</section> }
    });
    let (public_key, sm2_public_key) = (view.public_key.clone(), view.sm2_public_key.clone());
    view! {
        <PageHeader title=texts.endpoint() below=list(view.portal)>{texts.endpoint_note()}</PageHeader>
        {none} {in_force} {registered} {register}
        <section class="card stack"><h2>{texts.public_key()}</h2><p>{reference(public_key)}</p></section>
        <section class="card stack"><h2>{texts.sm2_public_key()}</h2><p>{reference(sm2_public_key)}</p></section>
        {before}
    }
    .into_any()
}

/// A form of one button about an endpoint.
fn button<F: ServerFn>(
    endpoint: &EndpointView,
    view: &EndpointsView,
    class: &'static str,
    text: &'static str,
) -> AnyView {
    let form = F::PATH.rsplit('/').next().unwrap_or_default();
    let place = if endpoint.approved.is_none() { "new" } else { "now" };
    let (request_no, id) = (numbered(&view.request_no, format_args!("{place}-{form}")), endpoint.id.clone());
    view! {
        <Form to=F::PATH request_no=request_no>
            <input type="hidden" name="endpoint" value=id />
            <button class=class>{text}</button>
        </Form>
    }
    .into_any()
}

/// An endpoint that is in force, or is to be.
fn current(endpoint: &EndpointView, view: &EndpointsView) -> AnyView {
    let texts = notice();
    let waits = endpoint.approved.is_none();
    let tone = if waits { Tone::Due } else { Tone::Active };
    let by = |(who, at): &(Called, String)| view! { {team().actor(who).to_owned()} " " {when(at)} }.into_any();
    let acknowledges = if endpoint.wants_success { texts.wants_success() } else { texts.any_success() };
    let (tested, approved) = (endpoint.tested_at.clone(), endpoint.approved.as_ref().map(by));
    let tested = if tested.is_empty() { or_dash("").into_any() } else { when(tested) };
    view! {
        <section class="card stack">
            <h2>{endpoint.url.clone()}</h2>
            <p>{status(tone, texts.endpoint_states(endpoint.state))}</p>
            <dl class="facts facts--3">
                {fact(texts.acknowledges(), acknowledges.into_any())}
                {fact(texts.registered(), by(&endpoint.registered))}
                {fact(texts.tested(), tested)}
                {approved.map(|approved| fact(texts.approved(), approved))}
            </dl>
            {secret(endpoint, view)}
            <div class="form__actions">{button::<TestEndpoint>(endpoint, view, "button button--quiet", texts.test())}</div>
            {if waits { to_come(endpoint, view) } else { disable(endpoint, view) }}
        </section>
    }
    .into_any()
}

/// What is left to do before an endpoint is in force.
fn to_come(endpoint: &EndpointView, view: &EndpointsView) -> AnyView {
    let texts = notice();
    let approve = match (endpoint.tested_at.is_empty(), view.approves && endpoint.other_registered) {
        (true, _) => view! { <p>{texts.not_tested()}</p> }.into_any(),
        (false, false) => view! { <p>{texts.other_approver()}</p> }.into_any(),
        (false, true) => view! {
            <p>{texts.approve_text()}</p>
            {button::<ApproveEndpoint>(endpoint, view, "button", texts.approve())}
        }
        .into_any(),
    };
    let withdraw =
        view.approves.then(|| button::<EndEndpoint>(endpoint, view, "button button--quiet", texts.withdraw()));
    view! { {approve} {withdraw} }.into_any()
}

fn disable(endpoint: &EndpointView, view: &EndpointsView) -> AnyView {
    let texts = notice();
    if !view.approves {
        return ().into_any();
    }
    view! {
        <details class="details">
            <summary>{texts.disable()}</summary>
            <div>
                <p>{texts.disable_text()}</p>
                {button::<EndEndpoint>(endpoint, view, "button button--danger", texts.disable())}
            </div>
        </details>
    }
    .into_any()
}

/// The secret of an endpoint: shown to who asks, changed by who approves.
fn secret(endpoint: &EndpointView, view: &EndpointsView) -> AnyView {
    let texts = notice();
    let shown = match endpoint.secrets.as_slice() {
        [] => button::<RevealSecret>(endpoint, view, "button button--quiet", texts.show_secret()),
        [newest, older @ ..] => {
            let before = older.first().map(|before| {
                view! { <div><dt>{texts.previous_secret()}</dt><dd>{reference(before)}</dd></div> }
            });
            view! {
                <dl class="facts"><div><dt>{texts.secret()}</dt><dd>{reference(newest)}</dd></div>{before}</dl>
            }
            .into_any()
        }
    };
    let until = (!endpoint.previous_until.is_empty()).then(|| {
        view! { <p>{texts.previous_until()} " " {when(&endpoint.previous_until)}</p> }
    });
    let rotate = view.approves.then(|| {
        view! {
            <p>{texts.rotate_text()}</p>
            {button::<RotateSecret>(endpoint, view, "button button--quiet", texts.rotate())}
        }
    });
    view! {
        <details class="details" open=!endpoint.secrets.is_empty()>
            <summary>{texts.secret()}</summary>
            <div class="stack"><p>{texts.secret_text()}</p> {shown} {until} {rotate}</div>
        </details>
    }
    .into_any()
}

fn register(view: &EndpointsView) -> AnyView {
    let texts = notice();
    let open = view.in_force.is_none() || error_of(RegisterEndpoint::PATH).is_some();
    let (url, ticked) = (kept::<RegisterEndpoint>("url", ""), kept::<RegisterEndpoint>("wants_success", "") == "true");
    view! {
        <details class="details" open=open>
            <summary>{if view.in_force.is_some() { texts.register() } else { texts.set_up() }}</summary>
            <div>
                <Form to=RegisterEndpoint::PATH request_no=view.request_no.clone() class="form">
                    <p>{texts.register_text()}</p>
                    <div class="field">
                        <label for="url">{word().address()}</label>
                        <p class="field__hint">{texts.url_hint()}</p>
                        <input id="url" name="url" type="url" required maxlength="500" autocomplete="off" value=url />
                    </div>
                    <label class="check">
                        <input type="checkbox" name="wants_success" value="true" checked=ticked />
                        {texts.wants_success()}
                    </label>
                    <div class="form__actions"><button class="button">{texts.register_now()}</button></div>
                </Form>
            </div>
        </details>
    }
    .into_any()
}

fn history() -> Table<EndpointView> {
    let texts = notice();
    Table::<EndpointView>::new(texts.history())
        .words(word().address(), |item| Cell::reference(&item.url))
        .words(word().state(), move |item| {
            let reason = item.end_reason.map(|reason| texts.end_reasons(reason));
            Cell::status(Tone::Neutral, texts.endpoint_states(item.state)).note_of(reason)
        })
        .words(texts.ended(), |item| Cell::time(&item.ended_at))
}
