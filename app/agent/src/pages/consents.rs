//! Who may see what, and taking it back.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{error_at, kept},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
    },
    texts::word,
};

use super::owner::OwnersForm;
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
    Table::<ConsentView>::new(texts.title())
        .words(texts.purpose(), move |view| Cell::text(texts.purposes(view.purpose)).note(texts.reach(view.purpose)))
        .words(texts.partner(), |view| view.partner_name.clone())
        .words(word().given_at(), |view| Cell::time(&view.given_at))
        .words(word().text(), text)
        .words(word().state(), state)
}

/// The words that were agreed to.
fn text(view: &ConsentView) -> Cell {
    let texts = consent();
    // Enough of the checksum to tell texts apart by eye; the whole is in the title.
    let short: String = view.text_hash.chars().take(12).collect();
    let hash = view.text_hash.clone();
    let href = format!("/agent/consents/{}", view.id);
    let label = format!("{} {} {}", texts.read(), texts.purposes(view.purpose), view.partner_name);
    Cell::view(view! { <a href=href aria-label=label>{texts.read()}</a> })
        .note(view! { {word().version()} " " {view.text_version.clone()} })
        .note(view! { <span title=hash>{word().checksum()} " " {short}</span> })
}

fn state(view: &ConsentView) -> Cell {
    let texts = consent();
    if !view.withdrawn_at.is_empty() {
        return Cell::status(Tone::Neutral, texts.withdrawn_at(&view.withdrawn_at));
    }
    if !view.purpose.may_be_withdrawn() {
        return Cell::status(Tone::Active, texts.part_of_contract());
    }
    let (id, request_no) = (view.id.clone(), view.request_no.clone());
    let name = format!("{} {} {}", texts.withdraw(), texts.purposes(view.purpose), view.partner_name);
    let sent_back = kept::<WithdrawConsent>("consent", "") == view.id;
    Cell::view(view! {
        <div class="cluster">
            {status(Tone::Active, word().holds())}
            <OwnersForm to=WithdrawConsent::PATH request_no>
                <input type="hidden" name="consent" value=id />
                {error_at::<WithdrawConsent>(sent_back)}
                <button class="button button--quiet" aria-label=name>{texts.withdraw()}</button>
            </OwnersForm>
        </div>
    })
}
