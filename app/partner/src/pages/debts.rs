//! Debts: who may collect each, and why nobody else.

use domain::debt::Holder;
use leptos::prelude::*;
use parts::{
    api::Problem,
    components::{
        batch::Tick,
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
        value::whole,
    },
    texts::{narrow::narrow, word},
};
use services::debt::DebtFilter;

use super::{debt_import, transfers::together};
use crate::{
    api::debt::{DebtView, debts},
    texts::debt::debt,
};

/// Beside the page itself, which stands in two portals.
const PATH: &str = "debts";

#[must_use]
pub fn page() -> AnyView {
    let texts = debt();
    let here = asked_state(&["", "frozen", "settled", "all"]);
    let filter = match here {
        "frozen" => DebtFilter::Frozen,
        "settled" => DebtFilter::Settled,
        "all" => DebtFilter::All,
        _ => DebtFilter::Held,
    };
    let states = vec![
        tab("", texts.held()),
        tab("frozen", word().frozen()),
        tab("settled", word().settled()),
        tab("all", word().all()),
    ];
    let of = narrow();
    let filters = Filters { path: PATH, hint: of.debt_hint(), day: of.registered_on(), amount: of.registered() };
    let list = NarrowedList::asked(filters, empty(Icon::Ledger, texts.none(), texts.none_text())).parts(
        word().state(),
        here,
        states,
    );
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(|query, after| debts(filter, query, after), |view, none| {
            let list = listed(view.portal).batch(view.transfer.map(together), tick);
            let list = list.page(view.page, none);
            view! { {debt_import::faults()} {view.import.map(debt_import::form)} {list} }.into_any()
        })}
    }
    .into_any()
}

/// Whether the visitor's side may collect, and else why not.
#[must_use]
pub fn collects(item: &DebtView) -> Cell {
    match &item.may_collect {
        Ok(()) if item.in_flight => Cell::status(Tone::Waiting, debt().in_flight()),
        Ok(()) => Cell::status(Tone::Active, debt().may()),
        Err(refusal) => {
            let tone = match item.holder {
                Holder::InTransfer | Holder::BeingBoughtBack => Tone::Waiting,
                Holder::Funder | Holder::Facilitator => Tone::Neutral,
            };
            Cell::status(tone, Problem::from(refusal.clone()).words().title)
        }
    }
}

#[must_use]
pub fn table(portal: &'static str) -> Table<DebtView> {
    held(owed(portal))
}

/// What each is, and what is left of it.
fn owed(portal: &'static str) -> Table<DebtView> {
    let texts = debt();
    Table::<DebtView>::new(texts.title())
        .words(texts.number(), move |item| {
            Cell::reference(&item.number).to(format!("{portal}/debts/{}", item.id)).note(item.funder_name.clone())
        })
        .words(texts.payer(), |item| Cell::text(&item.payer).note(whole(&item.card)))
        .figures(texts.outstanding(), |item| item.outstanding)
}

/// With when it is due, and who may collect it.
fn held(table: Table<DebtView>) -> Table<DebtView> {
    let texts = debt();
    table
        .words(word().due_on(), |item| Cell::time(&item.due_on))
        .words(texts.holder(), move |item| texts.holders(item.holder))
        .words(word().state(), collects)
}

/// What is overdue and shared can change hands.
fn tick(item: &DebtView) -> Option<Tick> {
    item.may_transfer.then(|| Tick { id: item.id.clone(), name: item.number.clone(), amount: item.outstanding })
}

/// With what only the list itself tells, by which it is sorted, and what its page comes to.
fn listed(portal: &'static str) -> Table<DebtView> {
    let texts = debt();
    held(owed(portal).summed())
        .sortable()
        .figures(texts.registered(), |item| item.amount)
        .summed()
        .sorted_by(SortKey::Amount)
        .words(texts.registered_at(), |item| Cell::time(&item.registered_at))
        .sorted_by(SortKey::Time)
}
