//! The reserve accounts' movements, and what each was matched with.

use leptos::prelude::*;
use parts::{
    components::{
        icon::{Icon, icon},
        load::load,
        pager::{Part, asked_after, asked_for, asked_state, pager, parts},
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{empty, header, money_or_dash, nothing_found, or_dash},
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::bank_movement::{MovementQuery, MovementView, MovementsView, movements},
    texts::{admin, reconcile::reconcile},
};

const PATH: &str = "/admin/movements";
const STATES: [&str; 8] = ["", "doubtful", "unmatched", "broken", "matched", "returning", "returned", "told_again"];

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let query = MovementQuery { state: asked_for("state"), import: asked_for("import"), after: asked_after() };
    let import = view! {
        <a class="button button--quiet" href="/admin/statements">{icon(Icon::Upload)} {texts.import_statement()}</a>
    };
    let filtered = query != MovementQuery::default();
    view! {
        {header(admin().movements(), texts.movements_note(), Some(import.into_any()))}
        {tabs(&query)}
        {load(movements(query), move |view| list(view, filtered))}
    }
    .into_any()
}

fn tabs(query: &MovementQuery) -> AnyView {
    let texts = reconcile();
    let part = |state: &'static str| {
        let name = if state.is_empty() { word().all() } else { texts.movement_states(state) };
        Part { state, name, count: None }
    };
    let one = query.import.is_some().then(|| {
        view! { <p class="cluster">{texts.only_import()} <a href=PATH>{admin().clear()}</a></p> }
    });
    view! {
        {parts(word().state(), asked_state(&STATES), STATES.into_iter().map(part).collect())}
        {one}
    }
    .into_any()
}

fn list(view: MovementsView, filtered: bool) -> AnyView {
    let texts = reconcile();
    if view.movements.is_empty() {
        return if filtered {
            nothing_found(PATH)
        } else {
            empty(texts.no_movements_title(), texts.no_movements_text())
        };
    }
    let columns = vec![
        prose(texts.booked()),
        prose(texts.remittance()),
        figures(texts.income()),
        figures(texts.outgo()),
        words(word().state()),
    ];
    let shown = view.movements.len();
    let table = table(admin().movements(), columns, view.movements.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, view.next)} }.into_any()
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

/// Where a movement comes from: the bank's feed, or a file.
pub(super) fn source(movement: &MovementView) -> AnyView {
    let texts = reconcile();
    match &movement.import {
        None => texts.source_feed().into_any(),
        Some(import) => {
            view! { <a href=format!("/admin/statements/{import}")>{texts.source_statement()}</a> }.into_any()
        }
    }
}

fn row(movement: MovementView) -> Vec<AnyView> {
    let texts = reconcile();
    let belongs = if movement.break_kind.is_empty() {
        texts.matched_kinds(movement.matched_kind)
    } else {
        texts.break_kinds(movement.break_kind)
    };
    let source = source(&movement);
    cells![
        view! {
            <a href=format!("/admin/movements/{}", movement.id)><time>{movement.booked_on} " " {movement.booked_time}</time></a>
            <small>{movement.counterparty_name} " " {movement.counterparty_account}</small>
        },
        or_dash(movement.remittance),
        money_or_dash(movement.credit),
        money_or_dash(movement.debit),
        view! {
            {status(tone(movement.state), texts.movement_states(movement.state))}
            <small>{belongs} " " <code class="ref">{movement.matched_reference}</code></small>
            <small>{source}</small>
        },
    ]
}
