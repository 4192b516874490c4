//! Refunds of debits.

use domain::agreement_debit::{DebitFailure, DebitState};
use leptos::prelude::*;
use partner::texts::debt::debt;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table,
    },
    texts::word,
};

use crate::{
    api::refund::{RefundView, refunds},
    texts::refund::refund,
};

pub(super) const LIST: &str = "/admin/refunds";

#[must_use]
pub fn page() -> AnyView {
    let texts = refund();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(refunds(asked_after()), move |page| {
            table().page(page, empty(Icon::Repay, texts.none_title(), texts.none_text()))
        })}
    }
    .into_any()
}

/// What became of a refund.
pub(super) fn state(state: DebitState) -> Cell {
    let tone = match state {
        DebitState::Accepted | DebitState::Unknown => Tone::Waiting,
        DebitState::Succeeded => Tone::Done,
        DebitState::Failed => Tone::Bad,
    };
    Cell::status(tone, refund().states(state))
}

pub(super) fn table() -> Table<RefundView> {
    let texts = refund();
    Table::<RefundView>::new(texts.title())
        .words(texts.reference(), |item| {
            Cell::reference(&item.reference).to(format!("{LIST}/{}", item.id)).note(item.holder_name.clone())
        })
        .words(word().debit(), |item| Cell::reference(&item.debit_reference).note(item.debt_number.clone()))
        .figures(word().amount(), |item| item.amount)
        .prose(word().reason(), |item| item.reason.clone())
        .words(texts.accepted_at(), |item| Cell::time(&item.accepted_at))
        .words(word().state(), |item| {
            let failure = item.failure.map(|reason| debt().failure(DebitFailure::Refused(reason)));
            state(item.state).note_of(failure)
        })
}
