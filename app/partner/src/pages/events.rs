//! What the visitor's side was told.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, table::Table,
    },
    texts::word,
};

use crate::{
    api::event::{EventView, events},
    texts::{binding::said, debt::debt, event::event},
};

#[must_use]
pub fn page() -> AnyView {
    let texts = event();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(events(asked_after()), move |page| table().page(page, empty(Icon::Message, texts.none(), texts.none_text())))}
    }
    .into_any()
}

fn table() -> Table<EventView> {
    let texts = event();
    Table::<EventView>::new(texts.title())
        .figures(texts.number(), |item| item.number.to_string())
        .words(texts.what(), move |item| Cell::text(texts.happened(&item.code)).note(item.code.clone()))
        .prose(texts.content(), |item| Cell::text(told(&item.facts)))
        .words(word().at(), |item| Cell::time(&item.at))
}

fn told(facts: &[(String, String)]) -> String {
    let texts = event();
    let fact = |(name, value): &(String, String)| {
        let value = match name.as_str() {
            "failure" if value.starts_with("debt.") => debt().failure(value).to_owned(),
            "failure" | "reason" => said(value),
            _ => value.clone(),
        };
        match texts.fact(name) {
            "" => value,
            named => format!("{named} {value}"),
        }
    };
    facts.iter().map(fact).collect::<Vec<_>>().join(" · ")
}
