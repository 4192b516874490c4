//! What the visitor's side has debited for loans.

use domain::agreement_debit::DebitState;
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
use services::loan_debit::LoanDebitFilter;

use crate::{
    api::loan::{LoanDebitView, loan_debits},
    texts::debt::debt,
};

/// The page itself and, beside it, the debits of debts, in two portals.
const PATH: &str = "loan-debits";
const DEBITS: &str = "debits";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (debt(), narrow(), asked_one::<DebitState>());
    let filters =
        Filters { path: PATH, hint: of.loan_debit_hint(), day: of.started_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Card, texts.no_debits(), texts.no_loan_debits_text())).each(
        word().result(),
        one.map(DebitState::code),
        DebitState::ALL.map(|state| tab(state.code(), texts.states(state))),
    );
    let filter = one.map_or(LoanDebitFilter::All, LoanDebitFilter::In);
    view! {
        <PageHeader title=texts.loan_debits()>{texts.loan_debits_note()}</PageHeader>
        <p><a href=DEBITS>{texts.debits()}</a></p>
        {list.view(
            move |query, after| loan_debits(filter, query, after),
            |(page, portal), none| table(portal).sortable().page(page, none),
        )}
    }
    .into_any()
}

/// Debits for loans, each with the way to its loan.
pub(super) fn table(portal: &'static str) -> Table<LoanDebitView> {
    let texts = debt();
    Table::<LoanDebitView>::new(texts.loan_debits())
        .words(texts.reference(), |item| Cell::reference(&item.reference).note(when(&item.accepted_at)))
        .sorted_by(SortKey::Time)
        .words(word().loan(), move |item| {
            Cell::reference(&item.loan_reference).to(format!("{portal}/loans/{}", item.loan))
        })
        .figures(word().amount(), |item| item.amount)
        .summed()
        .sorted_by(SortKey::Amount)
        .words(word().result(), result)
}

fn result(item: &LoanDebitView) -> Cell {
    if let Some(reason) = item.returned {
        return Cell::status(Tone::Bad, returned().word()).note(returned().reasons(reason));
    }
    let tone = match item.state {
        DebitState::Accepted | DebitState::Unknown => Tone::Waiting,
        DebitState::Succeeded => Tone::Done,
        DebitState::Failed => Tone::Bad,
    };
    let failure = item.failure.map(|failure| debt().failure(failure).to_owned());
    Cell::status(tone, debt().states(item.state)).note_of(failure)
}
