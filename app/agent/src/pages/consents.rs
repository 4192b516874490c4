//! Who may see what, and taking it back.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::only_looks,
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, error_at, kept},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::Tone,
        table::Table,
    },
    texts::word,
};

use crate::{
    api::consent::{ConsentView, WithdrawConsent, consents},
    texts::consent::consent,
};

#[must_use]
pub fn page() -> AnyView {
    load(consents(), content)
}

fn content(given: Vec<ConsentView>) -> AnyView {
    let texts = consent();
    let body =
        if given.is_empty() { empty(Icon::Lock, texts.none_title(), texts.none_text()) } else { table().of(&given) };
    view! {
        <PageHeader title=texts.title()><span>{texts.note()}</span></PageHeader>
        {body}
    }
    .into_any()
}

fn table() -> Table<ConsentView> {
    let texts = consent();
    let table = Table::<ConsentView>::new(texts.title())
        .words(texts.purpose(), move |view| Cell::text(texts.purposes(view.purpose)).note(texts.reach(view.purpose)))
        .words(texts.partner(), |view| view.partner_name.clone())
        .words(word().given_at(), |view| Cell::time(&view.given_at))
        .words(word().text(), text)
        .words(word().state(), state);
    if only_looks() { table } else { table.words("", withdrawal) }
}

/// The words that were agreed to.
fn text(view: &ConsentView) -> Cell {
    let texts = consent();
    let href = format!("/agent/consents/{}", view.id);
    let label = format!("{} {} {}", texts.read(), texts.purposes(view.purpose), view.partner_name);
    Cell::view(view! { <a href=href aria-label=label>{texts.read()}</a> })
}

fn state(view: &ConsentView) -> Cell {
    let texts = consent();
    if !view.withdrawn_at.is_empty() {
        Cell::status(Tone::Neutral, texts.withdrawn_at(&view.withdrawn_at))
    } else if view.purpose.may_be_withdrawn() {
        Cell::status(Tone::Active, word().holds())
    } else {
        Cell::status(Tone::Active, texts.part_of_contract())
    }
}

/// Taking back what still holds and stands in no contract.
fn withdrawal(view: &ConsentView) -> Cell {
    if !view.withdrawn_at.is_empty() || !view.purpose.may_be_withdrawn() {
        return Cell::blank();
    }
    let texts = consent();
    let (id, request_no) = (view.id.clone(), view.request_no.clone());
    let name = format!("{} {} {}", texts.withdraw(), texts.purposes(view.purpose), view.partner_name);
    let sent_back = kept::<WithdrawConsent>("consent", "") == view.id;
    Cell::view(view! {
        <Form to=WithdrawConsent::PATH request_no>
            <input type="hidden" name="consent" value=id />
            {error_at::<WithdrawConsent>(sent_back)}
            <button class="button button--quiet" aria-label=name>{texts.withdraw()}</button>
        </Form>
    })
}
