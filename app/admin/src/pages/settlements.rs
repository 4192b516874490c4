//! What the agreement payment network settles, date by date.

use domain::settlement::{LineStanding, SettlementState};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::reference,
    },
    texts::{narrow::narrow, word},
};
use services::settlement::SettlementFilter;

use crate::{
    api::settlement::{SettlementView, settlements},
    texts::settlement::settlement,
};

pub(super) const LIST: &str = "/admin/settlements";
/// What differs in any of them.
pub(super) const DIFFERENCES: &str = "/admin/differences";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (settlement(), narrow(), asked_one::<SettlementState>());
    let filters = Filters { path: LIST, hint: of.settlement_hint(), day: texts.date(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(SettlementState::code),
        SettlementState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(SettlementFilter::All, SettlementFilter::In);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(|query, after| settlements(filter, query, after), |page, none| table().sortable().page(page, none))}
    }
    .into_any()
}

/// How far a date is, in a word.
pub(super) fn state(row: &SettlementView) -> Cell {
    let texts = settlement();
    if row.open_breaks > 0 {
        return Cell::status(Tone::Bad, texts.standings(LineStanding::Differs));
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
        .sorted_by(SortKey::Time)
        .words(word().state(), state)
        .words(texts.received(), |row| Cell::time(&row.received_at))
        .figures(word().lines(), |row| row.lines.to_string())
        .figures(texts.settled(), |row| row.settled.to_string())
        .figures(texts.open_breaks(), |row| row.open_breaks.to_string())
        .figures(texts.net(), |row| row.net)
        .summed()
        .sorted_by(SortKey::Amount)
        .words(texts.money(), money)
}
