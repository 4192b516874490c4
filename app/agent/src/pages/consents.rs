//! Who may see what, and taking it back.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{Form, numbered},
        icon::{Icon, icon},
        load::load,
        status::{Tone, status},
    },
    texts::word,
};

use super::header;
use crate::{
    api::consent::{ConsentView, ConsentsView, WithdrawConsent, consents},
    texts::consent::consent,
};

#[must_use]
pub fn page() -> AnyView {
    load(consents(), content)
}

fn content(view: ConsentsView) -> AnyView {
    let texts = consent();
    let body = if view.consents.is_empty() {
        view! {
            <section class="empty">
                {icon(Icon::Lock)}
                <h2>{texts.none_title()}</h2>
                <p>{texts.none_text()}</p>
            </section>
        }
        .into_any()
    } else {
        table(view).into_any()
    };
    view! {
        {header(texts.title(), view! { <span>{texts.note()}</span> })}
        {body}
    }
    .into_any()
}

fn table(view: ConsentsView) -> impl IntoView {
    let texts = consent();
    let request_no = view.request_no;
    let rows = view
        .consents
        .into_iter()
        .enumerate()
        .map(|(place, consent)| row(consent, numbered(&request_no, place)))
        .collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label=texts.title() tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{texts.purpose()}</th>
                        <th scope="col">{texts.partner()}</th>
                        <th scope="col">{texts.given_at()}</th>
                        <th scope="col">{word().text()}</th>
                        <th scope="col">{word().state()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(view: ConsentView, request_no: String) -> impl IntoView {
    let texts = consent();
    // Enough of the checksum to tell texts apart by eye; the whole is in the title.
    let short: String = view.text_hash.chars().take(12).collect();
    let state = state(&view, request_no);
    let href = format!("/agent/consents/{}", view.id);
    let label = format!("{} {} {}", texts.read(), texts.purposes(view.purpose), view.partner_name);
    view! {
        <tr>
            <th scope="row">{texts.purposes(view.purpose)} <small>{texts.reach(view.purpose)}</small></th>
            <td data-label=texts.partner()>{view.partner_name}</td>
            <td data-label=texts.given_at()><time>{view.given_at}</time></td>
            <td data-label=word().text()>
                <a href=href aria-label=label>{texts.read()}</a>
                <small>{texts.version()} " " {view.text_version}</small>
                <small title=view.text_hash>{word().checksum()} " " {short}</small>
            </td>
            <td data-label=word().state()>{state}</td>
        </tr>
    }
}

fn state(view: &ConsentView, request_no: String) -> AnyView {
    let texts = consent();
    if !view.withdrawn_at.is_empty() {
        return status(Tone::Neutral, texts.withdrawn_at(&view.withdrawn_at)).into_any();
    }
    if !view.purpose.may_be_withdrawn() {
        return status(Tone::Active, texts.part_of_contract()).into_any();
    }
    let id = view.id.clone();
    let name = format!("{} {} {}", texts.withdraw(), texts.purposes(view.purpose), view.partner_name);
    view! {
        <div class="cluster">
            {status(Tone::Active, word().holds())}
            <Form to=WithdrawConsent::PATH request_no>
                <input type="hidden" name="consent" value=id />
                <button class="button button--quiet" aria-label=name>{texts.withdraw()}</button>
            </Form>
        </div>
    }
    .into_any()
}
