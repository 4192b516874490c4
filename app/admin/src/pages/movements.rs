//! The reserve accounts' movements, and what each was matched with.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::{Icon, icon},
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab, tabs},
        value::reference,
    },
    texts::{list::list, word},
};

use crate::{
    api::bank_movement::{MovementQuery, MovementView, movements},
    texts::{admin, reconcile::reconcile},
};

pub(super) const PATH: &str = "/admin/movements";
const STATES: [&str; 8] = ["", "doubtful", "unmatched", "broken", "matched", "returning", "returned", "told_again"];

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let query = MovementQuery { state: asked_for("state"), import: asked_for("import"), after: asked_after() };
    let import = view! {
        <a class="button button--quiet" href="/admin/statements">{icon(Icon::Upload)} {texts.import_statement()}</a>
    };
    let name = |state: &str| if state.is_empty() { word().all() } else { texts.movement_states(state) };
    let states = STATES.map(|state| tab(state, name(state))).to_vec();
    let one_import = query.import.is_some().then(|| {
        view! { <p class="cluster">{texts.only_import()} <a href=PATH>{list().clear()}</a></p> }
    });
    let filtered = query != MovementQuery::default();
    view! {
        <PageHeader title=admin().movements() actions=Some(import.into_any())>{texts.movements_note()}</PageHeader>
        {tabs(word().state(), asked_state(&STATES), states)}
        {one_import}
        {load(movements(query), move |page| {
            let none = if filtered {
                nothing_found(PATH)
            } else {
                empty(Icon::List, texts.no_movements_title(), texts.no_movements_text())
            };
            table().page(page, none)
        })}
    }
    .into_any()
}

pub(super) fn tone(state: &str) -> Tone {
    match state {
        "matched" => Tone::Done,
        "broken" => Tone::Bad,
        "unmatched" | "doubtful" => Tone::Due,
        "returning" => Tone::Waiting,
        _ => Tone::Neutral,
    }
}

/// Where a movement or a balance comes from: the bank's feed, or a file.
pub(super) fn source(import: Option<&str>) -> Cell {
    let texts = reconcile();
    match import {
        None => Cell::text(texts.source_feed()),
        Some(import) => Cell::text(texts.source_statement()).to(format!("/admin/statements/{import}")),
    }
}

fn table() -> Table<MovementView> {
    let texts = reconcile();
    Table::<MovementView>::new(admin().movements())
        .prose(texts.booked(), |movement| {
            let (name, account) = (movement.counterparty_name.clone(), movement.counterparty_account.clone());
            Cell::time(format!("{} {}", movement.booked_on, movement.booked_time))
                .to(format!("{PATH}/{}", movement.id))
                .note(view! { {name} " " {account} })
        })
        .prose(texts.remittance(), |movement| movement.remittance.clone())
        .figures(texts.income(), |movement| Cell::side(movement.credit))
        .figures(texts.outgo(), |movement| Cell::side(movement.debit))
        .words(word().state(), move |movement| {
            let belongs = if movement.break_kind.is_empty() {
                texts.matched_kinds(movement.matched_kind)
            } else {
                texts.break_kinds(movement.break_kind)
            };
            let number = (!movement.matched_reference.is_empty()).then(|| reference(&movement.matched_reference));
            Cell::status(tone(movement.state), texts.movement_states(movement.state))
                .note(view! { {belongs} " " {number} })
                .note(source(movement.import.as_deref()).into_any())
        })
}
