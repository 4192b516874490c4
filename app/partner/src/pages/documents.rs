//! The documents of a shop or of a loan: a part of its page.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, table::Table},
    texts::{consent::consent, word},
};

use crate::{api::document::DocumentView, texts::document::document};

/// How much of a hash is shown.
const SHOWN: usize = 16;

/// Those between a shop and the visitor's funder, each with the way to what it belongs to.
#[must_use]
pub fn own(documents: &[DocumentView]) -> AnyView {
    section(documents, table(|item| below("/funder", &item.way)))
}

/// Those of a loan, for whoever holds it: to what they belong is no business of its own.
#[must_use]
pub fn held(documents: &[DocumentView]) -> AnyView {
    section(documents, table(|_| String::new()))
}

/// Those between a shop and all its partners.
#[must_use]
pub fn all(documents: &[DocumentView]) -> AnyView {
    let partner = |item: &DocumentView| Cell::text(&item.partner_name).to(format!("/admin/partners/{}", item.partner));
    section(documents, table(|item| below("/admin", &item.institution_way)).words(document().partner(), partner))
}

fn below(portal: &str, way: &str) -> String {
    if way.is_empty() { String::new() } else { format!("{portal}/{way}") }
}

fn section(documents: &[DocumentView], table: Table<DocumentView>) -> AnyView {
    let texts = document();
    let table = if documents.is_empty() {
        view! { <p class="muted">{texts.none()}</p> }.into_any()
    } else {
        table.of(documents)
    };
    view! { <section class="section"><h2>{texts.title()}</h2>{table}</section> }.into_any()
}

fn table(way: fn(&DocumentView) -> String) -> Table<DocumentView> {
    let texts = document();
    Table::<DocumentView>::new(texts.title())
        .words(texts.kind(), move |item| Cell::text(texts.kinds(item.kind)).to(way(item)))
        .prose(word().named(), |item| match item.purpose {
            Some(purpose) => format!("{} {}", consent().names(purpose), consent().version(&item.name)),
            None => item.name.clone(),
        })
        .words(word().date(), move |item| {
            let withdrawn = (!item.withdrawn_on.is_empty()).then(|| texts.withdrawn_on(&item.withdrawn_on));
            Cell::time(&item.on).note_of(withdrawn)
        })
        .words(texts.sha256(), |item| Cell::reference(item.sha256.chars().take(SHOWN).collect::<String>()))
}
