//! What the agreement payment network settles, date by date.

use domain::settlement::SettlementState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table, value::reference,
    },
    texts::word,
};

use crate::{
    api::settlement::{SettlementView, settlements},
    texts::settlement::settlement,
};

pub(super) const LIST: &str = "/admin/settlements";

#[must_use]
pub fn page() -> AnyView {
    let texts = settlement();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(settlements(asked_after()), move |page| {
            let none = empty(Icon::List, texts.none_title(), texts.none_text());
            table().page(page, none)
        })}
    }
    .into_any()
}

/// How far a date is, in a word.
pub(super) fn state(row: &SettlementView) -> Cell {
    let texts = settlement();
    if row.open_breaks > 0 {
        return Cell::status(Tone::Bad, texts.has_breaks());
    }
    let tone = match row.state {
        SettlementState::Awaited => Tone::Waiting,
        SettlementState::Received => Tone::Active,
        SettlementState::Compared => Tone::Done,
    };
    Cell::status(tone, texts.states(row.state))
}

/// Whether its money has come.
pub(super) fn money(row: &SettlementView) -> Cell {
    let texts = settlement();
    match row.net {
        None => Cell::text(""),
        Some(net) if !net.is_positive() => Cell::status(Tone::Neutral, texts.nothing_due()),
        Some(_) if row.arrived.is_zero() => Cell::status(Tone::Waiting, word().not_arrived()),
        Some(_) => Cell::status(Tone::Done, word().arrived()).note(row.arrived_on.clone()),
    }
}

fn table() -> Table<SettlementView> {
    let texts = settlement();
    Table::<SettlementView>::new(texts.title())
        .words(texts.date(), |row| {
            Cell::text(&row.settled_on).to(format!("{LIST}/{}", row.id)).note(reference(&row.reference))
        })
        .words(word().state(), state)
        .words(texts.received(), |row| Cell::time(&row.received_at))
        .figures(word().lines(), |row| row.lines.to_string())
        .figures(texts.settled(), |row| row.settled.to_string())
        .figures(texts.open_breaks(), |row| row.open_breaks.to_string())
        .figures(texts.net(), |row| row.net)
        .words(texts.money(), money)
}
