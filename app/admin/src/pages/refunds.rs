//! Refunds of debits.

use domain::agreement_debit::{DebitFailure, DebitState};
use leptos::prelude::*;
use partner::texts::debt::debt;
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
    let filters = Filters { path: LIST, hint: of.refund_hint(), day: of.accepted_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Repay, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(DebitState::code),
        DebitState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(RefundFilter::All, RefundFilter::In);
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(|query, after| refunds(filter, query, after), |page, none| table().sortable().page(page, none))}
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

/// Why the network made none.
pub(super) fn failure(item: &RefundView) -> Option<&'static str> {
    item.failure.map(|reason| debt().failure(DebitFailure::Refused(reason)))
}

fn table() -> Table<RefundView> {
    let texts = refund();
    Table::<RefundView>::new(texts.title())
        .words(texts.reference(), |item| {
            Cell::reference(&item.reference).to(format!("{LIST}/{}", item.id)).note(item.holder_name.clone())
        })
        .words(word().debit(), |item| Cell::reference(&item.debit_reference).note(item.debt_number.clone()))
        .figures(word().amount(), |item| item.amount)
        .summed()
        .sorted_by(SortKey::Amount)
        .prose(word().reason(), |item| item.reason.clone())
        .words(word().accepted_at(), |item| Cell::time(&item.accepted_at))
        .sorted_by(SortKey::Time)
        .words(word().state(), |item| state(item.state).note_of(failure(item)))
}
