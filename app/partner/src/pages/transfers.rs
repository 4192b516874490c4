//! Transfers of debts.

use domain::debt_transfer::TransferState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table,
    },
    texts::word,
};

use crate::{
    api::debt_transfer::{TransferView, WaitingView, transfers},
    texts::transfer::transfer,
};

#[must_use]
pub fn page() -> AnyView {
    let texts = transfer();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(transfers(asked_after()), move |(page, portal)| {
            table(portal).page(page, empty(Icon::Repay, texts.none(), texts.none_text()))
        })}
    }
    .into_any()
}

#[must_use]
pub fn state(state: TransferState) -> Cell {
    let tone = match state {
        TransferState::Submitted | TransferState::Confirmed | TransferState::Approved => Tone::Waiting,
        TransferState::Effective => Tone::Done,
        TransferState::Cancelled | TransferState::Rejected => Tone::Neutral,
    };
    Cell::status(tone, transfer().states(state))
}

/// What an approved one waits for.
#[must_use]
pub fn waiting(item: &TransferView) -> Option<String> {
    let texts = transfer();
    item.waiting.as_ref().map(|waiting| match waiting {
        WaitingView::Notice => texts.waits_notice().to_owned(),
        WaitingView::Debits => texts.waits_debits().to_owned(),
        WaitingView::Time(until) => texts.waits_time(until),
    })
}

#[must_use]
pub fn table(portal: &'static str) -> Table<TransferView> {
    let texts = transfer();
    Table::<TransferView>::new(texts.title())
        .words(word().action(), move |item| {
            let way = texts.way(item.back, &item.funder_name, &item.facilitator_name);
            Cell::text(texts.direction(item.back)).to(format!("{portal}/transfers/{}", item.id)).note(way)
        })
        .prose(texts.document(), |item| item.document.clone())
        .figures(texts.debts(), move |item| {
            Cell::text(item.debts.to_string()).note_of((item.declined > 0).then(|| texts.declined(item.declined)))
        })
        .figures(texts.amount(), |item| item.amount)
        .words(word().state(), |item| state(item.state).note_of(waiting(item)))
        .words(texts.submitted_at(), |item| Cell::time(&item.submitted_at))
}
