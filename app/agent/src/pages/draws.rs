//! Everything that the agent has asked to borrow.

use domain::draw::DrawPhase;
use leptos::prelude::*;
use parts::{
    api::draw::DrawView,
    components::{
        cell::Cell, empty::empty_with, icon::Icon, load::load, page_header::PageHeader, pager::asked_after,
        status::Tone, table::Table,
    },
    texts::word,
};
use services::page::Page;

use crate::{
    api::draw::draws,
    texts::{agent, draw::draw},
};

#[must_use]
pub fn page() -> AnyView {
    load(draws(asked_after()), content)
}

fn content(page: Page<DrawView>) -> AnyView {
    let texts = draw();
    let none = empty_with(Icon::List, texts.none_title(), texts.none_text(), ("/agent/borrow", agent().borrow()));
    view! {
        <PageHeader title=texts.list_title()><span>{texts.list_note()}</span></PageHeader>
        {table().page(page, none)}
    }
    .into_any()
}

/// How a draw's phase is to be taken.
pub const fn tone(phase: DrawPhase) -> Tone {
    match phase {
        DrawPhase::Requested | DrawPhase::Awaiting => Tone::Waiting,
        DrawPhase::Credited => Tone::Done,
        DrawPhase::Refused => Tone::Bad,
        DrawPhase::Cancelled | DrawPhase::Lapsed => Tone::Neutral,
    }
}

fn table() -> Table<DrawView> {
    Table::<DrawView>::new(draw().list_title())
        .words(word().reference(), |view| Cell::reference(&view.reference).to(format!("/agent/draws/{}", view.id)))
        .figures(word().amount(), |view| view.amount)
        .words(word().funder(), |view| view.funder_name.clone())
        .words(word().state(), |view| Cell::status(tone(view.phase), agent().draw_states(view.phase)))
        .words(word().requested_at(), |view| Cell::time(&view.requested_at))
}
