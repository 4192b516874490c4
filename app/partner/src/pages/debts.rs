//! Debts: who may collect each, and why nobody else.

use domain::debt::Holder;
use leptos::prelude::*;
use parts::{
    api::Problem,
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab, tabs},
    },
    texts::word,
};
use services::debt::DebtFilter;

use super::debt_import;
use crate::{
    api::debt::{DebtView, debts},
    texts::debt::debt,
};

#[must_use]
pub fn page() -> AnyView {
    let texts = debt();
    let here = asked_state(&["", "all"]);
    let filter = if here.is_empty() { DebtFilter::Held } else { DebtFilter::All };
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {tabs(word().state(), here, vec![tab("", texts.held()), tab("all", word().all())])}
        {load(debts(filter, asked_after()), move |view| {
            let list = table(view.portal).page(view.page, empty(Icon::Ledger, texts.none(), texts.none_text()));
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
    let texts = debt();
    Table::<DebtView>::new(texts.title())
        .words(texts.number(), move |item| {
            Cell::reference(&item.number).to(format!("{portal}/debts/{}", item.id)).note(item.funder_name.clone())
        })
        .words(texts.payer(), |item| Cell::text(&item.payer).note(item.card.clone()))
        .figures(texts.outstanding(), |item| item.outstanding)
        .words(texts.due_on(), |item| Cell::time(&item.due_on))
        .words(texts.holder(), move |item| texts.holders(item.holder))
        .words(word().state(), collects)
}
