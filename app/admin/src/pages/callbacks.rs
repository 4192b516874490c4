//! What the network has told by itself.

use domain::callback::CallbackOutcome;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table,
    },
    texts::word,
};

use crate::{
    api::callback::{CallbackView, callbacks},
    texts::callback::callback,
};

#[must_use]
pub fn page() -> AnyView {
    let texts = callback();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(callbacks(asked_after()), move |page| {
            table().page(page, empty(Icon::Link, texts.none_title(), texts.none_text()))
        })}
    }
    .into_any()
}

/// What came of it.
fn outcome(outcome: Option<CallbackOutcome>) -> Cell {
    let texts = callback();
    let Some(outcome) = outcome else { return Cell::status(Tone::Waiting, texts.waiting()) };
    let tone = match outcome {
        CallbackOutcome::Filed => Tone::Done,
        CallbackOutcome::Known => Tone::Neutral,
        CallbackOutcome::Contradicts | CallbackOutcome::NotOurs => Tone::Bad,
        CallbackOutcome::Undecided => Tone::Waiting,
    };
    Cell::status(tone, texts.outcomes(outcome))
}

fn table() -> Table<CallbackView> {
    let texts = callback();
    Table::<CallbackView>::new(texts.title())
        .words(texts.kind(), |item| Cell::text(callback().kinds(item.kind)))
        .words(texts.serial(), |item| Cell::reference(&item.serial))
        .figures(word().amount(), |item| item.amount)
        .words(word().network_result(), |item| Cell::text(&item.result))
        .words(word().outcome(), |item| outcome(item.outcome))
        .words(texts.received_at(), |item| Cell::time(&item.received_at))
        .figures(texts.times(), |item| item.times.to_string())
        .words(texts.number(), |item| Cell::reference(&item.number))
}
