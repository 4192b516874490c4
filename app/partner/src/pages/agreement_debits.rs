//! What the visitor's side has debited.

use domain::{Amount, agreement_debit::DebitState, payout::PayoutState};
use leptos::prelude::*;
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
        value::when,
    },
    texts::{narrow::narrow, returned::returned, word},
};
use services::agreement_debit::DebitFilter;

use super::owed_back;
use crate::{
    api::agreement_debit::{DebitView, debits},
    texts::debt::debt,
};

/// Beside the page itself, which stands in two portals.
const PATH: &str = "debits";
const FOR_LOANS: &str = "loan-debits";

#[must_use]
pub fn page() -> AnyView {
    let texts = debt();
    let one: Option<DebitState> = asked_one();
    let of = narrow();
    let filters = Filters { path: PATH, hint: of.debit_hint(), day: of.started_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Card, texts.no_debits(), texts.no_debits_text())).each(
        word().state(),
        one.map(DebitState::code),
        DebitState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(DebitFilter::All, DebitFilter::In);
    view! {
        <PageHeader title=texts.debits()>{texts.debits_note()}</PageHeader>
        <p><a href=FOR_LOANS>{texts.loan_debits()}</a></p>
        {list.view(|query, after| debits(filter, query, after), |(page, portal), none| {
            let sum: Amount = page.rows.iter().map(|item| item.amount).sum();
            let owed = owed_back::of_debits(&page.rows);
            view! { {table(portal, Some(sum)).sortable().page(page, none)} {owed} }.into_any()
        })}
    }
    .into_any()
}

/// Of many debts, with what its rows come to, or of the one debt on whose page it stands.
pub(super) fn table(portal: &'static str, sum: Option<Amount>) -> Table<DebitView> {
    let texts = debt();
    let table = Table::<DebitView>::new(texts.debits())
        .words(texts.reference(), move |item| {
            let cell = Cell::reference(&item.reference).to(format!("{portal}/evidence/{}", item.id));
            cell.note(when(&item.accepted_at))
        })
        .total(word().page_total())
        .sorted_by(SortKey::Time);
    let amount = |table: Table<DebitView>| table.figures(word().amount(), |item| item.amount);
    let table = match sum {
        Some(sum) => {
            let numbered = table.words(texts.number(), move |item| {
                Cell::reference(&item.debt_number).to(format!("{portal}/debts/{}", item.debt))
            });
            amount(numbered).sorted_by(SortKey::Amount).total(sum)
        }
        None => amount(table),
    };
    table.words(word().result(), result).words(texts.paid_out(), paid_out)
}

fn result(item: &DebitView) -> Cell {
    if let Some(reason) = item.returned {
        return Cell::status(Tone::Bad, returned().word()).note(returned().reasons(reason));
    }
    let tone = match item.state {
        DebitState::Accepted | DebitState::Unknown => Tone::Waiting,
        DebitState::Succeeded => Tone::Done,
        DebitState::Failed => Tone::Bad,
    };
    let failure = item.failure.map(|failure| debt().failure(failure).to_owned());
    let refunded = item.refunded.is_positive().then(|| debt().refunded(&item.refunded.grouped()));
    Cell::status(tone, debt().states(item.state)).note_of(failure.or(refunded))
}

fn paid_out(item: &DebitView) -> Cell {
    let owed = item.owes_back.then(|| returned().owed_back(&item.reference));
    if item.returned.is_some() {
        return owed.map_or_else(|| Cell::text(""), |owed| Cell::status(Tone::Bad, owed));
    }
    match &item.payout {
        Some((reference, state)) => {
            let tone = match state {
                PayoutState::Confirmed => Tone::Done,
                PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => Tone::Bad,
                PayoutState::Requested | PayoutState::Unknown | PayoutState::Sent => Tone::Waiting,
            };
            let reference = parts::components::value::reference(reference);
            Cell::status(tone, debt().payouts(*state)).note(view! { {reference} " " {owed} })
        }
        None if item.state == DebitState::Succeeded => Cell::status(Tone::Waiting, debt().waits()),
        None => Cell::text(""),
    }
}
