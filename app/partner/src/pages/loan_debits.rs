//! What the visitor's side has debited for loans.

use domain::agreement_debit::DebitState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table, value::when,
    },
    texts::{returned::returned, word},
};

use crate::{
    api::loan::{LoanDebitView, loan_debits},
    texts::debt::debt,
};

/// Beside the debits of debts, in two portals.
const DEBITS: &str = "debits";

#[must_use]
pub fn page() -> AnyView {
    let texts = debt();
    view! {
        <PageHeader title=texts.loan_debits()>{texts.loan_debits_note()}</PageHeader>
        <p><a href=DEBITS>{texts.debits()}</a></p>
        {load(loan_debits(asked_after()), move |(page, portal)| {
            let none = empty(Icon::Card, texts.no_debits(), texts.no_loan_debits_text());
            table(portal).page(page, none)
        })}
    }
    .into_any()
}

/// Debits for loans, each with the way to its loan.
pub(super) fn table(portal: &'static str) -> Table<LoanDebitView> {
    let texts = debt();
    Table::<LoanDebitView>::new(texts.loan_debits())
        .words(texts.reference(), |item| Cell::reference(&item.reference).note(when(&item.accepted_at)))
        .words(word().loan(), move |item| {
            Cell::reference(&item.loan_reference).to(format!("{portal}/loans/{}", item.loan))
        })
        .figures(word().amount(), |item| item.amount)
        .summed()
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
