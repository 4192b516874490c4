//! Refunds of debits.

use domain::agreement_debit::{DebitFailure, DebitState};
use leptos::prelude::*;
use partner::texts::debt::debt;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        narrow::{Filters, SortKey, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab, tabs},
    },
    texts::{narrow::narrow, word},
};
use services::refund::RefundFilter;

use crate::{
    api::refund::{RefundView, refunds},
    texts::refund::refund,
};

pub(super) const LIST: &str = "/admin/refunds";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (refund(), narrow(), asked_one::<DebitState>());
    let mut states = vec![tab("", word().all())];
    states.extend(DebitState::ALL.map(|state| tab(state.code(), texts.states(state))));
    let query = asked_narrow();
    let narrowed = query.is_given() || one.is_some();
    let filters = Filters { path: LIST, hint: of.refund_hint(), day: of.accepted_on(), amount: word().plain_amount() };
    let filter = one.map_or(RefundFilter::All, RefundFilter::In);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {filters.view(&query)}
        {tabs(word().state(), one.map_or("", DebitState::code), states)}
        {load(refunds(filter, query, asked_after()), move |page| {
            let none = if narrowed {
                nothing_found(LIST)
            } else {
                empty(Icon::Repay, texts.none_title(), texts.none_text())
            };
            table().sortable().page(page, none)
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
        .sorted_by(SortKey::Amount)
        .prose(word().reason(), |item| item.reason.clone())
        .words(word().accepted_at(), |item| Cell::time(&item.accepted_at))
        .sorted_by(SortKey::Time)
        .words(word().state(), |item| {
            let failure = item.failure.map(|reason| debt().failure(DebitFailure::Refused(reason)));
            state(item.state).note_of(failure)
        })
}
