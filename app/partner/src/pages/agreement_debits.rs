//! What the visitor's side has debited.

use domain::{agreement_debit::DebitState, payout::PayoutState};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table, value::when,
    },
    texts::{returned::returned, word},
};

use crate::{
    api::agreement_debit::{DebitView, debits},
    texts::debt::debt,
};

#[must_use]
pub fn page() -> AnyView {
    let texts = debt();
    view! {
        <PageHeader title=texts.debits()>{texts.debits_note()}</PageHeader>
        {load(debits(asked_after()), move |(page, portal)| {
            table(portal).page(page, empty(Icon::Card, texts.no_debits(), texts.no_debits_text()))
        })}
    }
    .into_any()
}

pub(super) fn table(portal: &'static str) -> Table<DebitView> {
    let texts = debt();
    Table::<DebitView>::new(texts.debits())
        .words(texts.reference(), move |item| {
            let cell = Cell::reference(&item.reference).to(format!("{portal}/evidence/{}", item.id));
            cell.note(when(&item.accepted_at))
        })
        .words(texts.number(), move |item| {
            Cell::reference(&item.debt_number).to(format!("{portal}/debts/{}", item.debt))
        })
        .figures(word().amount(), |item| item.amount)
        .words(texts.result(), result)
        .words(texts.paid_out(), paid_out)
}

fn result(item: &DebitView) -> Cell {
    if let Some((reason, _)) = item.returned {
        return Cell::status(Tone::Bad, returned().word()).note(returned().reasons(reason));
    }
    let tone = match item.state {
        DebitState::Accepted | DebitState::Unknown => Tone::Waiting,
        DebitState::Succeeded => Tone::Done,
        DebitState::Failed => Tone::Bad,
    };
    let failure = (!item.failure.is_empty()).then(|| debt().failure(&item.failure).to_owned());
    let refunded = item.refunded.is_positive().then(|| debt().refunded(&item.refunded.grouped()));
    Cell::status(tone, debt().states(item.state)).note_of(failure.or(refunded))
}

fn paid_out(item: &DebitView) -> Cell {
    match item.returned {
        Some((_, true)) => return Cell::status(Tone::Bad, returned().owed_back(&item.reference)),
        Some((_, false)) => return Cell::text(""),
        None => {}
    }
    match &item.payout {
        Some((reference, state)) => {
            let tone = match state {
                PayoutState::Confirmed => Tone::Done,
                PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => Tone::Bad,
                PayoutState::Requested | PayoutState::Unknown | PayoutState::Sent => Tone::Waiting,
            };
            let owed = item.refund_owed_back.is_positive().then(|| returned().owed_back(&item.reference));
            let reference = parts::components::value::reference(reference);
            Cell::status(tone, debt().payouts(*state)).note(view! { {reference} " " {owed} })
        }
        None if item.state == DebitState::Succeeded => Cell::status(Tone::Waiting, debt().waits()),
        None => Cell::text(""),
    }
}
