//! The reserve accounts' movements, and what each was matched with.

use domain::{Amount, bank_movement::MovementState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        batch::{Batch, Tick, reason_field},
        cell::Cell,
        empty::empty,
        icon::{Icon, icon},
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
    },
    texts::{list::list, narrow::narrow, word},
};

use super::links;
use crate::{
    api::{
        approval::ProposeReturns,
        bank_movement::{MovementQuery, MovementView, movements},
    },
    texts::{admin, approval::approval, reconcile::reconcile},
};

pub(super) const PATH: &str = links::MOVEMENTS;
/// The states in the order of what has to be done about them.
const STATES: [MovementState; 7] = [
    MovementState::Doubtful,
    MovementState::Unmatched,
    MovementState::Broken,
    MovementState::Matched,
    MovementState::Returning,
    MovementState::Returned,
    MovementState::ToldAgain,
];

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let (one, of) = (asked_one::<MovementState>(), narrow());
    let filters = Filters { path: PATH, hint: of.account_hint(), day: of.booked_on(), amount: word().plain_amount() };
    let narrowed =
        NarrowedList::asked(filters, empty(Icon::List, texts.no_movements_title(), texts.no_movements_text())).each(
            word().state(),
            one.map(MovementState::code),
            STATES.map(|state| tab(state.code(), texts.movement_states(state))),
        );
    let query =
        MovementQuery { state: one, import: asked_for("import"), narrow: narrowed.query(), after: asked_after() };
    let (head, none) = narrowed.narrowed(query.import.is_some()).head();
    let import = view! {
        <a class="button button--quiet" href="/admin/statements">{icon(Icon::Upload)} {texts.import_statement()}</a>
    };
    let one_import = query.import.is_some().then(|| {
        view! { <p class="cluster">{texts.only_import()} <a href=PATH>{list().clear()}</a></p> }
    });
    view! {
        <PageHeader title=admin().movements() actions=Some(import.into_any())>{texts.movements_note()}</PageHeader>
        {head}
        {one_import}
        {load(movements(query), move |(page, request_no)| {
            table(&page.rows).batch(request_no.map(returning), tick).page(page, none)
        })}
    }
    .into_any()
}

pub(super) const fn tone(state: MovementState) -> Tone {
    match state {
        MovementState::Matched => Tone::Done,
        MovementState::Broken => Tone::Bad,
        MovementState::Unmatched | MovementState::Doubtful => Tone::Due,
        MovementState::Returning => Tone::Waiting,
        MovementState::Returned | MovementState::ToldAgain => Tone::Neutral,
    }
}

/// Where a movement or a balance comes from: the bank's feed, or a file.
pub(super) fn source(import: Option<&str>) -> Cell {
    let texts = reconcile();
    match import {
        None => Cell::text(word().bank_feed()),
        Some(import) => Cell::text(texts.source_statement()).to(format!("/admin/statements/{import}")),
    }
}

fn table(rows: &[MovementView]) -> Table<MovementView> {
    let texts = reconcile();
    let one_state = asked_one::<MovementState>().is_some();
    let counts = move |row: &&MovementView| one_state || row.state.is_booked();
    let sum = |of: fn(&MovementView) -> Amount| rows.iter().filter(counts).map(of).sum::<Amount>();
    Table::<MovementView>::new(admin().movements())
        .sortable()
        .prose(word().booked(), |movement| {
            let (name, account) = (movement.counterparty_name.clone(), movement.counterparty_account.clone());
            Cell::time(format!("{} {}", movement.booked_on, movement.booked_time))
                .to(format!("{PATH}/{}", movement.id))
                .note(view! { {name} " " {account} })
        })
        .total(word().page_total())
        .sorted_by(SortKey::Time)
        .prose(word().remittance(), |movement| movement.remittance.clone())
        .figures(word().income(), |movement| Cell::side(movement.credit))
        .total(sum(|movement| movement.credit))
        .figures(word().outgo(), |movement| Cell::side(movement.debit))
        .total(sum(|movement| movement.debit))
        .words(word().state(), move |movement| {
            let wrong = movement.break_kind.map(|kind| texts.break_kinds(kind));
            let belongs = wrong.or(movement.matched.map(|destination| texts.matched(destination)));
            let page = movement.matched_page.clone();
            let number = (!movement.matched_reference.is_empty())
                .then(|| Cell::reference(&movement.matched_reference).to(page).into_any());
            Cell::status(tone(movement.state), texts.movement_states(movement.state))
                .note(view! { {belongs} " " {number} })
                .note_of(movement.proposed.then(|| approval().waits_title()))
                .note(source(movement.import.as_deref()).into_any())
        })
}

/// Its payer and its amount tell it apart from others; its number is the bank's, which not every bank gives.
fn tick(movement: &MovementView) -> Option<Tick> {
    movement.returnable.then(|| Tick {
        id: movement.id.clone(),
        name: format!("{} {}", movement.counterparty_name, movement.credit.grouped()),
        amount: Some(movement.credit),
    })
}

fn returning(request_no: String) -> Batch {
    let (texts, path) = (approval(), ProposeReturns::PATH);
    Batch { path, request_no, fields: reason_field(path, texts.returns_text()), act: texts.propose_returns() }
}
